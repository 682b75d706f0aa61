import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Loop } from '../../src/launcher/loop.js';
import type { Action, Found, ServiceSpec } from '../../src/supervisor/types.js';

const SPEC: ServiceSpec = {
  name: 'a',
  size: 2,
  quorum: null,
  after: [],
  essential: true,
  restartMethod: 'reload',
  readyTimeout: 30,
  gracefulTimeout: 60,
  stableFor: 5,
  surge: 1,
  intensity: 5,
  period: 30,
  backoff: { initial: 0.1, max: 10 },
  watchdogTimeout: 60,
  maxLifetime: null,
};

let now: number;
let actions: Action[];
let loop: Loop;
let found: Found[];
let looks: number;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate'] });
  now = 1000;
  vi.spyOn(performance, 'now').mockImplementation(() => now * 1000);
  actions = [];
  found = [];
  looks = 0;
  const look = () => {
    looks++;
    return found;
  };
  loop = new Loop([SPEC], (action) => actions.push(action), undefined, look);
  loop.dispatch({ type: 'tick' });
});

afterEach(() => {
  loop.stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const states = () => loop.state.slots.map(({ state }) => state);

/** The process runs on for so many seconds. */
async function run(seconds: number): Promise<void> {
  const end = now + seconds;
  for (; now < end; now++) await vi.advanceTimersByTimeAsync(1000);
}

describe('the clock of the loop', () => {
  it('lets a deadline pass that nobody met', async () => {
    await run(32);
    expect(actions).toContainEqual(
      expect.objectContaining({ note: expect.objectContaining({ id: 'worker-late' }) }),
    );
  });

  it('leaves a pause of the process out: who was not heard meanwhile is heard first', () => {
    now += 100;
    for (const worker of [1, 2]) loop.dispatch({ type: 'ready', worker });
    expect(states()).toEqual(['ready', 'ready']);
    const times = loop.state.slots.map(({ since }) => since);
    expect(Math.max(...times)).toBeLessThan(1030);
  });

  it('leaves it out also where the timer is the first that notices', async () => {
    now += 100;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(states()).toEqual(['starting', 'starting']);
    loop.dispatch({ type: 'ready', worker: 1 });
    await run(3);
    expect(states()).not.toContain('killed');
    expect(loop.state.slots[0]!.state).toBe('ready');
    expect(actions).toContainEqual(
      expect.objectContaining({ note: expect.objectContaining({ id: 'worker-late' }) }),
    );
  });

  it('never goes back', () => {
    loop.dispatch({ type: 'ready', worker: 1 });
    const before = loop.now();
    for (let n = 0; n < 5; n++) {
      now += 40;
      loop.dispatch({ type: 'tick' });
      expect(loop.now()).toBeGreaterThanOrEqual(before);
    }
  });
});

it('looks for signs of life when a worker would seem silent, whatever it is that happens then', () => {
  for (const worker of [1, 2]) loop.dispatch({ type: 'ready', worker });
  now += 5;
  loop.dispatch({ type: 'tick' });
  now += 54;
  loop.dispatch({ type: 'beat', worker: 1 });
  expect(looks).toBe(0);
  now += 1;
  found = [{ worker: 2, age: 10 }];
  loop.dispatch({ type: 'tick' });
  expect(looks).toBe(1);
  expect(actions.filter(({ type }) => type === 'diagnose')).toEqual([]);
  expect(loop.state.slots.map(({ silentAt }) => silentAt! - loop.now())).toEqual([59, 50]);
});
