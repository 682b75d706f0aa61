import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Facts, Notifier } from '../../src/launcher/notifier.js';

/** When it tells what. How it does is of test/system/systemd.test.ts. */

const { said } = vi.hoisted(() => ({ said: [] as Record<string, unknown>[] }));
vi.mock('../../src/system/systemd.js', () => ({
  NotifySocket: class {
    tell(assignments: Record<string, unknown>) {
      said.push(assignments);
    }
    async close() {}
  },
}));

let facts: Facts;
let healthy: boolean;
let logged: string[];
let notifier: Notifier;

function begin(env: NodeJS.ProcessEnv = {}): void {
  notifier = new Notifier(
    { facts: () => facts, healthy: () => healthy, log: (_level, _sentence, { id }) => logged.push(id) },
    env,
  );
}

/** What is said about this. */
function on(next: Facts): Record<string, unknown>[] {
  said.length = 0;
  facts = next;
  notifier.changed();
  return [...said];
}

beforeEach(() => {
  vi.useFakeTimers();
  facts = { phase: 'starting', status: 'Starting.', patience: 30 };
  healthy = true;
  logged = [];
  said.length = 0;
});

afterEach(async () => {
  await notifier.close();
  vi.useRealTimers();
});

it('begins with the status, and what a start may take', () => {
  begin();
  expect(said).toEqual([{ STATUS: 'Starting.', EXTEND_TIMEOUT_USEC: 35_000_000 }]);
});

it('tells what has changed, and nothing when nothing has', () => {
  begin();
  const ready = { phase: 'ready', status: 'Ready.', patience: 0 } as const;
  expect(on(ready)).toEqual([{ READY: 1, MAINPID: process.pid, STATUS: 'Ready.' }]);
  expect(on(ready)).toEqual([]);
  expect(on({ ...ready, status: 'Better.' })).toEqual([{ STATUS: 'Better.' }]);
  expect(on({ phase: 'reloading', status: 'Better.', patience: 0 })).toEqual([
    { RELOADING: 1, MONOTONIC_USEC: expect.any(BigInt) },
  ]);
  expect(on(ready)).toEqual([{ READY: 1, MAINPID: process.pid, STATUS: 'Ready.' }]);
  expect(on({ phase: 'stopping', status: 'Ready.', patience: 0 })).toEqual([{ STOPPING: 1 }]);
});

it('prolongs a phase that takes longer than was told, and leaves one that does not', () => {
  begin();
  const starting = { phase: 'starting', status: 'Starting.' } as const;
  vi.advanceTimersByTime(10_000);
  expect(on({ ...starting, patience: 20 })).toEqual([]);
  expect(on({ ...starting, patience: 25 })).toEqual([{ EXTEND_TIMEOUT_USEC: 30_000_000 }]);
});

it('prolongs one without an end again and again, until it ends', () => {
  begin();
  expect(on({ phase: 'stopping', status: 'Starting.', patience: null })).toEqual([
    { STOPPING: 1, EXTEND_TIMEOUT_USEC: 65_000_000 },
  ]);
  vi.advanceTimersByTime(60_000);
  const more = { EXTEND_TIMEOUT_USEC: 65_000_000 };
  expect(said.slice(1)).toEqual([more, more]);
  on({ phase: 'ready', status: 'Starting.', patience: 0 });
  vi.advanceTimersByTime(600_000);
  expect(said).toHaveLength(1);
});

it('pings twice in the time of the watchdog, as long as it is healthy; the log says when it is not', () => {
  begin({ WATCHDOG_USEC: '20000000', WATCHDOG_PID: String(process.pid) });
  said.length = 0;
  vi.advanceTimersByTime(20_000);
  expect(said).toEqual([{ WATCHDOG: 1 }, { WATCHDOG: 1 }]);
  healthy = false;
  vi.advanceTimersByTime(30_000);
  expect(said).toHaveLength(2);
  expect(logged).toEqual(['watchdog-withheld']);
  healthy = true;
  vi.advanceTimersByTime(10_000);
  expect(said).toHaveLength(3);
  expect(logged).toEqual(['watchdog-withheld', 'watchdog-resumed']);
});

it.each([
  {},
  { WATCHDOG_USEC: '0' },
  { WATCHDOG_USEC: 'x' },
  { WATCHDOG_USEC: '1000000', WATCHDOG_PID: '1' },
])('does not ping, and does not wake up, with %j', (env) => {
  begin(env);
  expect(vi.getTimerCount()).toBe(0);
});
