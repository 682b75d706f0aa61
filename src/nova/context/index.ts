/** The context of a request of Nova, and how it travels. */

export { ContextSerializer } from './context-serializer.js';
export { RequestContext, type RequestContextInit } from './request-context.js';
export type { TraceInfo } from './trace-info.js';
