import type { Serializer } from '../../messaging/index.js';
import { ContextSerializer, type RequestContext } from '../context/index.js';
import { readAny, writeAny } from './any.js';
import { hydrate } from './hydrate.js';
// Whoever reads objects off the wire has their classes.
import './generated/objects.js';

/**
 * What Nova's services speak: objects travel as primitives, wherever they stand in arguments and results, and contexts
 * as ContextSerializer has them. nova.objects.base.NovaObjectSerializer inside nova.rpc.RequestContextSerializer.
 */
export class NovaObjectSerializer extends ContextSerializer implements Serializer<RequestContext> {
  override serializeEntity(_context: RequestContext, entity: unknown): unknown {
    return writeAny(entity);
  }

  /** Throws UnsupportedObjectError, IncompatibleObjectVersion and BadFieldValue. */
  override deserializeEntity(_context: RequestContext, entity: unknown): unknown {
    return readAny(entity, hydrate);
  }
}
