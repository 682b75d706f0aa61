import { LaunchError } from '../../errors.js';
import { badValue } from '../../service/bad-value.js';

/** Where a backdoor is to listen: on a unix socket, or on the first free port of a range (0: any). */
export type Place = { readonly path: string } | { readonly first: number; readonly last: number };

/** What stands in a path, each between braces. */
export interface Marks {
  readonly pid: number;
  readonly service: string;
  readonly worker: number;
}

const LAST_PORT = 65_535;

/** Bytes that the path of a unix socket may have; a longer one would be cut short without a word. */
const LONGEST_PATH = process.platform === 'darwin' ? 103 : 107;

/**
 * Reads the setting: a path has a "/"; a port, and a range like "8800:8899", have not. Throws LaunchError NL_BAD_VALUE
 * for what is neither. oslo's backdoor_socket and backdoor_port.
 */
export function readPlace(spec: unknown): Place {
  if (typeof spec === 'string' && spec.includes('/') && !spec.includes('\0')) return { path: spec };
  const ports = /^(\d+)(?::(\d+))?$/.exec(typeof spec === 'number' ? String(spec) : asText(spec));
  const [first, last] = [Number(ports?.[1]), Number(ports?.[2] ?? ports?.[1])];
  if (ports && first <= last && last <= LAST_PORT && (first > 0 || ports[2] === undefined)) {
    return { first, last };
  }
  throw badValue(
    'The backdoor',
    spec,
    'a path with a "/", a port of at most 65535 (0 is any), or a range like "8800:8899", the lower port first',
  );
}

const asText = (spec: unknown) => (typeof spec === 'string' ? spec : '');

/**
 * The path with {pid}, {service} and {worker} filled in; undefined where it has other braces, as it is then used as it
 * stands, like oslo does.
 */
export function filledIn(template: string, marks: Marks): string | undefined {
  const known = /\{(pid|service|worker)\}/g;
  if (/[{}]/.test(template.replaceAll(known, ''))) return undefined;
  return template.replaceAll(known, (_all, mark: keyof Marks) => String(marks[mark]));
}

/** Throws LaunchError NL_ADDRESS for a path that no socket can have. */
export function checkLength(path: string): void {
  const length = Buffer.byteLength(path);
  if (length <= LONGEST_PATH) return;
  throw new LaunchError(
    'NL_ADDRESS',
    `Cannot listen on the unix socket ${path}: its path has ${length} bytes, a socket's may have ${LONGEST_PATH}.`,
    { remedy: 'Choose a shorter path.' },
  );
}
