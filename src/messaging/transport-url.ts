import { isIPv6 } from 'node:net';
import { DriverLoadFailure, InvalidTransportURL } from './errors.js';

/** One broker of a URL, with credentials of its own. oslo_messaging.TransportHost. */
export interface TransportHost {
  readonly username?: string;
  readonly password?: string;
  /** Without the brackets of an IPv6 address. */
  readonly hostname: string;
  readonly port?: number;
}

const INSPECT = Symbol.for('nodejs.util.inspect.custom');
/** kombu's names of AMQP 0-9-1; the last is TLS. */
const KOMBU = /^kombu(\+(amqp|pyamqp|librabbitmq|amqps))?$/;
const SCHEMES = 'the schemes are rabbit:// (also kombu://, kombu+amqp://), ipc:// and fake://';

/**
 * `driver://[user[:password]@]host[:port][,…]/[vhost][?option=value…]`. For console.log and
 * in JSON it is `redacted`; a password is only in `hosts` and in toString(). oslo_messaging.TransportURL.
 */
export class TransportUrl {
  readonly transport: 'rabbit' | 'ipc' | 'fake';
  /** Empty if the URL names none: the driver has a default. The host of fake:// is its name. */
  readonly hosts: readonly TransportHost[];
  /** Undefined if the URL names none: the driver's default. */
  readonly virtualHost: string | undefined;
  /** The absolute path of ipc://, if the URL has one. */
  readonly path: string | undefined;
  /** The options, decoded; of one that is given several times the values are joined with commas. */
  readonly query: Readonly<Record<string, string>>;
  /** Whether the connection is to be TLS: `ssl=true` in the query, or kombu+amqps. */
  readonly tls: boolean;
  /** The URL with *** for every password. */
  readonly redacted: string;
  readonly #url: string;

  private constructor(text: string) {
    const { scheme, slashes, authority, path, search } = split(text);
    const at = scheme.length + 1 + slashes.length;
    this.#url = text;
    this.transport = transportOf(scheme);
    refuseSplitPassword(authority, path + search);
    if (this.transport === 'ipc' && authority !== '') {
      throw new InvalidTransportURL(
        'ipc:// has no host: its path begins with a third slash, as in ipc:///run/x.',
      );
    }
    const entries = hostEntries(authority, at);
    this.hosts = Object.freeze(entries.map(parseHost));
    const decoded =
      decode(path.slice(1), this.transport === 'ipc' ? 'the path' : 'the virtual host') || undefined;
    this.virtualHost = this.transport === 'ipc' ? undefined : decoded;
    this.path = this.transport === 'ipc' && decoded !== undefined ? `/${decoded}` : undefined;
    if (this.path?.includes('\0'))
      throw new InvalidTransportURL('The path has a NUL (%00), which no file name has.');
    const options = parseQuery(search);
    this.query = Object.freeze(Object.fromEntries(options.map(({ key, value }) => [key, value])));
    this.tls = scheme === 'kombu+amqps' || isTls(this.query);
    const hosts = authority.split(',').map((host) => host.replace(/:.*@/s, ':***@'));
    const shown = options.map(({ key, raw }) =>
      /passw|secret|token/i.test(key) ? `${encodeURIComponent(key)}=***` : raw,
    );
    const query = shown.length > 0 ? `?${shown.join('&')}` : '';
    this.redacted = `${scheme}:${slashes}${hosts.join(',')}${path}${query}`;
  }

  /** Throws InvalidTransportURL or, for an unknown scheme, DriverLoadFailure; neither shows what may be a password. */
  static parse(url: string): TransportUrl {
    if (typeof url !== 'string') {
      throw new InvalidTransportURL(
        `A transport URL is a string; found: ${url === null ? 'null' : typeof url}.`,
      );
    }
    return new TransportUrl(url.trim());
  }

  /** The URL again, passwords included: not for logs. */
  toString(): string {
    return this.#url;
  }

  toJSON(): string {
    return this.redacted;
  }

  [INSPECT](): string {
    return `TransportUrl ${this.redacted}`;
  }
}

function split(url: string) {
  const begin = /^([a-z][a-z0-9+.-]*):(?=$|[/?#])(\/\/)?/i.exec(url);
  if (!begin) {
    throw new InvalidTransportURL(
      `The transport URL begins with no scheme; expected one as in rabbit://user:password@host:5672/vhost: ${SCHEMES}.`,
    );
  }
  // Python drops what follows a #, which may be the rest of a password.
  if (url.includes('#')) {
    throw new InvalidTransportURL(
      `The transport URL has a "#" at character ${url.indexOf('#') + 1}: write it as %23.`,
    );
  }
  const rest = url.slice(begin[0].length);
  const question = rest.indexOf('?');
  const front = question === -1 ? rest : rest.slice(0, question);
  const slash = begin[2] === undefined ? 0 : front.indexOf('/');
  const end = slash === -1 ? front.length : slash;
  return {
    scheme: begin[1]!.toLowerCase(),
    slashes: begin[2] ?? '', // `fake:` is a URL too
    authority: front.slice(0, end),
    path: front.slice(end),
    search: question === -1 ? '' : rest.slice(question + 1),
  };
}

function transportOf(scheme: string): 'rabbit' | 'ipc' | 'fake' {
  if (scheme === 'rabbit' || scheme === 'ipc' || scheme === 'fake') return scheme;
  if (KOMBU.test(scheme)) return 'rabbit';
  let hint = scheme.startsWith('kombu+') ? ' Of kombu only its AMQP transports are known.' : '';
  if (/^(amqp|rabbitmq)$/.test(scheme)) hint = ' Did you mean rabbit://?';
  if (scheme === 'amqps') hint = ' Did you mean rabbit://…?ssl=true?';
  throw new DriverLoadFailure(
    `There is no driver for the scheme "${scheme}" of the transport URL: ${SCHEMES}.${hint}`,
  );
}

/**
 * A `/` or `?` in a password that is not percent-encoded ends the hosts early. If its beginning is a number it passes
 * for a port, and the wrong host would be asked, with half of the password in the logs.
 */
function refuseSplitPassword(authority: string, rest: string): void {
  const last = authority.slice(authority.lastIndexOf(',') + 1);
  if (last.includes('@') || !last.includes(':') || !rest.includes('@')) return;
  throw new InvalidTransportURL(
    'The transport URL has an "@" after the hosts, which seem to end within a password: ' +
      'in a password write "/" as %2F and "?" as %3F; elsewhere write "@" as %40.',
  );
}

/** The text of one host, and the words that say where it is. */
interface Entry {
  readonly text: string;
  readonly where: string;
}

function hostEntries(authority: string, start: number): Entry[] {
  let at = start;
  const entries = authority.split(',').map((text) => {
    const begin = at + 1;
    at += text.length + 1;
    return { text, begin };
  });
  const named = entries.filter(({ text }) => text !== '');
  return named.map(({ text, begin }, index) => {
    return { text, where: `host ${index + 1} of ${named.length} (from character ${begin} of the URL)` };
  });
}

function parseHost({ text, where }: Entry): TransportHost {
  const at = text.lastIndexOf('@');
  const credentials = at === -1 ? undefined : text.slice(0, at);
  const colon = credentials?.indexOf(':') ?? -1;
  const username = colon === -1 ? credentials : credentials!.slice(0, colon);
  const password = colon === -1 ? undefined : credentials!.slice(colon + 1);
  const { hostname, port } = parseAddress(text.slice(at + 1), where);
  const host: TransportHost = {
    ...(username !== undefined && { username: decode(username, `the user name of ${where}`) }),
    ...(password !== undefined && { password: decode(password, `the password of ${where}`) }),
    hostname,
    ...(port !== undefined && { port }),
  };
  // Hidden from loggers, and not enumerable: the host is otherwise the plain object that it seems to be.
  const shown = () => ({ ...host, ...(password !== undefined && { password: '***' }) });
  Object.defineProperty(host, 'toJSON', { value: shown });
  Object.defineProperty(host, INSPECT, { value: shown });
  return Object.freeze(host);
}

function parseAddress(address: string, where: string): { hostname: string; port: number | undefined } {
  const bracketed = address.startsWith('[');
  const end = bracketed ? address.indexOf(']') + 1 : address.search(/:|$/);
  const hostname = bracketed ? address.slice(1, end - 1) : address.slice(0, end);
  const rest = address.slice(end);
  const ends = rest === '' || rest.startsWith(':');
  if (bracketed && (end === 0 || !ends || !isIPv6(hostname))) {
    throw new InvalidTransportURL(
      `Wrong IPv6 address in ${where}; expected one in brackets, as in [::1]:5672.`,
    );
  }
  if (/[\s\p{Cc}[\]]/u.test(hostname)) {
    throw new InvalidTransportURL(
      `Wrong name in ${where}: it has a space, a bracket or a control character.`,
    );
  }
  // As in Python, "host:" has no port, and ":5672" is a port of this machine.
  return {
    hostname: hostname || 'localhost',
    port: rest.length > 1 ? parsePort(rest.slice(1), where) : undefined,
  };
}

function parsePort(text: string, where: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65_535) return port;
  throw new InvalidTransportURL(
    `Wrong port in ${where}; expected a number from 1 to 65535. If that is no port: in a password write "/" as %2F, ` +
      '"," as %2C and "?" as %3F; an IPv6 address stands in brackets.',
  );
}

/** The parts of the query that Python's parse_qs keeps: an option with an empty value is none. */
function parseQuery(search: string): { key: string; value: string; raw: string }[] {
  const options = new Map<string, { key: string; value: string; raw: string }>();
  for (const [index, raw] of search.split('&').entries()) {
    if (raw === '') continue;
    const where = `part ${index + 1} of the query`;
    const equals = raw.indexOf('=');
    // Python drops it in silence; but who writes ?ssl means ssl=true.
    if (equals === -1) throw new InvalidTransportURL(`No "=" in ${where}; expected option=value.`);
    const key = decode(raw.slice(0, equals).replaceAll('+', ' '), where);
    const value = decode(raw.slice(equals + 1).replaceAll('+', ' '), where);
    if (value === '') continue;
    const before = options.get(key);
    options.set(
      key,
      before ? { key, value: `${before.value},${value}`, raw: `${before.raw}&${raw}` } : { key, value, raw },
    );
  }
  return [...options.values()];
}

function isTls(query: Readonly<Record<string, string>>): boolean {
  const ssl = Object.hasOwn(query, 'ssl') ? query.ssl!.toLowerCase() : 'false';
  if (/^(true|1|on|yes)$/.test(ssl)) return true;
  if (/^(false|0|off|no)$/.test(ssl)) return false;
  throw new InvalidTransportURL('Wrong value of ssl in the query; expected true or false.');
}

function decode(text: string, where: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new InvalidTransportURL(
      `Wrong percent-encoding in ${where}; expected UTF-8 as in %C3%A9. A "%" itself is written %25.`,
    );
  }
}
