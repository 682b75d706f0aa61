import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tellDrain } from '../../src/nova/drain-log.js';
import type { InProgress, RunningMethod } from '../../src/nova/in-progress.js';
import { type Logger, ThreadGroup } from '../../src/service/index.js';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-26T12:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

function telling(methods: RunningMethod[]) {
  const lines: { fields: object; sentence: string }[] = [];
  const log = { info: (fields: object, sentence: string) => lines.push({ fields, sentence }) };
  const tg = new ThreadGroup();
  const quiet = tellDrain(
    log as unknown as Logger,
    'nova-conductor',
    { methods } as unknown as InProgress,
    tg,
  );
  return { lines, quiet };
}

const method = (name: string, more: Partial<RunningMethod> = {}): RunningMethod => ({
  method: name,
  instances: [],
  requestId: undefined,
  since: new Date('2026-11-26T11:59:57Z'),
  ...more,
});

it('tells at once, and every ten seconds, what a drain waits for', () => {
  const methods = [method('build_instances', { instances: ['a', 'b'], requestId: 'req-1' }), method('cache')];
  const { lines, quiet } = telling(methods);
  const sentence = (first: number) =>
    'nova-conductor takes no new work and waits for ' +
    `build_instances (instance a and 1 more, request req-1, for ${first} s), cache (for ${first} s).`;
  expect(lines).toEqual([{ fields: { id: 'nova-drain', methods, threads: [] }, sentence: sentence(3) }]);
  vi.advanceTimersByTime(10_000);
  expect(lines.map((line) => line.sentence)).toEqual([sentence(3), sentence(13)]);
  quiet();
  vi.advanceTimersByTime(60_000);
  expect(lines).toHaveLength(2);
});

it('says nothing where nothing runs', () => {
  const { lines, quiet } = telling([]);
  vi.advanceTimersByTime(30_000);
  quiet();
  expect(lines).toEqual([]);
});

it('names ten of many', () => {
  const { lines, quiet } = telling(Array.from({ length: 12 }, (_, number) => method(`m${number}`)));
  quiet();
  expect(lines[0]!.sentence).toMatch(/m9 \(for 3 s\), and 2 more\.$/);
});
