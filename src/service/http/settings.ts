import {
  fileMode,
  flag,
  groupOf,
  integer,
  oneOf,
  orFalse,
  type Rule,
  seconds,
  secondsAbove0,
  text,
} from '../options/rules.js';
import type { AccessLog } from './access-log.js';

/**
 * The settings of an HttpService, as they may stand in `config.http`. Times are seconds, sizes are bytes; a number and a
 * flag may be given as a string.
 */
export interface HttpSettings {
  /** Default: 0.0.0.0, every IPv4 address; "::" is every address. oslo: host. */
  readonly host?: string | undefined;
  /** Default: 0, any free one. oslo: port. */
  readonly port?: number | string | undefined;
  /** Whether "::" leaves IPv4 alone. */
  readonly ipv6Only?: boolean | undefined;
  /** A unix socket instead of host and port. oslo: socket_file. */
  readonly socketFile?: string | undefined;
  /** Its mode in octal, like "0660". Default: what the umask gives. oslo: socket_mode. */
  readonly socketMode?: string | undefined;
  /** A socket that systemd has opened: its name, its number from 0 on, or true for the only one. */
  readonly systemd?: string | number | boolean | undefined;
  /** Connections that wait to be accepted. Default: 128. oslo: backlog. */
  readonly backlog?: number | undefined;
  /** Seconds after which TCP asks whether a silent client is still there; 0: never. Default: 600. oslo: tcp_keepidle. */
  readonly tcpKeepIdle?: number | undefined;
  /** Whether a connection is used for further requests. Default: true. oslo: wsgi_keep_alive. */
  readonly keepAlive?: boolean | undefined;
  /** Seconds that a connection waits for its next request; 0: for ever. Default: 75. */
  readonly keepAliveTimeout?: number | undefined;
  /** Seconds within which the headers of a request must have come; 0: no limit. Default: 60, but not above requestTimeout. */
  readonly headersTimeout?: number | undefined;
  /** Seconds within which a whole request must have come; 0: no limit. Default: 300. */
  readonly requestTimeout?: number | undefined;
  /** Seconds without a byte from or to a client that is waited for; 0: for ever. Default: 900. oslo: client_socket_timeout. */
  readonly clientSocketTimeout?: number | undefined;
  /** Bytes of the request line and the headers; more is answered with 431. Default: 16384. oslo: max_header_line. */
  readonly maxHeaderSize?: number | undefined;
  /** Characters of the URL; more is answered with 414. Default: none but maxHeaderSize. oslo: max_url_len. */
  readonly maxUrlLength?: number | undefined;
  /** Requests after which a connection is closed; 0: no limit, the default. */
  readonly maxRequestsPerSocket?: number | undefined;
  /** Connections at a time in each process; more are closed at once. 0: no limit, the default. oslo: wsgi_default_pool_size. */
  readonly maxConnections?: number | undefined;
  /** oslo: the group [ssl]. */
  readonly tls?: TlsSettings | false | undefined;
  /** A line for each request that has ended. Default: true. oslo: wsgi_log_format. */
  readonly accessLog?: boolean | undefined;
  /** Where health() is asked, like "/healthz". Default: nowhere. */
  readonly healthPath?: string | false | undefined;
  /** Seconds that health() may take there. Default: 5. */
  readonly healthTimeout?: number | undefined;
  /** Whether a 500 tells the client the stack of the error. Default: false. oslo: wsgi_server_debug. */
  readonly serverDebug?: boolean | undefined;
}

/** Files in PEM. oslo_service.sslutils. */
export interface TlsSettings {
  /** The certificate, and those between it and the root. oslo: cert_file. */
  readonly certFile: string;
  /** Its private key. oslo: key_file. */
  readonly keyFile: string;
  /** Whose certificates clients may have; with it they must have one. oslo: ca_file. */
  readonly caFile?: string | undefined;
  /** Whether clients must show a certificate. Default: require with a caFile, none without. */
  readonly clientCertificates?: 'none' | 'request' | 'require' | undefined;
  /** As OpenSSL writes them. oslo: ciphers. */
  readonly ciphers?: string | undefined;
  /** Default: what Node.js has, TLSv1.2. oslo: version. */
  readonly minVersion?: TlsVersion | undefined;
  readonly maxVersion?: TlsVersion | undefined;
}

export const TLS_VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
export type TlsVersion = (typeof TLS_VERSIONS)[number];

/** All that code may pass beside the config. */
export interface CodeSettings extends Omit<HttpSettings, 'accessLog'> {
  /** A function writes the lines itself. */
  readonly accessLog?: boolean | AccessLog | undefined;
}

/** Every setting, read and with its default. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly ipv6Only: boolean;
  readonly socketFile?: string;
  readonly socketMode?: number;
  readonly systemd: string | number | boolean;
  readonly backlog: number;
  readonly tcpKeepIdle: number;
  readonly keepAlive: boolean;
  readonly keepAliveTimeout: number;
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  readonly clientSocketTimeout: number;
  readonly maxHeaderSize: number;
  readonly maxUrlLength: number;
  readonly maxRequestsPerSocket: number;
  readonly maxConnections: number;
  readonly tls: TlsSettings | false;
  readonly accessLog: boolean | AccessLog;
  readonly healthPath: string | false;
  readonly healthTimeout: number;
  readonly serverDebug: boolean;
}

export const DEFAULTS: Omit<Settings, 'headersTimeout'> = {
  host: '0.0.0.0',
  port: 0,
  ipv6Only: false,
  systemd: false,
  backlog: 128,
  tcpKeepIdle: 600,
  keepAlive: true,
  keepAliveTimeout: 75,
  requestTimeout: 300,
  clientSocketTimeout: 900,
  maxHeaderSize: 16384,
  maxUrlLength: Number.POSITIVE_INFINITY,
  maxRequestsPerSocket: 0,
  maxConnections: 0,
  tls: false,
  accessLog: true,
  healthPath: false,
  healthTimeout: 5,
  serverDebug: false,
};

/** The longest path that fits into a socket's address, in bytes. */
const LONGEST_PATH = process.platform === 'darwin' ? 103 : 107;

const socketFile: Rule<string> = {
  expected: `a path of at most ${LONGEST_PATH} bytes`,
  read: (value) => {
    const path = text.read(value);
    return path !== undefined && !path.includes('\0') && Buffer.byteLength(path) <= LONGEST_PATH
      ? path
      : undefined;
  },
};

const urlPath: Rule<string> = {
  expected: 'a path like "/healthz"',
  read: (value) => (typeof value === 'string' && /^\/[^?#\s]*$/.test(value) ? value : undefined),
};

const systemd: Rule<string | number | boolean> = {
  expected: 'the name of a socket, its number from 0 on, true or false',
  read: (value) => {
    if (typeof value === 'number') return integer(0).read(value);
    return flag.read(value) ?? text.read(value);
  },
};

const TLS_RULES: Readonly<Record<keyof TlsSettings, Rule>> = {
  certFile: text,
  keyFile: text,
  caFile: text,
  clientCertificates: oneOf('none', 'request', 'require'),
  ciphers: text,
  minVersion: oneOf(...TLS_VERSIONS),
  maxVersion: oneOf(...TLS_VERSIONS),
};

export const RULES: Readonly<Record<keyof HttpSettings, Rule>> = {
  host: text,
  port: integer(0, 65535),
  ipv6Only: flag,
  socketFile,
  socketMode: fileMode,
  systemd,
  backlog: integer(1, 65535),
  tcpKeepIdle: integer(0, 32767),
  keepAlive: flag,
  keepAliveTimeout: seconds,
  headersTimeout: seconds,
  requestTimeout: seconds,
  clientSocketTimeout: seconds,
  maxHeaderSize: integer(1024),
  maxUrlLength: integer(1),
  maxRequestsPerSocket: integer(0),
  maxConnections: integer(0),
  tls: orFalse(groupOf(TLS_RULES)),
  accessLog: flag,
  healthPath: orFalse(urlPath),
  healthTimeout: secondsAbove0,
  serverDebug: flag,
};

/** What code may pass in their place. */
export const CODE_RULES: Readonly<Record<keyof HttpSettings, Rule>> = {
  ...RULES,
  accessLog: {
    expected: 'true, false or a function',
    read: (value) => (typeof value === 'function' ? value : flag.read(value)),
  },
};
