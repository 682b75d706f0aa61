import { describe, expect, it } from 'vitest';
import { enlist } from '../../src/service/registry.js';
import { Service } from '../../src/service/service.js';
import type { ServiceContext } from '../../src/service/types.js';
import { testService } from '../../src/testing/index.js';
import { deferred } from '../service/helpers.js';

/** A service that forgets its threads and timers when it is stopped. */
class Forgetful extends Service {
  readonly gate = deferred();
  override start(): void {
    this.tg.addTimer(10, () => {}, { name: 'poll' });
    const thread = this.tg.addThread(() => this.gate.promise);
    thread.name = 'listen';
  }
  override stop(): void {}
  override wait(): void {}
}

const group = (name: string, threads: string[]) => ({
  describe: () => ({ name, threads: threads.map((thread) => ({ name: thread })), timers: [] }),
});

describe('what is left after a stop', () => {
  it('is named: threads and timers of the service', async () => {
    const forgetful = await testService(Forgetful, { name: 'mail' });
    await expect(forgetful.stop()).rejects.toThrow(
      'mail has left after its stop: the thread listen, the timer poll (thread group mail).',
    );
  });

  it('is named after terminate(), too: a thread that ignores its signal', async () => {
    class Deaf extends Service {
      override start(): void {
        this.tg.addThread(() => deferred().promise).name = 'deaf';
      }
    }
    const deaf = await testService(Deaf);
    const terminated = expect(deaf.terminate()).rejects.toThrow(
      'Deaf has left after its stop: the thread deaf',
    );
    await deaf.advance(0.5);
    await terminated;
  });

  it('is named: groups that the service has made elsewhere, but not those of others', async () => {
    const others = group('others', ['theirs']);
    enlist('thread group', others);
    const own = group('pool', ['worker 1', 'worker 2']);
    const pooled = await testService({ start: () => enlist('thread group', own) }, { name: 'pooled' });
    await expect(pooled.stop()).rejects.toThrow(
      'pooled has left after its stop: the thread worker 1, the thread worker 2 (thread group pool).',
    );
  });

  it('may be of anybody where several services are tested at a time: only its own group counts', async () => {
    const pool = group('pool', ['worker']);
    const one = await testService({ start: () => enlist('thread group', pool) });
    const two = await testService(Forgetful, { name: 'two' });
    await one.stop();
    await expect(two.stop()).rejects.toThrow('the timer poll (thread group two)');
  });

  it('is named: a sleep that nobody has ended', async () => {
    const sleepy = await testService((context: ServiceContext) => ({
      start: () => void context.clock!.sleep(30),
    }));
    await sleepy.advance(10);
    await expect(sleepy.stop()).rejects.toThrow('a sleep of 30 s on the clock that ends at 30 s');
  });

  it('is no error where it is allowed, and none where nothing is left', async () => {
    const forgetful = await testService(Forgetful, { allowLeftovers: true });
    await forgetful.stop();
    const clean = await testService(class extends Service {});
    await clean.stop();
  });
});
