import { describe, expect, it } from 'vitest';
import { Service } from '../../src/service/service.js';
import type { ServiceContext } from '../../src/service/types.js';
import { deferred, isSettled, recordingLog } from './helpers.js';

const context = (config: { port: number }): ServiceContext<{ port: number }> => ({
  name: 'api',
  worker: 0,
  generation: 1,
  config: Object.assign(config, { onMutate: () => () => {} }),
  log: recordingLog() as unknown as ServiceContext['log'],
  signal: new AbortController().signal,
});

class Api extends Service<{ port: number }> {
  greet() {
    return `${this.name}:${this.config.port}`;
  }
}

describe('Service', () => {
  it('gives a subclass what its context has', () => {
    const given = context({ port: 8080 });
    const api = new Api(given);
    expect(api.greet()).toBe('api:8080');
    expect([api.log, api.signal, api.context]).toEqual([given.log, given.signal, given]);
    expect(api.tg.name).toBe('api');
    expect(api.tg).toBe(api.tg);
  });

  it('stops and awaits its threads: a task finishes when graceful, and is aborted when not', async () => {
    for (const graceful of [true, false]) {
      const api = new Api(context({ port: 1 }));
      const gate = deferred();
      let finished = false;
      await api.start();
      api.tg.addThread(async (signal) => {
        await Promise.race([
          gate.promise,
          new Promise((resolve) => signal.addEventListener('abort', resolve)),
        ]);
        finished = !signal.aborted;
      });
      await new Promise((resolve) => setImmediate(resolve));
      const stopped = Promise.resolve(api.stop(graceful));
      if (graceful) {
        expect(await isSettled(stopped)).toBe(false);
        gate.resolve();
      }
      await stopped;
      await api.wait();
      expect(finished).toBe(graceful);
      await api.reset();
    }
  });

  it('stops when it never had a thread, and lives without a context, as in a test', async () => {
    const bare = new Service(undefined as never);
    await bare.start();
    await bare.stop(true);
    expect(await bare.tg.addThread(() => 1).wait()).toBe(1);
    await bare.wait();
  });
});
