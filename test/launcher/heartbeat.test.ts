import { channel } from 'node:diagnostics_channel';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Heartbeat, type Sign } from '../../src/launcher/heartbeat.js';
import type { WorkerService } from '../../src/launcher/messages.js';

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
  heartbeat = make(service);
});

const service: WorkerService = {
  name: 'a',
  config: {},
  sharedKeys: [],
  secrets: [],
  gracefulTimeout: 60,
  healthInterval: 10,
  beatInterval: 1,
  wear: { maxTasks: null, softMemory: 100 * MIB, hardMemory: 200 * MIB },
};

function make(of: WorkerService): Heartbeat {
  const made = new Heartbeat(
    of,
    () => undefined,
    (sign) => signs.push(sign),
    (sentence) => warnings.push(sentence),
  );
  made.beat();
  return made;
}

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

it('such a worker is still replaced for its tasks, and for a limit that is set later', async () => {
  await beats(120 * MIB);
  heartbeat.beat({ ...service, wear: { ...service.wear, softMemory: 150 * MIB } });
  await beats(140 * MIB, 151 * MIB);
  expect(types()).toEqual(['beat', 'beat', 'beat', 'worn']);
  signs.length = 0;
  const other = make({ ...service, wear: { ...service.wear, maxTasks: 2 } });
  await beats(120 * MIB);
  other.taskDone(2);
  expect(types()).toContain('worn');
});

it('the hard limit holds for it all the same', async () => {
  await beats(120 * MIB, 201 * MIB);
  expect(types()).toEqual(['beat', 'beat', 'exceeded']);
});

it('tasks that come by themselves are counted when a mutate sets a limit', () => {
  const done = channel('http.server.response.finish');
  done.publish({});
  heartbeat.beat({ ...service, wear: { ...service.wear, maxTasks: 2 } });
  done.publish({});
  expect(types()).toEqual([]);
  done.publish({});
  expect(types()).toEqual(['worn']);
});
