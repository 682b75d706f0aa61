import { hostname } from 'node:os';
import type { RpcSettings } from '../rpc-service.js';
import { type Rule, rules } from '../service/index.js';
import { COMPUTE } from './compute/settings.js';
import { CONDUCTOR, QUOTA } from './conductor/settings.js';
import { parseDatabaseUrl } from './database/url.js';
import { describePart, type InputOf, type PartFault, readPart, setting, type ValuesOf } from './part.js';
import { clause } from './reason.js';
import { NOTIFICATIONS } from './rpc/settings.js';
import { SCHEDULER } from './scheduler/settings.js';

/** Its password is shown to nobody. */
const databaseUrl: Rule<string> = {
  expected: 'sqlite:PATH, or postgresql://user:password@host/name',
  read: (value) => (typeof value === 'string' && whatIsWrong(value) === '' ? value : undefined),
};

function whatIsWrong(value: unknown): string {
  try {
    parseDatabaseUrl(String(value));
    return typeof value === 'string' ? '' : rules.show(value);
  } catch (error) {
    return `a URL that is wrong (${clause(error)})`;
  }
}

/**
 * What Nova's services read in their config, beside the settings of RPC; nova.conf's names in camel case. Times are
 * seconds.
 */
export const NOVA = {
  /** The name of this host, which its services are known by. */
  host: setting(rules.text, hostname()),
  database: setting(databaseUrl, 'sqlite:nova.sqlite', whatIsWrong),
  /** Connections of each worker to PostgreSQL, at most: max_pool_size of [database]. */
  databaseMaxPoolSize: setting(rules.integer(1), 5),
  /** Of calls that may take long: to schedule, to migrate, to attach. */
  longRpcTimeout: setting(rules.secondsAbove0, 1800),
  /** Between two heartbeats; 0 is none. */
  reportInterval: setting(rules.seconds, 10),
  /** A service without a heartbeat for so long is down. */
  serviceDownTime: setting(rules.secondsAbove0, 60),
  periodicEnable: setting(rules.flag, true),
  /** The first periodic tasks begin up to so many seconds after the start. */
  periodicFuzzyDelay: setting(rules.seconds, 60),
  /** The most between two looks at the periodic tasks. */
  periodicIntervalMax: setting<number, undefined>(rules.secondsAbove0, undefined),
  /** Whether a nova-compute that is new is enabled. */
  enableNewServices: setting(rules.flag, true),
  /** How long a manager may take to shut down in good order. */
  managerShutdownTimeout: setting(rules.seconds, 160),
  defaultAvailabilityZone: setting(rules.text, 'nova'),
  internalServiceAvailabilityZone: setting(rules.text, 'internal'),
  /** How many other hosts a live migration is tried on; -1 is all. */
  migrateMaxRetries: setting(rules.integer(-1), -1),
  workarounds: {
    /** To start beside computes that are too old. */
    disableComputeServiceCheckForFfu: setting(rules.flag, false),
  },
  conductor: CONDUCTOR,
  quota: QUOTA,
  scheduler: SCHEDULER,
  compute: COMPUTE,
  notifications: NOTIFICATIONS,
} as const;

/** The config of a Nova service, with all defaults. */
export type NovaConfig = ValuesOf<typeof NOVA> &
  Omit<RpcSettings, keyof typeof RPC_DEFAULTS> &
  Readonly<Record<keyof typeof RPC_DEFAULTS, string>> & { readonly rpcResponseTimeout: number };

/** What may be written in it. */
export type NovaInput = InputOf<typeof NOVA> & RpcSettings;

/** What Nova has in other ways than oslo.messaging. */
export const RPC_DEFAULTS = { transportUrl: 'ipc://', controlExchange: 'nova' } as const;

export const NOVA_KEYS: readonly string[] = Object.keys(NOVA);

/** What is wrong with the config of a Nova service, but for the settings of RPC. */
export function checkNova(config: object): readonly PartFault[] {
  const faults: PartFault[] = [];
  readPart(NOVA, config, faults);
  return faults;
}

/** Beside those of RPC, as a JSON Schema. */
export const describeNova = () => describePart(NOVA);

/** The config with all defaults; of what is wrong, which checkNova() tells, the default. */
export function settle(config: object): NovaConfig {
  const written = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
  const values = { rpcResponseTimeout: 60, ...RPC_DEFAULTS, ...written, ...readPart(NOVA, config) };
  return Object.freeze({ ...values, rpcResponseTimeout: Number(values.rpcResponseTimeout) }) as NovaConfig;
}
