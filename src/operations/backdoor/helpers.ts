import { realClock } from '../../service/clock.js';
import { enlisted } from '../../service/registry.js';
import type { ThreadGroupDescription } from '../../service/thread-group.js';
import { cpuProfile } from './cpu-profile.js';
import { heapSnapshot } from './heap-snapshot.js';
import type { BackdoorScope } from './scope.js';

/** What the helpers of one connection need of it. */
export interface Terminal {
  print(text: string): void;
  /** Fires when the connection has ended. */
  readonly signal: AbortSignal;
}

/** The helpers that write something, or ask for something: a line that begins with a call of one waits for it. */
export const WAITED_FOR = ['report', 'heapSnapshot', 'cpuProfile'];

/** The functions that are in scope beside the values. */
export function helpersFor(scope: BackdoorScope, { print, signal }: Terminal): Record<string, unknown> {
  const { report, clock = realClock } = scope;
  const names = Object.keys(scope.values);
  return {
    help: () => print(helpText(names, report !== undefined)),
    threads,
    ...(report && { report: async () => print(await report()) }),
    heapSnapshot: (path?: unknown) => heapSnapshot(path),
    cpuProfile: (seconds?: unknown, path?: unknown) => cpuProfile(clock, signal, seconds, path),
  };
}

/** A row for each thread and timer of this process. The counterpart of oslo's pgt(). */
function threads(): object[] {
  const groups = enlisted('thread group').map((group) => group.describe() as ThreadGroupDescription);
  return groups.flatMap(({ name: group, threads, timers }) => [
    ...threads.map((thread) => ({ group, ...thread })),
    ...timers.map((timer) => ({ group, ...timer })),
  ]);
}

function helpText(names: readonly string[], reports: boolean): string {
  const rows = [
    [names.join(', '), 'what this process runs'],
    ['threads()', 'its threads and timers'],
    ...(reports ? [['report()', 'prints the report']] : []),
    ['heapSnapshot(path)', 'writes a heap snapshot to a new file; without a path, to a temporary one'],
    ['cpuProfile(seconds, path)', 'writes a CPU profile of the next seconds (10), likewise'],
    ['require(name)', 'a module; those of Node.js are in scope by their names, as fs, os, v8'],
    ['await', 'can be used as in a module'],
    ['.exit', 'ends the connection; process.exit() ends the process'],
  ].filter(([what]) => what !== '');
  const width = Math.max(...rows.map(([what]) => what!.length));
  return rows.map(([what, meaning]) => `${what!.padEnd(width)}  ${meaning}`).join('\n');
}
