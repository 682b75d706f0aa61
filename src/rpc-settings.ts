import { MessagingException } from './messaging/errors.js';
import { isNamed, misspelt } from './messaging/options.js';
import type { TransportConfig } from './messaging/transport.js';
import { TransportUrl } from './messaging/transport-url.js';
import { flag, integer, numberOf, type Rule, show, text, texts } from './service/options/rules.js';

/** The settings of RPC, as they may stand in the config of a service: of its transport, its target and its server. */
export interface RpcSettings extends TransportConfig {
  readonly topic?: string | undefined;
  readonly server?: string | undefined;
  readonly exchange?: string | undefined;
  /** How many methods run at a time in each worker. Default: 64. */
  readonly concurrency?: number | undefined;
  /** Acknowledge a request when its method has ended instead of before. */
  readonly atLeastOnce?: boolean | undefined;
  /** Answer oslo_rpc_server_ping. */
  readonly rpcPingEnabled?: boolean | undefined;
}

/** What is wrong with one of them; for a sentence like "config.topic: found 7; expected …". */
export interface WrongSetting {
  readonly key: string;
  readonly found: string;
  readonly expected: string;
  readonly remedy: string;
}

type Rules = { readonly [Key in keyof RpcSettings]-?: Rule<NonNullable<RpcSettings[Key]>> };

const RULES: Rules = {
  transportUrl: text,
  controlExchange: text,
  rpcResponseTimeout: {
    expected: 'a number of seconds above 0',
    read: (value) => {
      const seconds = numberOf(value);
      return seconds !== undefined && seconds > 0 && seconds < Number.POSITIVE_INFINITY ? seconds : undefined;
    },
  },
  allowedRemoteExmods: texts,
  oslo_messaging_rabbit: {
    expected: 'an object with the options of rabbit://',
    read: (value) => (isNamed(value) ? value : undefined),
  },
  topic: text,
  server: text,
  exchange: text,
  concurrency: integer(1),
  atLeastOnce: flag,
  rpcPingEnabled: flag,
};

export const RPC_KEYS = Object.keys(RULES) as readonly (keyof RpcSettings)[];

/** What of a config is for RPC, and what of that is wrong; keys that it does not know are the application's own. */
export function readRpcSettings(config: Readonly<Record<string, unknown>>): {
  readonly settings: RpcSettings;
  readonly wrong: readonly WrongSetting[];
} {
  const settings: Record<string, unknown> = {};
  const wrong: WrongSetting[] = [];
  const spelt = misspelt(config, RPC_KEYS);
  if (spelt) {
    const expected = `${spelt.meant}, as it is written here`;
    wrong.push({
      key: spelt.key,
      found: 'a key that means nothing',
      expected,
      remedy: `Write ${spelt.meant}.`,
    });
  }
  for (const key of RPC_KEYS) {
    const given = Object.hasOwn(config, key) ? config[key] : undefined;
    if (given === undefined) continue;
    const { expected, read } = RULES[key];
    const value = read(given);
    const fault =
      value === undefined ? { found: show(given), expected, remedy: 'Correct it.' } : faultOf(key, value);
    if (fault) wrong.push({ key, ...fault });
    else settings[key] = value;
  }
  return { settings, wrong };
}

/** As a JSON Schema, which says in words what a value may be. */
export function describeRpcSettings(): { readonly type: 'object'; readonly properties: object } {
  const described = RPC_KEYS.map((key) => [key, { description: RULES[key].expected }]);
  return { type: 'object', properties: Object.fromEntries(described) };
}

/** What a transport URL lacks, without showing it: a password may stand at any place of a wrong one. */
function faultOf(key: keyof RpcSettings, value: unknown): Omit<WrongSetting, 'key'> | undefined {
  if (key !== 'transportUrl') return undefined;
  try {
    TransportUrl.parse(String(value));
    return undefined;
  } catch (error) {
    if (!(error instanceof MessagingException)) throw error;
    const found = `a transport URL that is wrong (${error.message.replace(/\.$/, '')})`;
    return { found, expected: 'driver://[user:password@]host[:port]/[vhost]', remedy: error.remedy };
  }
}
