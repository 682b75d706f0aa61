import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Heartbeat, type Sign } from '../../src/launcher/heartbeat.js';

const MIB = 2 ** 20;

let memory: number;
let signs: Sign[];
let warnings: string[];
let heartbeat: Heartbeat;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.spyOn(process.memoryUsage, 'rss').mockImplementation(() => memory);
  signs = [];
  warnings = [];
  const wear = { maxTasks: null, softMemory: 100 * MIB, hardMemory: 200 * MIB };
  const rest = { name: 'a', config: {}, sharedKeys: [], gracefulTimeout: 60, healthInterval: 10 };
  heartbeat = new Heartbeat(
    { ...rest, beatInterval: 1, wear },
    () => undefined,
    (sign) => signs.push(sign),
    (sentence) => warnings.push(sentence),
  );
  heartbeat.beat();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const types = () => signs.map(({ type }) => type);

async function beats(...memories: number[]): Promise<void> {
  for (memory of memories) await vi.advanceTimersToNextTimerAsync();
}

it('memory that grows above the soft limit wears the worker, once', async () => {
  await beats(50 * MIB, 101 * MIB, 102 * MIB);
  expect(types()).toEqual(['beat', 'beat', 'worn', 'beat']);
  expect(signs[2]).toMatchObject({ reason: expect.stringContaining('101 MiB') });
});

it('a worker that needs more from the start is not replaced for that, for ever, but said to', async () => {
  await beats(120 * MIB, 121 * MIB);
  expect(types()).toEqual(['beat', 'beat']);
  expect(warnings).toEqual([
    'It uses 120 MiB of memory, above recycle.maxMemory.soft (100 MiB), from the start: ' +
      'it is not replaced for that. Raise recycle.maxMemory.soft.',
  ]);
});

it('the hard limit holds for it all the same', async () => {
  await beats(120 * MIB, 201 * MIB);
  expect(types()).toEqual(['beat', 'beat', 'exceeded']);
});
