import { DriverLoadFailure } from '../../errors.js';
import type { TransportUrl } from '../../transport-url.js';

/** The options of oslo's section [oslo_messaging_rabbit], by its names and with its meaning. Times are seconds. */

const flag = (value: boolean) => ({ value, expected: 'true or false' }) as const;
const number = (value: number, least = 0) =>
  ({ value, least, expected: `a number of at least ${least}` }) as const;
const text = (value: string, choices?: readonly string[]) =>
  ({ value, choices, expected: choices ? `one of ${choices.join(', ')}` : 'a string' }) as const;

const OPTIONS = {
  amqp_durable_queues: flag(false),
  amqp_auto_delete: flag(false),
  rabbit_quorum_queue: flag(false),
  rabbit_quorum_delivery_limit: number(0),
  rabbit_quorum_max_memory_length: number(0),
  rabbit_quorum_max_memory_bytes: number(0),
  rabbit_transient_quorum_queue: flag(false),
  rabbit_stream_fanout: flag(false),
  rabbit_ha_queues: flag(false),
  rabbit_transient_queues_ttl: number(1800),
  /** 0: as many as the server's concurrency. */
  rabbit_qos_prefetch_count: number(0),
  enable_cancel_on_failover: flag(false),
  kombu_compression: text('', ['', 'gzip']),
  rabbit_login_method: text('AMQPLAIN', ['PLAIN', 'AMQPLAIN', 'EXTERNAL']),
  heartbeat_timeout_threshold: number(60),
  rabbit_retry_interval: number(1),
  rabbit_retry_backoff: number(2),
  rabbit_interval_max: number(30),
  /** oslo: 1.0, and no splay; here they are spread from the start. */
  kombu_reconnect_delay: number(0.1),
  kombu_reconnect_splay: number(0.4),
  kombu_missing_consumer_retry_timeout: number(60),
  ssl: flag(false),
  ssl_ca_file: text(''),
  ssl_cert_file: text(''),
  ssl_key_file: text(''),
  ssl_version: text(''),
  /** Whether the certificate must be of a known authority and of the host; on, as everywhere in Node.js. */
  ssl_verify: flag(true),
} as const;

type Value<Option> = Option extends { value: boolean }
  ? boolean
  : Option extends { value: number }
    ? number
    : string;
export type RabbitOptions = { readonly [Name in keyof typeof OPTIONS]: Value<(typeof OPTIONS)[Name]> };

/** Options that mean nothing here: a configuration of oslo may have them. */
const WITHOUT_EFFECT = new Set([
  'rpc_conn_pool_size',
  'conn_pool_min_size',
  'conn_pool_ttl',
  'heartbeat_rate',
  'heartbeat_in_pthread',
  'kombu_failover_strategy',
  'direct_mandatory_flag',
  'rpc_queue_expiration',
]);

/** Options whose effect a peer would notice: they must not be passed over in silence. */
const NOT_HERE: Readonly<Record<string, string>> = {
  use_queue_manager: 'queue names of a queue manager are not supported',
  hostname: 'it belongs to use_queue_manager, which is not supported',
  processname: 'it belongs to use_queue_manager, which is not supported',
};

/** Of the settings and the URL's query, which has precedence. Throws DriverLoadFailure, naming the option. */
export function readOptions(url: TransportUrl, settings: Readonly<Record<string, unknown>>): RabbitOptions {
  const result: Record<string, unknown> = {};
  for (const [name, { value }] of Object.entries(OPTIONS)) result[name] = value;
  for (const [where, given] of [
    ['oslo_messaging_rabbit', settings],
    ['the query of the transport URL', url.query],
  ] as const)
    for (const [name, value] of Object.entries(given)) {
      if (WITHOUT_EFFECT.has(name)) continue;
      result[name] = read(name, value, where);
    }
  result.ssl ||= url.tls;
  const options = result as RabbitOptions;
  check(options);
  return options;
}

function read(name: string, value: unknown, where: string): unknown {
  if (Object.hasOwn(NOT_HERE, name))
    throw new DriverLoadFailure(`The option ${name} in ${where}: ${NOT_HERE[name]}.`);
  if (!Object.hasOwn(OPTIONS, name)) {
    const near = Object.keys(OPTIONS).filter((known) => alike(known, name));
    const hint = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '';
    throw new DriverLoadFailure(
      `There is no option ${name} of rabbit://, given in ${where}.${hint} See docs/rpc.md.`,
    );
  }
  const option = OPTIONS[name as keyof typeof OPTIONS];
  const converted = convert(option, value);
  if (converted === undefined)
    throw new DriverLoadFailure(
      `The option ${name} in ${where} is ${JSON.stringify(value)}; expected ${option.expected}.`,
    );
  return converted;
}

function convert(
  option: { value: unknown; least?: number; choices?: readonly string[] | undefined },
  value: unknown,
): unknown {
  if (typeof option.value === 'boolean') {
    if (typeof value === 'boolean') return value;
    if (typeof value !== 'string') return undefined;
    if (/^(true|1|yes|on)$/i.test(value)) return true;
    return /^(false|0|no|off)$/i.test(value) ? false : undefined;
  }
  if (typeof option.value === 'number') {
    const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof parsed === 'number' && parsed >= (option.least ?? 0) && Number.isFinite(parsed)
      ? parsed
      : undefined;
  }
  if (typeof value !== 'string') return undefined;
  return !option.choices || option.choices.includes(value) ? value : undefined;
}

function check(options: RabbitOptions): void {
  const { rabbit_quorum_queue, rabbit_ha_queues, rabbit_stream_fanout, rabbit_transient_quorum_queue } =
    options;
  if (rabbit_quorum_queue && rabbit_ha_queues)
    throw new DriverLoadFailure(
      'rabbit_quorum_queue and rabbit_ha_queues exclude each other; choose one of them.',
    );
  if (rabbit_stream_fanout && !rabbit_transient_quorum_queue)
    throw new DriverLoadFailure(
      'rabbit_stream_fanout needs rabbit_transient_quorum_queue; set both, or neither.',
    );
}

/** Whether two names differ by little: a letter more, less or other. */
function alike(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 2) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return Math.max(a.length, b.length) - start - end <= 2;
}
