import { readFileSync } from 'node:fs';
import { type ChannelModel, connect, credentials } from 'amqplib';
import { DriverLoadFailure, reason } from '../../errors.js';
import type { TransportHost } from '../../transport-url.js';
import { corked } from './corked.js';
import type { RabbitOptions } from './options.js';

/** Seconds for a connection to be made, the handshake included. */
export const CONNECT_TIMEOUT = 10;

export interface DialOptions {
  readonly virtualHost: string | undefined;
  readonly options: RabbitOptions;
  /** For the broker's list of connections. */
  readonly purpose: string;
  /** Nobody wants it any more. */
  readonly signal?: AbortSignal;
}

/** Connects to one host and logs in. */
export async function dial(
  host: TransportHost,
  { virtualHost = '/', options, purpose, signal }: DialOptions,
): Promise<ChannelModel> {
  const tls = options.ssl;
  // A signal of its own: one that has been made is closed, and not cut.
  const given = new AbortController();
  const cut = () => given.abort(signal?.reason);
  signal?.addEventListener('abort', cut);
  const dialing = connect(
    {
      protocol: tls ? 'amqps' : 'amqp',
      hostname: host.hostname,
      port: host.port ?? (tls ? 5671 : 5672),
      vhost: encodeURIComponent(virtualHost),
      heartbeat: options.heartbeat_timeout_threshold,
      frameMax: 131_072,
    },
    {
      noDelay: true,
      keepAlive: true,
      timeout: CONNECT_TIMEOUT * 1000,
      credentials: login(host, options),
      clientProperties: {
        product: 'nova-launch',
        connection_name: `${process.title}:${process.pid}:${purpose}`,
      },
      ...(tls && tlsOptions(options)),
      // Of the socket: what is meant for it is handed through, which the types do not say.
      ...{ signal: given.signal },
    },
  );
  return corked(await dialing.finally(() => signal?.removeEventListener('abort', cut)));
}

function login({ username = 'guest', password = 'guest' }: TransportHost, options: RabbitOptions) {
  switch (options.rabbit_login_method) {
    case 'EXTERNAL':
      return credentials.external();
    case 'PLAIN':
      return credentials.plain(username, password);
    default:
      return credentials.amqplain(username, password);
  }
}

/**
 * Of the files that the options name; they are read at each connect, so that renewed ones are taken up. Throws
 * DriverLoadFailure for one that cannot be read.
 */
export function tlsOptions(options: RabbitOptions): object {
  const file = (name: 'ssl_ca_file' | 'ssl_cert_file' | 'ssl_key_file') => {
    if (options[name] === '') return undefined;
    try {
      return readFileSync(options[name]);
    } catch (error) {
      throw new DriverLoadFailure(`The file of the option ${name} cannot be read: ${reason(error)}`);
    }
  };
  return {
    ca: file('ssl_ca_file'),
    cert: file('ssl_cert_file'),
    key: file('ssl_key_file'),
    rejectUnauthorized: options.ssl_verify,
    ...(options.ssl_version !== '' && { minVersion: tlsVersion(options.ssl_version) }),
  };
}

/** oslo writes TLSv1_2, Node.js TLSv1.2. */
const tlsVersion = (name: string) => name.replace(/^tlsv?1_?/i, 'TLSv1.').replace(/\.$/, '');
