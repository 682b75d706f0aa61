/** How a request that is profiled says so, and to which part of it a call belongs. osprofiler's profiler.init(). */
export interface TraceInfo {
  /** Says which deployment may record it. */
  readonly hmac_key: string;
  /** One for the whole of what is profiled. */
  readonly base_id: string;
  /** The part that a call is made in. */
  readonly parent_id: string;
}

/** Undefined for what is none. */
export function readTraceInfo(value: unknown): TraceInfo | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { hmac_key, base_id, parent_id = base_id } = value as Record<string, unknown>;
  if (typeof hmac_key !== 'string' || typeof base_id !== 'string' || typeof parent_id !== 'string')
    return undefined;
  return { hmac_key, base_id, parent_id };
}
