import { describe, expect, it } from 'vitest';
import { LaunchError } from '../../src/errors.js';
import { Launcher } from '../../src/service/launcher.js';
import { Service } from '../../src/service/service.js';
import type { ServiceBase } from '../../src/service/types.js';
import { deferred, isSettled, recordingLog } from './helpers.js';
import { settle, VirtualClock } from './virtual-clock.js';

type Verb = 'start' | 'stop' | 'wait' | 'reset';
type Bodies = Partial<Record<Verb, (graceful: boolean) => unknown>>;

function make() {
  const clock = new VirtualClock();
  const log = recordingLog();
  const calls: string[] = [];
  const launcher = new Launcher({ clock, log });
  const service = (name: string, bodies: Bodies = {}): ServiceBase & { name: string } => {
    const verb = (v: Verb) => async (graceful: boolean) => {
      calls.push(v === 'stop' ? `${name}.stop(${graceful})` : `${name}.${v}`);
      await bodies[v]?.(graceful);
    };
    return {
      name,
      start: verb('start') as () => unknown,
      stop: verb('stop'),
      wait: verb('wait') as never,
      reset: verb('reset') as never,
    };
  };
  const launch = async (...services: ServiceBase[]) => {
    for (const s of services) await launcher.launchService(s);
  };
  return { clock, log, calls, launcher, service, launch };
}

describe('launchService', () => {
  it('resolves when start() has', async () => {
    const { launcher, service } = make();
    const gate = deferred();
    const ready = launcher.launchService(service('a', { start: () => gate.promise }));
    expect(await isSettled(ready)).toBe(false);
    gate.resolve();
    await ready;
  });

  it('takes more than ten services (the eleventh blocks in oslo)', async () => {
    const { launch, calls, service } = make();
    await launch(...Array.from({ length: 12 }, (_, i) => service(`s${i}`)));
    expect(calls).toHaveLength(12);
  });

  it('needs nothing of a service but start()', async () => {
    const { launch, launcher } = make();
    await launch({ start: () => {} });
    await launcher.restart('mutate');
    await launcher.restart('reload');
    await launcher.stop();
    await launcher.wait();
  });

  it('refuses what is no service before anything starts', async () => {
    const { launcher } = make();
    const refused = launcher.launchService({ stop: () => {} } as never);
    await expect(refused).rejects.toThrow(LaunchError);
    await expect(refused).rejects.toMatchObject({ code: 'NL_NOT_A_SERVICE' });
  });

  it('rejects with what start() threw, after those that had started were stopped, the last first', async () => {
    const { launch, calls, launcher, service, log } = make();
    const boom = new Error('boom');
    await launch(service('a'), service('b'));
    const drained = deferred();
    await launch(service('c', { stop: () => drained.promise }));
    const failed = launcher.launchService(
      service('d', {
        start: () => {
          throw boom;
        },
      }),
    );
    expect(await isSettled(failed)).toBe(false);
    drained.resolve();
    await expect(failed).rejects.toBe(boom);
    expect(calls.slice(4)).toEqual([
      'c.stop(true)',
      'c.wait',
      'b.stop(true)',
      'b.wait',
      'a.stop(true)',
      'a.wait',
    ]);
    expect(log.lines).toEqual([]); // reported by whoever launched it, once
    await launcher.wait();
    await expect(launcher.launchService(service('e'))).rejects.toThrow('e is not started');
  });

  it('rejects with a synchronous exception of start(), too, and with what is no Error', async () => {
    const { launcher } = make();
    const start = () => {
      throw 'boom';
    };
    await expect(launcher.launchService({ start })).rejects.toBe('boom');
  });

  it('fails for each of two that fail at once, with its own error', async () => {
    const { launcher } = make();
    const start = (message: string) => ({ start: () => Promise.reject(new Error(message)) });
    const [one, two] = await Promise.allSettled([
      launcher.launchService(start('1')),
      launcher.launchService(start('2')),
    ]);
    expect(one).toMatchObject({ reason: { message: '1' } });
    expect(two).toMatchObject({ reason: { message: '2' } });
  });
});

describe('stop', () => {
  it('stops once each, the last first, one after the other; a second call is the same stop', async () => {
    const { launch, calls, launcher, service } = make();
    const gate = deferred();
    await launch(service('a'), service('b', { wait: () => gate.promise }));
    const first = launcher.stop(true);
    const second = launcher.stop(true);
    expect(await isSettled(first)).toBe(false);
    expect(calls.slice(2)).toEqual(['b.stop(true)', 'b.wait']);
    gate.resolve();
    await Promise.all([first, second]);
    await launcher.stop(true);
    expect(calls.slice(2)).toEqual(['b.stop(true)', 'b.wait', 'a.stop(true)', 'a.wait']);
    await launcher.stop(false);
    await launcher.wait();
    expect(calls).toHaveLength(6);
  });

  it('goes on after a stop() or wait() that throws, and logs it', async () => {
    const { launch, calls, launcher, service, log } = make();
    const boom = () => Promise.reject(new Error('boom'));
    await launch(service('a'), service('b', { stop: boom, wait: boom }));
    await launcher.stop(true);
    expect(calls).toContain('a.stop(true)');
    expect(log.lines.map((line) => line.sentence)).toEqual([
      'stop() of b failed: boom',
      'wait() of b failed: boom',
    ]);
    // The log of a service names it in every line: twice the same key is JSON that not every reader takes.
    expect(log.lines.map(({ fields }) => Object.keys(fields))).toEqual([['err'], ['err']]);
  });

  it('not graceful after graceful: tells those that have not stopped, once, and does not wait for the rest', async () => {
    const { launch, calls, launcher, service } = make();
    const hang = new Promise(() => {});
    await launch(service('a'), service('b', { stop: (graceful) => graceful && hang }), service('c'));
    const graceful = launcher.stop(true);
    await settle();
    expect(calls.slice(3)).toEqual(['c.stop(true)', 'c.wait', 'b.stop(true)']);
    const forced = launcher.stop(false);
    const again = launcher.stop(true);
    await Promise.all([graceful, forced, again, launcher.stop(false)]);
    expect(calls.slice(6)).toEqual(['b.stop(false)', 'a.stop(false)']);
    await launcher.wait();
  });

  it('not graceful: one that hangs does not keep the others from being told', async () => {
    const { launch, calls, launcher, service } = make();
    await launch(service('a'), service('b', { stop: () => new Promise(() => {}) }));
    const stopped = launcher.stop(false);
    expect(await isSettled(stopped)).toBe(false);
    expect(calls.slice(2)).toEqual(['b.stop(false)', 'a.stop(false)']);
  });

  it('during a start() waits for it for the grace, and stops what has started by then', async () => {
    const { launch, clock, calls, launcher, service } = make();
    const gate = deferred();
    await launch(service('a'));
    const ready = launcher.launchService(service('b', { start: () => gate.promise }));
    await settle();
    const stopped = launcher.stop(true);
    await clock.advance(0.5);
    expect(calls).toEqual(['a.start', 'b.start']);
    gate.resolve();
    await Promise.all([ready, stopped]);
    expect(calls.slice(2)).toEqual(['b.stop(true)', 'b.wait', 'a.stop(true)', 'a.wait']);
  });

  it.each([true, false])(
    '(%s) does not wait longer than the grace for a start() that hangs',
    async (graceful) => {
      const { launch, clock, calls, launcher, service, log } = make();
      const gate = deferred();
      await launch(service('a'));
      const late = launcher.launchService(service('b', { start: () => gate.promise }));
      await settle();
      const stopped = launcher.stop(graceful);
      await clock.advance(0.99);
      expect(await isSettled(stopped)).toBe(false);
      await clock.advance(0.01);
      await stopped;
      await launcher.wait();
      expect(calls.slice(2, 3)).toEqual([`a.stop(${graceful})`]);
      expect(log.lines).toMatchObject([{ level: 'warn', fields: {} }]);
      expect(log.lines[0]!.sentence).toMatch(/^start\(\) of b has not ended within 1 s of the stop/);
      gate.resolve();
      await late;
      await settle();
      expect(calls).toContain(`b.stop(${graceful})`);
    },
  );

  it('not graceful after graceful during a start(): only the last counts, also for one that starts late', async () => {
    const { launch, clock, calls, launcher, service } = make();
    const gate = deferred();
    await launch(service('a'));
    const late = launcher.launchService(service('b', { start: () => gate.promise }));
    await settle();
    const stopped = [launcher.stop(true), launcher.stop(false)];
    await clock.advance(1);
    await Promise.all(stopped);
    gate.resolve();
    await late;
    await settle();
    expect(calls.slice(2)).toEqual(['a.stop(false)', 'b.stop(false)']);
  });

  it('while a start() is about to fail rejects that launch and ends', async () => {
    const { clock, calls, launcher, service } = make();
    const gate = deferred();
    const failed = launcher.launchService(service('a', { start: () => gate.promise }));
    const expected = expect(failed).rejects.toThrow('boom');
    await settle();
    const stopped = launcher.stop(true);
    gate.reject(new Error('boom'));
    await Promise.all([expected, stopped, launcher.wait()]);
    expect(calls).toEqual(['a.start']);
    expect(clock.now()).toBe(0);
  });

  it('of nothing ends at once', async () => {
    const { launcher } = make();
    await launcher.stop();
    await launcher.wait();
  });
});

describe('wait', () => {
  it('lasts until stop(), and until wait() of each service has ended, called once', async () => {
    const { launch, calls, launcher, service } = make();
    const gate = deferred();
    await launch(service('a', { wait: () => gate.promise }));
    const waited = launcher.wait();
    expect(await isSettled(waited)).toBe(false);
    await launcher.stop(false);
    expect(await isSettled(waited)).toBe(false);
    gate.resolve();
    await waited;
    expect(calls).toEqual(['a.start', 'a.stop(false)', 'a.wait']);
  });
});

describe('restart', () => {
  it('reload: stops the last first, then resets and starts in order; can be repeated, then stopped', async () => {
    const { launch, calls, launcher, service } = make();
    await launch(service('a'), service('b'));
    for (let i = 0; i < 2; i++) {
      calls.length = 0;
      await launcher.restart('reload');
      expect(calls).toEqual(
        'b.stop(true) b.wait a.stop(true) a.wait a.reset b.reset a.start b.start'.split(' '),
      );
    }
    calls.length = 0;
    await launcher.stop(true);
    await launcher.wait();
    expect(calls).toEqual('b.stop(true) b.wait a.stop(true) a.wait'.split(' '));
  });

  it('reload: two at once are taken in turn', async () => {
    const { launch, calls, launcher, service } = make();
    await launch(service('a'));
    calls.length = 0;
    await Promise.all([launcher.restart(), launcher.restart()]);
    const once = ['a.stop(true)', 'a.wait', 'a.reset', 'a.start'];
    expect(calls).toEqual([...once, ...once]);
  });

  it('reload: a reset() that throws is logged, and the service is started all the same', async () => {
    const { launch, calls, launcher, service, log } = make();
    await launch(service('a', { reset: () => Promise.reject(new Error('boom')) }));
    await launcher.restart('reload');
    expect(calls.at(-1)).toBe('a.start');
    expect(log.lines).toMatchObject([{ sentence: 'reset() of a failed, it is started all the same: boom' }]);
  });

  it('reload: rejects with what a start() throws, after the others were stopped', async () => {
    const { launch, calls, launcher, service } = make();
    let starts = 0;
    await launch(
      service('a'),
      service('b', { start: () => (starts++ ? Promise.reject(new Error('boom')) : undefined) }),
    );
    calls.length = 0;
    await expect(launcher.restart('reload')).rejects.toThrow('boom');
    expect(calls.slice(-2)).toEqual(['a.stop(true)', 'a.wait']);
    await launcher.wait();
  });

  it('reload: a stop() meanwhile wins, be it while stopping or while starting', async () => {
    const { launch, calls, launcher, service } = make();
    const gate = deferred();
    await launch(service('a', { stop: () => gate.promise }));
    const restarted = launcher.restart('reload');
    await settle();
    const stopped = launcher.stop(true);
    gate.resolve();
    await Promise.all([restarted, stopped, launcher.wait()]);
    expect(calls.filter((call) => call === 'a.start')).toHaveLength(1);
    expect(calls.filter((call) => call === 'a.stop(true)')).toHaveLength(1);

    const other = make();
    let starting = deferred();
    starting.resolve();
    const slow = other.service('s', { start: () => starting.promise });
    await other.launch(slow, other.service('t'));
    starting = deferred();
    other.calls.length = 0;
    const again = other.launcher.restart('reload');
    await settle();
    const stop = other.launcher.stop(true);
    starting.resolve();
    await Promise.all([again, stop]);
    expect(other.calls.slice(-3)).toEqual(['s.start', 's.stop(true)', 's.wait']);
  });

  it('reload: a graceful stop that hung through a forced one says nothing of the next life', async () => {
    const { launch, calls, launcher, service } = make();
    await launch(service('a'));
    await launcher.stop(false);
    await launcher.restart('reload');
    expect(calls.filter((call) => call === 'a.start')).toHaveLength(1);
  });

  it('mutate: only resets, each; rejects with what they threw when all were called', async () => {
    const { launch, calls, launcher, service } = make();
    const boom = (message: string) => ({ reset: () => Promise.reject(new Error(message)) });
    await launch(service('a', boom('1')), service('b'));
    calls.length = 0;
    await expect(launcher.restart('mutate')).rejects.toThrow('1');
    expect(calls).toEqual(['a.reset', 'b.reset']);
    await launch(service('c', boom('3')));
    await expect(launcher.restart('mutate')).rejects.toThrow(AggregateError);
    await launcher.stop();
  });
});

describe('a thread of a service', () => {
  it.each([true, false])(
    'may stop its launcher and await that (%s), also when somebody else does so too',
    async (graceful) => {
      const { launcher, clock } = make();
      const service = new Service(undefined as never);
      await launcher.launchService(service);
      const go = deferred();
      const ended: string[] = [];
      for (const name of ['one', 'two']) {
        service.tg.addThread(async () => {
          await go.promise;
          await launcher.stop(graceful);
          await launcher.wait();
          ended.push(name);
        });
      }
      await settle();
      const outside = launcher.stop(true);
      go.resolve();
      await clock.advance(1);
      await outside;
      await launcher.wait();
      await service.tg.wait();
      expect(ended).toEqual(['one', 'two']);
    },
  );

  it('may await its launcher, which somebody else stops', async () => {
    const { launcher } = make();
    const service = new Service(undefined as never);
    await launcher.launchService(service);
    const thread = service.tg.addThread(() => launcher.wait());
    await settle();
    await launcher.stop(true);
    await thread.wait();
  });

  it('may restart its launcher', async () => {
    const { launcher } = make();
    let starts = 0;
    class Restarting extends Service {
      override start() {
        if (starts++ === 0) this.thread = this.tg.addThread(() => launcher.restart('reload'));
      }
      thread?: { wait(): Promise<void> };
    }
    const service = new Restarting(undefined as never);
    await launcher.launchService(service);
    await service.thread!.wait();
    expect(starts).toBe(2);
    await launcher.stop();
  });
});
