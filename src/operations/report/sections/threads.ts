import { enlisted } from '../../../service/registry.js';
import type { ThreadGroupDescription } from '../../../service/thread-group.js';
import { seconds, table } from '../lay-out.js';

/** Threads, and timers, of a group that are told one by one. */
const MOST = 200;

/**
 * The thread groups of this process: each thread with what it waits for, each timer with its next call. oslo: Green
 * Threads.
 */
export function threadsSection(): string {
  const groups = enlisted('thread group').map((group) => group.describe() as ThreadGroupDescription);
  const used = groups.filter(({ threads, timers, queued }) => threads.length + timers.length + queued > 0);
  const idle = groups.length - used.length;
  const rest = idle > 0 ? [`${idle} thread groups without a thread or a timer`] : [];
  return [...used.map(group), ...rest].join('\n\n') || 'none';
}

function group({ name, capacity, queued, stopping, threads, timers }: ThreadGroupDescription): string {
  const lines = [
    `${name}: ${threads.length} threads of ${capacity ?? 'any number'}, ${queued} queued${stopping ? ', stopping' : ''}`,
  ];
  const threadRows = threads.map((thread) => [
    `  thread ${thread.ident}`,
    thread.name,
    `${thread.state} for ${seconds(thread.seconds)}`,
    waits(thread.waitsFor),
  ]);
  const timerRows = timers.map((timer) => [
    '  timer',
    timer.name,
    timer.kind + (timer.interval === undefined ? '' : `, every ${seconds(timer.interval)}`),
    timer.calledFor === null
      ? `next call in ${seconds(timer.nextRunIn)}`
      : `called ${seconds(timer.calledFor)} ago`,
    `${timer.runs} calls`,
    timer.lastError === undefined ? '' : `last error: ${timer.lastError}`,
    waits(timer.waitsFor),
  ]);
  for (const rows of [threadRows, timerRows]) {
    if (rows.length > 0) lines.push(table(rows.slice(0, MOST)));
    if (rows.length > MOST) lines.push(`  ${rows.length - MOST} more`);
  }
  return lines.join('\n');
}

const waits = (names: readonly string[]) => (names.length > 0 ? `waits for ${names.join(', ')}` : '');
