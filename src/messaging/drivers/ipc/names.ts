import { randomBytes } from 'node:crypto';
import { InvalidTarget } from '../../errors.js';

/** Exchanges, topics and servers as names of files: any text, in what a directory may hold. */

/** Bytes; the limit of Linux' file systems. */
const LONGEST_NAME = 255;

/** What the name of a server's socket says; `file` is the name. */
export interface ServerName {
  readonly file: string;
  readonly server: string;
  readonly pid: number;
}

/** For logs and errors: `host1 (pid 123)`. */
export const printServer = ({ server, pid }: Pick<ServerName, 'server' | 'pid'>) => `${server} (pid ${pid})`;

/** A directory's name. Throws InvalidTarget for a text that is too long. */
export function directoryName(text: string, what: 'exchange' | 'topic'): string {
  return checked(encode(text), text, what);
}

/**
 * The name of the socket of a server in this process. Random, so that no name ever means two servers: who finds one
 * dead may remove it, and processes of several pid namespaces can share a directory.
 */
export function socketName(server: string): ServerName {
  const file = `${encode(server)}.${process.pid}.${randomBytes(6).toString('hex')}.sock`;
  return { file: checked(file, server, 'server'), server, pid: process.pid };
}

/** For a socket that does not listen yet: no encoded name begins with a dot. */
export const temporaryName = () => `.${randomBytes(6).toString('hex')}`;

/** Undefined for what is no name of a server's socket. */
export function parseSocketName(file: string): ServerName | undefined {
  const match = /^([^.].*)\.(\d{1,10})\.[0-9a-f]{12}\.sock$/.exec(file);
  if (!match) return undefined;
  try {
    return {
      file,
      server: decode(match[1]!),
      pid: Number(match[2]),
    };
  } catch {
    return undefined;
  }
}

/** Stands for the empty text; no other is encoded so. */
const EMPTY = '%';

/** Halves of characters, which are no text, but which any string may have. */
const HALF = /([\ud800-\udfff])/u;

function encode(text: string): string {
  if (text === '') return EMPTY;
  const parts = text
    .split(HALF)
    .map((part, i) =>
      i % 2 === 0 ? encodeURIComponent(part) : `%u${part.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  return parts.join('').replace(/^\./, '%2E');
}

/** Throws a URIError for what encode() does not make. */
function decode(name: string): string {
  if (name === EMPTY) return '';
  const parts = name
    .split(/%u(D[89A-F][0-9A-F]{2})/)
    .map((part, i) =>
      i % 2 === 0 ? decodeURIComponent(part) : String.fromCharCode(Number.parseInt(part, 16)),
    );
  return parts.join('');
}

function checked(name: string, text: string, what: string): string {
  if (name.length <= LONGEST_NAME) return name;
  throw new InvalidTarget(
    `The ${what} ${JSON.stringify(text.slice(0, 40))}… takes ${name.length} bytes as the name of a file; ` +
      `with ipc:// it may take ${LONGEST_NAME}.`,
  );
}
