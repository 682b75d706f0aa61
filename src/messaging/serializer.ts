import { parse, stringify } from './json.js';

/** The context of a request: any JSON, by name. */
export type Context = Readonly<Record<string, unknown>>;

/**
 * Turns what an application speaks into what JSON can hold, and back: each argument and each result, and the context.
 * oslo_messaging.Serializer.
 */
export interface Serializer<AppContext = Context> {
  serializeEntity(context: AppContext, entity: unknown): unknown;
  deserializeEntity(context: AppContext, entity: unknown): unknown;
  serializeContext(context: AppContext): Context;
  deserializeContext(context: Context): AppContext;
}

/** Changes nothing. oslo_messaging.NoOpSerializer. */
export class NoOpSerializer implements Serializer {
  serializeEntity(_context: unknown, entity: unknown): unknown {
    return entity;
  }

  deserializeEntity(_context: unknown, entity: unknown): unknown {
    return entity;
  }

  serializeContext(context: Context): Context {
    return context;
  }

  deserializeContext(context: Context): Context {
    return context;
  }
}

/** Makes plain data of what is sent (dates, maps, sets, class instances). oslo_messaging.JsonPayloadSerializer. */
export class JsonPayloadSerializer extends NoOpSerializer {
  override serializeEntity(_context: unknown, entity: unknown): unknown {
    return parse(stringify(entity));
  }
}

/** What RequestContextSerializer needs of a class of contexts. oslo_context.RequestContext has both. */
export interface ContextClass<AppContext> {
  /** The context of what toDict() gave. */
  fromDict(values: Record<string, unknown>): AppContext;
}

/**
 * Lets the application have contexts of a class of its own: each travels as what its toDict() gives. Entities are left to
 * `base`, which may be a serializer like this, too. nova.rpc.RequestContextSerializer, which knows its class by itself.
 * Throws TypeError for a class without fromDict().
 */
export class RequestContextSerializer<AppContext extends { toDict(): object }>
  implements Serializer<AppContext>
{
  constructor(
    private readonly Class: ContextClass<AppContext>,
    private readonly base: Pick<Serializer<AppContext>, 'serializeEntity' | 'deserializeEntity'> = {
      serializeEntity: (_context, entity) => entity,
      deserializeEntity: (_context, entity) => entity,
    },
  ) {
    if (typeof Class?.fromDict !== 'function')
      throw new TypeError(
        'RequestContextSerializer takes the class of the contexts, which has a static fromDict(values), and then the serializer of the entities.',
      );
  }

  serializeEntity(context: AppContext, entity: unknown): unknown {
    return this.base.serializeEntity(context, entity);
  }

  deserializeEntity(context: AppContext, entity: unknown): unknown {
    return this.base.deserializeEntity(context, entity);
  }

  serializeContext(context: AppContext): Context {
    return context.toDict() as Context;
  }

  deserializeContext(context: Context): AppContext {
    return this.Class.fromDict({ ...context });
  }
}
