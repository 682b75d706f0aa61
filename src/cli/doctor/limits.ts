import { type Group, groupsOf, readIn, tryRead } from '../../system/cgroup.js';
import { type Check, findings, type Machine, processesOf } from './check.js';

/** Threads of a process of Node.js: measured. The limits of the kernel count them, and not processes. */
const THREADS = 11;

/** Descriptors that a supervisor has for each worker, and for itself. */
const PER_WORKER = 6;
const OWN = 40;

/** Below that, a worker that serves sockets will one day have no descriptor for the next. */
const COMFORTABLE = 4096;

/** Node.js raises the soft limit to the hard one at its start: only the hard one counts. */
export const descriptors: Check = (machine, definition) => {
  const { ok, warn, fail } = findings('descriptors');
  const limit = hardLimit(machine, 'Max open files');
  if (limit === undefined)
    return [warn('The limit of open files is not known: /proc is not there.', 'Mount it.')];
  const needed = OWN + (definition ? processesOf(definition) * PER_WORKER : 0);
  const remedy =
    'Raise it: LimitNOFILE= of the unit, ulimit -Hn of the shell, --ulimit nofile= of the container.';
  if (limit < needed)
    return [fail(`${limit} files may be open; the supervisor alone needs ${needed}.`, remedy)];
  if (limit < COMFORTABLE)
    return [warn(`${limit} files may be open in each process; each connection is one.`, remedy)];
  return [ok(`${limit} files may be open in each process.`)];
};

/** The limit of the user, which does not hold for root, and that of the cgroup. */
export const processes: Check = (machine, definition) => {
  const { ok, warn, fail } = findings('processes');
  const needed = (definition ? processesOf(definition) : 2) * THREADS;
  const limits = [
    ...(machine.uid === 0
      ? []
      : [
          {
            limit: hardLimit(machine, 'Max processes'),
            current: 0,
            remedy: 'LimitNPROC= of the unit, or ulimit -u',
          },
        ]),
    ...groupsOf(machine, 'pids').map((group) => ({
      limit: pidsIn(machine, group, 'pids.max'),
      current: pidsIn(machine, group, 'pids.current') ?? 0,
      remedy: 'TasksMax= of the unit, or --pids-limit of the container',
    })),
  ].filter((limit): limit is typeof limit & { limit: number } => limit.limit !== undefined);
  for (const { limit, current, remedy } of limits) {
    const found = `${limit} threads may run, and the services need ${needed}`;
    if (limit < needed) return [fail(`${found}.`, `Raise ${remedy}, or lower "workers".`)];
    if (limit - current < needed)
      return [
        warn(
          `${found}; ${current} run already.`,
          `Raise ${remedy}, unless they are the services themselves.`,
        ),
      ];
  }
  const least = Math.min(...limits.map(({ limit }) => limit));
  const most = Number.isFinite(least) ? `${least} threads may run` : 'Any number of threads may run';
  return [ok(`${most}; the services need ${needed}.`)];
};

/** Infinity where it is unlimited. */
function hardLimit(machine: Machine, name: string): number | undefined {
  const line = tryRead(machine, '/proc/self/limits')
    ?.split('\n')
    .find((text) => text.startsWith(name));
  const hard = line?.slice(name.length).trim().split(/\s+/)[1];
  return hard === 'unlimited' ? Number.POSITIVE_INFINITY : numberOf(hard);
}

const pidsIn = (machine: Machine, group: Group, name: string) =>
  numberOf(readIn(machine, group.version === 2 ? [''] : ['pids'], group, name));

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
