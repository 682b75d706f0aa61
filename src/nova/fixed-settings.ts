import { isDeepStrictEqual } from 'node:util';
import type { NovaConfig } from './settings.js';

/**
 * What a service is made of from its start to its end; who asks for it meanwhile is told what holds, not what is written
 * by now. Options of nova.conf that are not mutable.
 */
const FIXED = [
  ...['host', 'topic', 'transportUrl', 'controlExchange', 'concurrency', 'atLeastOnce', 'rpcPingEnabled'],
  ...['rpcResponseTimeout', 'database', 'databaseMaxPoolSize', 'reportInterval', 'serviceDownTime'],
  ...['notifications', 'periodicEnable', 'periodicFuzzyDelay', 'periodicIntervalMax'],
] as readonly (keyof NovaConfig)[];

export interface Mutated {
  readonly nova: NovaConfig;
  /** What would be another, and keeps its value until a restart. */
  readonly kept: readonly string[];
}

/** What becomes of the config that a service has started with when another one is handed over. */
export function mutated(started: NovaConfig, wanted: NovaConfig): Mutated {
  const kept = FIXED.filter((key) => !isDeepStrictEqual(started[key], wanted[key]));
  const values = Object.fromEntries(kept.map((key) => [key, started[key]]));
  return { nova: Object.freeze({ ...wanted, ...values }), kept };
}
