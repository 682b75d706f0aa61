import { describe, expect, it } from 'vitest';
import { RequestContext } from '../../src/nova/context/index.js';
import { Manager } from '../../src/nova/manager.js';
import type { NovaInput } from '../../src/nova/settings.js';
import { deferred, isSettled } from '../service/helpers.js';
import { World } from './world.js';

const context = () => RequestContext.admin();

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));

/** A manager with a method that runs until it is let go, and a service with it that runs. */
async function working(
  more: { graceful?: (signal: AbortSignal) => unknown; thread?: boolean; config?: NovaInput } = {},
) {
  const world = new World();
  const begun = deferred();
  const end = deferred();
  const hooks: string[] = [];
  class Working extends Manager {
    async work() {
      begun.resolve();
      await end.promise;
      // What runs may use the database until its end.
      return (await this.init.database.services.list()).length;
    }
    async spawn() {
      this.init.tg.addThread(async function building() {
        begun.resolve();
        await end.promise;
      });
    }
    override gracefulShutdown(signal: AbortSignal) {
      hooks.push('gracefulShutdown');
      return more.graceful?.(signal);
    }
    override cleanupHost() {
      hooks.push('cleanupHost');
    }
  }
  const { service, lines } = world.service(Working, { config: more.config });
  await service.start();
  const client = world.client({ topic: 'test', server: 'h1' });
  const reply = client.call(context(), more.thread ? 'spawn' : 'work', { instance: { uuid: 'i-1' } });
  reply.catch(() => {});
  await begun.promise;
  const drained = async () => {
    await service.stop(true);
    await service.wait();
  };
  return { world, service, lines, hooks, client, reply, end, drained };
}

describe('a drain', () => {
  it('takes no new work at once, finishes what runs, and says what it waits for', async () => {
    const { world, hooks, lines, client, reply, end, drained } = await working();
    const database = await world.database();
    const over = drained();
    await expect(client.prepare({ mandatory: true, retry: 0 }).call(context(), 'work')).rejects.toMatchObject(
      {
        name: 'MessageUndeliverable',
      },
    );
    const told = lines.find(({ fields }) => fields.id === 'nova-drain');
    expect(told!.sentence).toMatch(
      /^nova-test takes no new work and waits for work \(instance i-1, request req-[-0-9a-f]+, for \d s\)\.$/,
    );
    expect(await isSettled(over)).toBe(false);
    // Its heart beats for as long as it works: what it has claimed is not taken over.
    expect(await database.workers.list()).toHaveLength(1);
    expect(hooks).toEqual(['gracefulShutdown']);
    end.resolve();
    expect(await reply).toBe(1);
    await over;
    expect(hooks).toEqual(['gracefulShutdown', 'cleanupHost']);
    expect(await database.workers.list()).toEqual([]);
    expect(await database.services.list()).toHaveLength(1);
  });

  it('waits for the threads of the manager, and names them', async () => {
    const { lines, reply, end, drained } = await working({ thread: true });
    await reply;
    const over = drained();
    expect(await isSettled(over)).toBe(false);
    expect(lines.find(({ fields }) => fields.id === 'nova-drain')!.sentence).toBe(
      'nova-test takes no new work and waits for building.',
    );
    end.resolve();
    await over;
  });

  it('waits for what the manager wants to finish', async () => {
    const finished = deferred();
    const { end, drained } = await working({ graceful: () => finished.promise });
    const over = drained();
    end.resolve();
    expect(await isSettled(over)).toBe(false);
    finished.resolve();
    await over;
  });

  it('gives the manager a time of any fraction of a second', async () => {
    const { end, drained } = await working({ graceful: aborted, config: { managerShutdownTimeout: 0.0015 } });
    end.resolve();
    await drained();
  });

  it('logs what the manager throws, and goes on', async () => {
    const { lines, end, drained } = await working({
      graceful: () => {
        throw new Error('cannot');
      },
    });
    end.resolve();
    await drained();
    expect(lines.filter(({ level }) => level === 'error').map(({ sentence }) => sentence)).toEqual([
      'gracefulShutdown() of the manager of nova-test failed: cannot',
    ]);
  });

  it('ends a service that is still in its last hook, and begins no periodic tasks', async () => {
    const [served, end] = [deferred(), deferred()];
    class Late extends Manager {
      static readonly periodicTasks = { tick: { spacing: 1 } };
      tick() {}
      override async postStartHook() {
        served.resolve();
        await end.promise;
      }
    }
    const { service } = new World().service(Late);
    const started = service.start();
    await served.promise;
    await service.stop(true);
    end.resolve();
    await started;
    await service.wait();
  });

  it('is cut by stop(false)', async () => {
    let cut: AbortSignal | undefined;
    const { service, hooks, end, drained } = await working({
      graceful: (signal) => {
        cut = signal;
        return new Promise(() => {});
      },
    });
    const over = drained();
    expect(await isSettled(over)).toBe(false);
    await service.stop(false);
    await over;
    expect(cut!.aborted).toBe(true);
    expect(hooks).toEqual(['gracefulShutdown', 'cleanupHost']);
    end.resolve();
  });
});

it('a start that is under way is given up by stop()', async () => {
  const world = new World();
  const begun = deferred();
  const go = deferred();
  const hooks: string[] = [];
  class Slow extends Manager {
    override async initHost() {
      begun.resolve();
      await go.promise;
    }
    override preStartHook() {
      hooks.push('preStartHook');
    }
  }
  const { service } = world.service(Slow);
  const started = service.start();
  started.catch(() => {});
  await begun.promise;
  const stopped = service.stop(true).then(() => service.wait());
  await expect(started).rejects.toThrow('was stopped before it had started');
  go.resolve();
  await stopped;
  expect(hooks).toEqual([]);
});

it('can be started again, with a new config', async () => {
  const world = new World();
  const hosts: string[] = [];
  class Told extends Manager {
    override initHost() {
      hosts.push(this.host);
    }
  }
  const { service, context: its } = world.service(Told);
  await service.start();
  await service.stop(true);
  await service.wait();
  Object.assign(its, { config: { ...world.config, host: 'h2' } });
  await service.start();
  expect(hosts).toEqual(['h1', 'h2']);
  const base = world.client({ topic: 'test', server: 'h2', namespace: 'baseapi' });
  expect(await base.call(context(), 'ping', { arg: 0 })).toEqual({ service: 'test', arg: 0 });
});

describe('reset()', () => {
  it('reaches the manager and its additional endpoints, which have the new config', async () => {
    const world = new World();
    const told: string[] = [];
    class Reset extends Manager {
      override reset() {
        told.push(`manager ${this.config.longRpcTimeout}`);
        throw new Error('one');
      }
      override get additionalEndpoints() {
        return [{ reset: () => told.push('endpoint') }, {}];
      }
    }
    const { service, context: its } = world.service(Reset);
    await service.start();
    Object.assign(its, { config: { ...world.config, longRpcTimeout: 5 } });
    await expect(service.reset()).rejects.toThrow('one');
    expect(told).toEqual(['manager 5', 'endpoint']);
  });

  it('leaves what it was started with, says so, and takes it with the next start', async () => {
    const world = new World();
    const { service, lines, context: its } = world.service();
    await service.start();
    const changed = { ...world.config, host: 'h2', topic: 'other', reportInterval: 7, longRpcTimeout: 5 };
    Object.assign(its, { config: changed });
    await service.reset();
    expect(service).toMatchObject({
      host: 'h1',
      topic: 'test',
      nova: { reportInterval: 10, longRpcTimeout: 5 },
    });
    expect(await service.health()).toBeUndefined();
    expect(lines.filter(({ level }) => level === 'warn').map(({ sentence }) => sentence)).toEqual([
      'These options of nova-test cannot change while it runs; they keep their values until a restart: host, topic, reportInterval.',
    ]);
    await service.stop(true);
    await service.wait();
    await service.start();
    expect(service).toMatchObject({ host: 'h2', topic: 'other', nova: { reportInterval: 7 } });
  });

  it('tells all that goes wrong', async () => {
    const failing = { reset: () => Promise.reject(new Error('two')) };
    class Reset extends Manager {
      override reset() {
        throw new Error('one');
      }
      override get additionalEndpoints() {
        return [failing];
      }
    }
    const { service } = new World().service(Reset);
    await service.start();
    await expect(service.reset()).rejects.toMatchObject({ errors: [new Error('one'), new Error('two')] });
  });

  it('has nothing to do before the start', async () => {
    await expect(new World().service().service.reset()).resolves.toBeUndefined();
  });
});

describe('health()', () => {
  it('is what the manager says where database and bus can be reached', async () => {
    class Ill extends Manager {
      override health() {
        return { status: 'degraded' };
      }
    }
    const { service } = new World().service(Ill);
    await service.start();
    expect(await service.health()).toEqual({ status: 'degraded' });
  });

  it('has failed where the database cannot be reached, or nobody takes from its topic', async () => {
    let manager!: Manager;
    class Kept extends Manager {
      override initHost() {
        manager = this;
      }
    }
    const { service } = new World().service(Kept);
    expect(await service.health()).toBeUndefined();
    await service.start();
    expect(await service.health()).toBeUndefined();
    await manager.init.database.close();
    expect(await service.health()).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(/^the database cannot be reached \(.+\)$/),
    });
  });
});

it('kill() takes its row away', async () => {
  const world = new World();
  const { service } = world.service();
  await service.start();
  await service.kill();
  const database = await world.database();
  expect(await database.services.list()).toEqual([]);
});
