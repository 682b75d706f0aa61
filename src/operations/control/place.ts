import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { LaunchError } from '../../errors.js';

/** By what a supervisor is found: the same for who runs it and for who asks it. */
export interface Whose {
  /** The socket itself. */
  readonly control?: string | undefined;
  readonly name?: string | undefined;
  readonly config?: string | undefined;
  readonly binaries?: readonly string[] | undefined;
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
}

/** Bytes of the path of a unix socket, on Linux; 103 elsewhere. */
export const LONGEST_PATH = process.platform === 'linux' ? 107 : 103;

const LONGEST_NAME = 48;

/** Where services of the system have their sockets. */
const SYSTEM = '/run/nova-launch';

/**
 * Where the supervisor of a definition listens.
 * @throws LaunchError NL_USAGE for a name or a path that cannot be one
 */
export function controlPath(whose: Whose): string {
  const { control, cwd = process.cwd(), env = process.env } = whose;
  if (control !== undefined) return checkedPath(resolve(cwd, control));
  return join(ownDirectory(env), `${controlName(whose)}.sock`);
}

/** Where it may be listening, the likeliest first: one that systemd has started does not know of a user's session. */
export function controlPaths(whose: Whose): string[] {
  const path = controlPath(whose);
  if (whose.control !== undefined) return [path];
  const file = basename(path);
  return [...new Set([path, ...otherDirectories().map((directory) => join(directory, file))])];
}

/** All sockets where `whose` was looked for: of those that run, and of those that were killed. */
export function knownSockets(whose: Whose): string[] {
  const directories = controlPaths({ ...whose, control: undefined }).map(dirname);
  return directories.flatMap((directory) => {
    try {
      const files = readdirSync(directory).filter((file) => file.endsWith('.sock'));
      return files.map((file) => join(directory, file));
    } catch {
      return [];
    }
  });
}

/** --name, else one that is made of the definition's path and the chosen binaries. */
export function controlName({ name, config, binaries = [], cwd, env = process.env }: Whose): string {
  if (name !== undefined) return checkedName(name);
  const file = resolve(cwd ?? process.cwd(), config ?? (env.NOVA_LAUNCH_CONFIG || 'services.json'));
  const own = basename(file, '.json');
  const speaking = own === 'services' ? basename(dirname(file)) : own;
  const chosen = [...new Set(binaries)].sort();
  const short = speaking.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 32);
  return `${short || 'services'}-${hash([file, ...chosen].join('\0'))}`;
}

/** Of the user that this process runs as; only to be used by him. */
export function ownDirectory(env: NodeJS.ProcessEnv): string {
  const { XDG_RUNTIME_DIR: xdg } = env;
  // The specification: a path that is not absolute is to be ignored.
  if (xdg?.startsWith('/')) return join(xdg, 'nova-launch');
  const uid = process.geteuid?.() ?? 0;
  return uid === 0 && existsSync('/run') ? SYSTEM : temporary(uid);
}

function otherDirectories(): string[] {
  const uid = process.geteuid?.() ?? 0;
  return [`/run/user/${uid}/nova-launch`, SYSTEM, temporary(uid)];
}

const temporary = (uid: number) => join(tmpdir(), `nova-launch-${uid}`);

function checkedName(name: string): string {
  if (/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(name) && name.length <= LONGEST_NAME) return name;
  throw new LaunchError('NL_USAGE', `${JSON.stringify(name)} cannot be the name of a supervisor`, {
    remedy: `Take letters, digits, ".", "_" and "-", ${LONGEST_NAME} at most.`,
  });
}

function checkedPath(path: string): string {
  const length = Buffer.byteLength(path);
  if (length <= LONGEST_PATH) return path;
  throw new LaunchError('NL_USAGE', `the path of the control socket has ${length} bytes: ${path}`, {
    remedy: `Name one of ${LONGEST_PATH} bytes at most with --control.`,
  });
}

/** FNV-1a of 53 bits or so: node:crypto would take longer to load than the rest of this takes to run. */
function hash(text: string): string {
  let [high, low] = [0x811c9dc5, 0xcbf29ce4];
  for (const byte of Buffer.from(text)) {
    high = Math.imul(high ^ byte, 0x01000193);
    low = Math.imul(low ^ (byte + 1), 0x01000193);
  }
  const words = [high >>> 0, low >>> 0].map((word) => word.toString(36).padStart(7, '0'));
  return words.join('').slice(0, 10);
}
