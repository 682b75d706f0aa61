import type { Context, Serializer } from '../../messaging/index.js';
import { RequestContext } from './request-context.js';
import { readTraceInfo } from './trace-info.js';

/**
 * Contexts travel as their toDict(), with the trace_info of a profiled request. Entities are left as they are.
 * nova.rpc.ProfilerRequestContextSerializer.
 */
export class ContextSerializer implements Serializer<RequestContext> {
  serializeEntity(_context: RequestContext, entity: unknown): unknown {
    return entity;
  }

  deserializeEntity(_context: RequestContext, entity: unknown): unknown {
    return entity;
  }

  serializeContext(context: RequestContext): Context {
    const { trace } = context;
    return trace ? { ...context.toDict(), trace_info: trace } : context.toDict();
  }

  deserializeContext(values: Context): RequestContext {
    const { trace_info, ...rest } = values;
    const context = RequestContext.fromDict(rest);
    const trace = readTraceInfo(trace_info);
    return trace ? context.with({ trace }) : context;
  }
}
