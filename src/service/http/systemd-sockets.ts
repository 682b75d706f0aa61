import cluster from 'node:cluster';
import { fstatSync } from 'node:fs';
import { LaunchError } from '../../errors.js';
import { HARMLESS } from '../../system/harmless-stat.js';

/** A socket that systemd has opened for this service. */
export interface Inherited {
  readonly fd: number;
  readonly name: string;
  /**
   * Who has it: this process, to which systemd has passed it; this worker of node:cluster, which got it from its
   * primary; or only the primary, that must be asked to listen.
   */
  readonly holder: 'process' | 'worker' | 'primary';
}

/** What of a process tells which sockets it was given. */
export interface Given {
  readonly env: NodeJS.ProcessEnv;
  readonly pid: number;
  /** Of a worker of node:cluster, the pid of its primary. */
  readonly primary?: number | undefined;
  /** Of a worker, the descriptor of its channel. */
  readonly channel?: number | undefined;
  readonly isSocket: (fd: number) => boolean;
}

/** The first descriptor that systemd passes: SD_LISTEN_FDS_START. */
const FIRST = 3;

/**
 * The descriptors that systemd has passed to this process. A supervisor hands them to its workers at the same numbers,
 * with the channel behind them: a worker that has to ask its primary loses them for all when the last one ends, as
 * node:cluster closes the descriptor then.
 */
export function passedDescriptors(env: NodeJS.ProcessEnv = process.env, pid = process.pid): number[] {
  const count = Number(env.LISTEN_PID) === pid ? Number(env.LISTEN_FDS) : 0;
  return Number.isSafeInteger(count) && count > 0
    ? Array.from({ length: count }, (_, index) => FIRST + index)
    : [];
}

const REMEDY =
  'Start it by the socket unit of systemd, with FileDescriptorName= as the name, and without a shell in between (ExecStart=node ... or exec).';

/**
 * The inherited socket that is meant by a name, by a number from 0 on, or by true for the only one: sd_listen_fds(3).
 * Throws LaunchError NL_ADDRESS where there is none, naming those that there are.
 */
export function inheritedSocket(wanted: string | number | true, given: Given = ofProcess()): Inherited {
  const { env, pid, primary, channel } = given;
  const meant = Number(env.LISTEN_PID);
  if (!env.LISTEN_FDS || !env.LISTEN_PID) throw none('systemd has passed no socket: LISTEN_FDS is not set');
  if (meant !== pid && meant !== primary)
    throw none(`those of systemd are for the process ${env.LISTEN_PID}, and this is ${primary ?? pid}`);
  const count = Number(env.LISTEN_FDS);
  if (!Number.isSafeInteger(count) || count < 1)
    throw none(`LISTEN_FDS is ${JSON.stringify(env.LISTEN_FDS)}`);
  const told = env.LISTEN_FDNAMES?.split(':') ?? [];
  const names = Array.from({ length: count }, (_, index) => told[index] || 'unknown');
  const index = indexOf(wanted, names);
  const fd = FIRST + index;
  const shadowed = channel !== undefined && channel >= FIRST && channel < FIRST + count;
  const inherited = !shadowed && given.isSocket(fd);
  const holder = meant === pid ? 'process' : inherited ? 'worker' : 'primary';
  return { fd, name: names[index]!, holder };
}

function indexOf(wanted: string | number | true, names: readonly string[]): number {
  const has = `those of systemd are ${names.map((name, index) => `${index} (${name})`).join(', ')}`;
  if (wanted === true) {
    if (names.length > 1)
      throw none(`there is more than one socket to choose from; ${has}`, 'Name one of them.');
    return 0;
  }
  if (typeof wanted === 'number') {
    if (wanted < names.length) return wanted;
    throw none(`there is no socket number ${wanted}; ${has}`);
  }
  const matches = names.flatMap((name, index) => (name === wanted ? [index] : []));
  if (matches.length > 1)
    throw none(`several sockets have the name ${wanted}; ${has}`, 'Choose one by its number.');
  if (matches.length === 0) throw none(`there is no socket with the name ${wanted}; ${has}`);
  return matches[0]!;
}

const none = (what: string, remedy = REMEDY) =>
  new LaunchError('NL_ADDRESS', `No inherited socket to listen on: ${what}.`, { remedy });

function ofProcess(): Given {
  const { env, pid, ppid } = process;
  const primary = cluster.isWorker ? ppid : undefined;
  const channel = (process.channel as { fd?: number } | undefined)?.fd;
  return { env, pid, primary, channel, isSocket };
}

function isSocket(fd: number): boolean {
  try {
    return fstatSync(fd, HARMLESS).isSocket();
  } catch {
    return false;
  }
}
