import { describe, expect, it } from 'vitest';
import { Service } from '../../src/service/service.js';
import type { ServiceContext } from '../../src/service/types.js';
import { settle, testService } from '../../src/testing/index.js';
import { deferred, isSettled } from '../service/helpers.js';

/** A service that notes what is called, and does as told. */
async function noting(bodies: Record<string, () => unknown> = {}, options = {}) {
  const calls: string[] = [];
  const tested = await testService((context: ServiceContext) => {
    const note = (name: string, argument = '') => {
      calls.push(`${name}(${argument})${context.signal.aborted ? ' draining' : ''}`);
      return bodies[name]?.();
    };
    return {
      start: () => note('start'),
      stop: (graceful: boolean) => note('stop', String(graceful)),
      wait: () => note('wait'),
      reset: () => note('reset'),
    };
  }, options);
  return { calls, tested };
}

/** A service with a job that takes 5 seconds, and whether that was finished. */
class Jobs extends Service {
  done: string[] = [];
  override start(): void {
    this.tg.addThread(async (signal) => {
      await this.context.clock!.sleep(5, signal);
      this.done.push(signal.aborted ? 'cut' : 'finished');
    });
  }
}

describe('stop', () => {
  it('lets the signal fire, then calls stop(true), then wait()', async () => {
    const { calls, tested } = await noting();
    await tested.stop();
    expect(calls).toEqual(['start()', 'stop(true) draining', 'wait() draining']);
    await tested.stop();
    expect(calls).toHaveLength(3);
  });

  it('waits for what runs, and passes no time by itself', async () => {
    const jobs = await testService(Jobs);
    const stopped = jobs.stop();
    await jobs.advance(4);
    expect([await isSettled(stopped), jobs.service.done]).toEqual([false, []]);
    await jobs.advance(1);
    await stopped;
    expect(jobs.service.done).toEqual(['finished']);
  });

  it('can be had with the time that it needs', async () => {
    const jobs = await testService(Jobs);
    await jobs.clock.runUntil(jobs.stop(), { limit: 60 });
    expect([jobs.service.done, jobs.clock.now()]).toEqual([['finished'], 5]);
  });

  it('logs what stop() and wait() throw, and ends all the same', async () => {
    const fails = () => Promise.reject(new Error('boom'));
    const { calls, tested } = await noting({ stop: fails, wait: fails });
    await tested.stop();
    expect(calls).toHaveLength(3);
    expect(tested.log.messages('error')).toEqual([
      'stop() of service failed: boom',
      'wait() of service failed: boom',
    ]);
  });

  it('says what it waits for when it gets no time', async () => {
    const jobs = await testService(Jobs, { patience: 0.05 });
    await jobs.advance(1);
    await expect(jobs.stop()).rejects.toThrow(
      'stop() of Jobs has not ended within 0.05 s of real time. Its clock stands at 1 s, and only advance(), ' +
        'next() and runUntil() move it. Sleeps: 5 s until 5 s. There are the thread',
    );
    await jobs.terminate();
  });
});

describe('terminate', () => {
  it('lets the signal fire, and calls stop(false)', async () => {
    const { calls, tested } = await noting();
    await tested.stop(false);
    expect(calls).toEqual(['start()', 'stop(false) draining']);
  });

  it('ends a stop under way, whatever that hangs at', async () => {
    const never = deferred();
    for (const name of ['stop', 'wait']) {
      let calls = 0;
      const { tested } = await noting({ [name]: () => (calls++ === 0 ? never.promise : undefined) });
      const stopped = tested.stop();
      await settle();
      expect(await isSettled(stopped)).toBe(false);
      await tested.terminate();
      await stopped;
    }
  });

  it('is what tells of leftovers then, and the stop() under way is not', async () => {
    const leaky = await testService(Jobs);
    leaky.service.stop = (graceful) => (graceful ? leaky.clock.sleep(60, leaky.context.signal) : undefined);
    leaky.service.wait = () => {};
    const stopped = leaky.stop();
    await expect(leaky.terminate()).rejects.toThrow('Jobs has left after its stop');
    await stopped;
  });

  it('aborts the threads', async () => {
    const jobs = await testService(Jobs);
    await jobs.terminate();
    expect([jobs.service.done, jobs.clock.now()]).toEqual([['cut'], 0]);
  });
});

describe('Symbol.asyncDispose', () => {
  it('stops with the time that it needs, once', async () => {
    const jobs = await testService(Jobs);
    await jobs[Symbol.asyncDispose]();
    await jobs[Symbol.asyncDispose]();
    expect([jobs.service.done, jobs.clock.now()]).toEqual([['finished'], 5]);
  });

  it('does nothing after a stop of its own, also one that has failed', async () => {
    const leaky = await testService(Jobs, { name: 'leaky' });
    leaky.service.stop = () => {};
    leaky.service.wait = () => {};
    await expect(leaky.stop()).rejects.toThrow('leaky has left');
    await leaky[Symbol.asyncDispose]();
  });

  it('cuts what has not ended after 60 seconds, and says so', async () => {
    const { calls, tested } = await noting();
    tested.service.wait = async () => {
      for (;;) await tested.clock.sleep(7);
    };
    await expect(tested[Symbol.asyncDispose]()).rejects.toThrow(
      'stop() of service has not ended within 60 s of its clock.',
    );
    expect([calls.at(-1), tested.clock.now()]).toEqual(['stop(false) draining', 60]);
  });

  it('is done with one that was never started, and one whose start() failed', async () => {
    const { calls, tested } = await noting({}, { start: false });
    await tested[Symbol.asyncDispose]();
    expect(calls).toEqual([]);
    class Failing extends Jobs {
      override start(): void {
        super.start();
        throw new Error('boom');
      }
    }
    const failing = await testService(Failing, { start: false });
    await expect(failing.start()).rejects.toThrow('boom');
    await failing[Symbol.asyncDispose]();
    expect(failing.clock.pending).toHaveLength(1);
  });
});

describe('patience', () => {
  it('ends a start() that gets no time, and what is told after it', async () => {
    const started = testService((context: ServiceContext) => ({ start: () => context.clock!.sleep(3) }), {
      name: 'slow',
      patience: 0.05,
    });
    await expect(started).rejects.toThrow(/^start\(\) of slow has not ended .* Sleeps: 3 s until 3 s\./);
  });

  it('keeps no timer of its own when it was not needed', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const { tested } = await noting();
    await tested.stop();
    expect(timers()).toBe(before);
  });
});
