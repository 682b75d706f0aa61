import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { ownDirectory } from '../../operations/control/place.js';
import { isClockSynchronised, openReaper } from '../../system/posix.js';
import { type Check, findings } from './check.js';

const LEAST_NODE = [20, 19] as const;

export const node: Check = () => [judgeNode(process.versions.node)];

export function judgeNode(version: string) {
  const { ok, warn, fail } = findings('node');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = LEAST_NODE;
  if (major < leastMajor || (major === leastMajor && minor < leastMinor))
    return fail(`Node.js ${version} is too old.`, `Install ${leastMajor}.${leastMinor} or newer.`);
  if (major % 2 === 1)
    return warn(
      `Node.js ${version} is no version that is kept up for long.`,
      'Install one with an even number.',
    );
  return ok(`Node.js ${version}.`);
}

/** What Node.js has no door to; see system/posix.ts. */
export const libc: Check = async () => {
  const { ok, warn } = findings('libc');
  try {
    await openReaper();
    return [ok('It can be called.')];
  } catch (error) {
    return [
      warn(
        `It cannot be called (${(error as Error).message}): systemd is not told anything, and zombies stay.`,
        'Install the optional files of the package koffi for this system (npm ci without --omit=optional).',
      ),
    ];
  }
};

/** Wrong by years (a board without a battery), or kept right by nobody. */
export const clock: Check = async () => {
  const { ok, warn, fail } = findings('clock');
  const now = new Date();
  const installed = statSync(new URL(import.meta.url)).mtime;
  const at = now.toISOString().slice(0, 10);
  if (now < installed && installed.getTime() - now.getTime() > 86_400_000)
    return [
      fail(`It says ${at}, which is before nova-launch was installed.`, 'Set it: timedatectl set-ntp true.'),
    ];
  const synchronised = await isClockSynchronised().catch(() => undefined);
  if (synchronised === false)
    return [
      warn(
        `It says ${at}, and nothing keeps it right: certificates and the times in logs depend on it.`,
        'Run chrony or systemd-timesyncd; of a container, on its host.',
      ),
    ];
  return [ok(synchronised ? `It says ${at}, and is kept right.` : `It says ${at}.`)];
};

/** Where sockets are made: those of ipc:// and of the control commands. */
export const runtimeDirectory: Check = ({ env, uid }) => {
  const { ok, warn } = findings('runtime directory');
  const path = ownDirectory(env);
  const remedy =
    'Set XDG_RUNTIME_DIR to a directory of this user alone; in a unit: RuntimeDirectory=nova-launch.';
  if (existsSync(path)) {
    const { uid: owner, mode } = statSync(path);
    if (owner !== uid) return [warn(`${path} belongs to the user ${owner}.`, remedy)];
    if ((mode & 0o077) !== 0) return [warn(`${path} is open to other users.`, `chmod 700 ${path}`)];
  }
  let nearest = path;
  while (!existsSync(nearest)) nearest = dirname(nearest);
  try {
    if (!statSync(nearest).isDirectory()) return [warn(`${nearest} is no directory.`, remedy)];
    accessSync(nearest, constants.W_OK);
    return [ok(`${path} can be used.`)];
  } catch {
    return [warn(`${path} cannot be made, or not be written to.`, remedy)];
  }
};
