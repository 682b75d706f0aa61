import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIXTURES, gone, launch, Place, type Run } from './harness.js';

/** Crashes: replaced at once, then with back-off, paid from a budget; and what happens when it is empty. */

let place: Place;
let run: Run;

beforeEach(() => {
  place = new Place();
});

afterEach(() => {
  run.destroy();
  place.remove();
});

const WORKER = { module: `${FIXTURES}/worker.js`, workers: 2, gracefulShutdownTimeout: 5 };
const OTHER = { ...WORKER, config: { text: 'other' } };

function begin(services: Record<string, object>): Run {
  place.write('services.json', { services });
  run = launch(place);
  return run;
}

const printed = (text: string, service = 'a') =>
  run.lines.filter((line) => line.msg === text && line.service === service).length;
const retries = () => run.of('worker-crashed').map(({ retryIn }) => Number(retryIn));

/** CPU seconds that a process has used, without its children. */
function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function stop(): Promise<void> {
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
}

describe('a crash loop at boot', () => {
  it('is tried with growing pauses, a few times, and then everything stops with 4', async () => {
    const backoff = { initial: 0.1, max: 30 };
    begin({ a: { ...WORKER, workers: 1, config: { crashAt: 'start' }, restart: { backoff } }, b: OTHER });
    await run.line('worker-crashed', 5);
    const cpu = cpuOf(run.pid);
    expect(await run.exit()).toBe(4);
    expect(printed('start')).toBe(6);
    const [first, ...rest] = retries();
    expect(first).toBe(0);
    expect(rest).toHaveLength(4);
    // Doubling, with up to half of jitter.
    for (const [i, pause] of rest.entries()) {
      expect(pause).toBeGreaterThanOrEqual(0.1 * 2 ** i);
      expect(pause).toBeLessThanOrEqual(0.15 * 2 ** i);
    }
    expect(cpu).toBeLessThan(1);
    expect(run.of('service-failed')[0]).toMatchObject({ service: 'a', code: 'NL_GAVE_UP', essential: true });
    expect(printed('started', 'b')).toBe(2);
    expect(printed('stopped', 'b')).toBe(2);
  });

  it('of two workers, together: no more than 8 forks with the default budget', async () => {
    begin({ a: { ...WORKER, config: { crashAt: 'start' } } });
    expect(await run.exit()).toBe(4);
    expect(printed('start')).toBeGreaterThan(5);
    expect(printed('start')).toBeLessThanOrEqual(8);
  });

  it('of a service that is not essential: it is given up, and the others go on', async () => {
    begin({
      a: { ...WORKER, essential: false, config: { crashAt: 'start' }, restart: { intensity: 1 } },
      b: OTHER,
    });
    const failed = await run.line('service-failed');
    expect(failed).toMatchObject({ service: 'a', essential: false });
    expect(failed.msg).toContain('exited with code 3');
    await run.until(() => printed('started', 'b') === 2, 'the other service');
    process.kill(run.lines.find(({ msg, service }) => msg === 'started' && service === 'b')!.pid!, 'SIGKILL');
    await run.until(() => printed('started', 'b') === 3, 'a replacement in the other service');
    await stop();
    expect(printed('stopped', 'b')).toBe(2);
  });

  it('L13: SIGTERM while the back-off waits is immediate', async () => {
    const backoff = { initial: 60, max: 60 };
    begin({ a: { ...WORKER, workers: 1, config: { crashAt: 'start' }, restart: { backoff } }, b: OTHER });
    await run.until(() => retries().some((pause) => pause >= 60), 'a long pause');
    await run.until(() => printed('started', 'b') === 2, 'the other service');
    const began = performance.now();
    await stop();
    expect((performance.now() - began) / 1000).toBeLessThan(2);
  });

  it('with nothing but the back-off: SIGTERM is immediate, too', async () => {
    const backoff = { initial: 60, max: 60 };
    begin({ a: { ...WORKER, config: { crashAt: 'start' }, restart: { backoff } } });
    await run.until(() => retries().filter((pause) => pause >= 60).length === 2, 'two long pauses');
    await gone(run.workers);
    const began = performance.now();
    await stop();
    expect((performance.now() - began) / 1000).toBeLessThan(2);
  });
});

describe('a crash after being ready', () => {
  it.each(['SIGKILL', 'SIGSEGV'] as const)(
    'by %s: the worker is replaced at once, the other is untouched',
    async (signal) => {
      begin({ a: WORKER });
      await run.line('service-ready');
      const [victim, other] = run.workers;
      process.kill(victim!, signal);
      const began = performance.now();
      await run.line('worker-ready', 3);
      expect((performance.now() - began) / 1000).toBeLessThan(3);
      expect(run.of('worker-crashed')).toMatchObject([
        { service: 'a', retryIn: 0, reason: `was ended by ${signal}` },
      ]);
      expect(run.workers).toContain(other);
      expect(run.workers).not.toContain(victim);
      await stop();
    },
  );

  it('resets the back-off once the replacement is stable', async () => {
    begin({ a: { ...WORKER, reload: { stableFor: 0.1 }, restart: { intensity: 100 } } });
    await run.line('service-ready');
    for (const count of [1, 2, 3]) {
      // Longer than stableFor: that is what is told apart.
      await new Promise((done) => setTimeout(done, 500));
      process.kill(run.workers[0]!, 'SIGKILL');
      await run.line('worker-ready', 2 + count);
    }
    expect(retries()).toEqual([0, 0, 0]);
    await stop();
  });
});

describe('a worker that never gets ready', () => {
  it('is replaced after readyTimeout, paid from the budget', async () => {
    begin({
      a: { ...WORKER, readyTimeout: 1, config: { hangAt: 'start' }, restart: { intensity: 1 } },
      b: OTHER,
    });
    const late = await run.line('worker-late');
    expect(late.msg).toContain('readyTimeout');
    expect(await run.exit()).toBe(4);
    expect(run.of('worker-crashed')).toHaveLength(1);
    expect(run.of('service-failed')[0]!.msg).toContain('was not ready within 1 s');
    expect(printed('stopped', 'b')).toBe(printed('started', 'b'));
  });

  it('because its loop is blocked: is killed, and replaced', async () => {
    place.write('service.mjs', 'export default { start() { console.log("blocks"); for (;;); } }');
    // Long enough to print that on a machine with much to do.
    begin({ a: { module: './service.mjs', workers: 1, readyTimeout: 3 }, b: OTHER });
    const late = await run.line('worker-late');
    await run.until(() => printed('blocks') >= 2, 'the replacement');
    expect(run.of('worker-overdue').map(({ rung }) => rung)).toContain('kill');
    expect(late.service).toBe('a');
  });
});
