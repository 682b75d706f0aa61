import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Service } from '../../src/service/service.js';
import { testService } from '../../src/testing/index.js';

interface Config {
  readonly every: number;
  readonly url: string;
}

class Poller extends Service<Config> {
  static readonly options = z.object({
    every: z.number().positive().meta({ mutable: true }),
    url: z.string().default('http://localhost/'),
  });
  readonly calls: string[] = [];
  refused = '';
  override start(): void {
    this.calls.push(`start ${this.config.every}`);
    if (this.refused) throw new Error(this.refused);
  }
  override stop(graceful = false): unknown {
    this.calls.push(`stop(${graceful})${this.signal.aborted ? ' draining' : ''}`);
    return super.stop(graceful);
  }
  override reset(): void {
    this.calls.push(`reset ${this.config.every}${this.signal.aborted ? ' draining' : ''}`);
    if (this.refused) throw new Error(this.refused);
  }
}

const polling = () => testService(Poller, { config: { every: 10 } });

describe('reset', () => {
  it('is a mutate: the new values, what has changed, and reset()', async () => {
    const poller = await polling();
    const changes: unknown[] = [];
    poller.service.config.onMutate((change) => changes.push(change));
    await poller.reset({ every: 20, url: 'http://other/' });
    expect(poller.service.calls).toEqual(['start 10', 'reset 20']);
    expect(changes).toEqual([{ every: { old: 10, new: 20 } }]);
    expect(poller.service.config.url).toBe('http://localhost/');
    expect(poller.log.messages('warn')).toEqual([expect.stringContaining('url')]);
    await poller.reset();
    expect(poller.service.calls.at(-1)).toBe('reset 20');
    await poller.stop();
  });

  it('rejects with what reset() throws, and with what is wrong with the config, having changed nothing', async () => {
    const poller = await polling();
    await expect(poller.reset({ every: -1 })).rejects.toMatchObject({ code: 'NL_OPTIONS' });
    expect([poller.service.config.every, poller.service.calls]).toEqual([10, ['start 10']]);
    poller.service.refused = 'not now';
    await expect(poller.reset()).rejects.toThrow('not now');
    await poller.stop();
  });

  it('waits for a start() under way', async () => {
    class Slow extends Poller {
      override async start(): Promise<void> {
        await this.context.clock!.sleep(5);
        super.start();
      }
    }
    const poller = await testService(Slow, { config: { every: 10 }, start: false });
    const both = Promise.all([poller.start(), poller.reset({ every: 20 })]);
    await poller.advance(5);
    await both;
    expect(poller.service.calls).toEqual(['start 10', 'reset 20']);
    await poller.stop();
  });
});

describe('restart', () => {
  it('is a reload in place: stop, reset, start, with the new config and a signal that has not fired', async () => {
    const poller = await polling();
    const { signal } = poller.context;
    await poller.restart({ every: 30, url: 'http://other/' });
    expect(poller.service.calls).toEqual(['start 10', 'stop(true)', 'reset 30', 'start 30']);
    expect([signal.aborted, poller.context.signal.aborted]).toEqual([true, false]);
    expect(poller.service.config).toEqual({ every: 30, url: 'http://other/' });
    await poller.restart();
    expect(poller.service.calls.at(-1)).toBe('start 30');
    await poller.stop();
  });

  it('rejects for a config that is refused, and leaves the service alone', async () => {
    const poller = await polling();
    await expect(poller.restart({ every: 0 })).rejects.toMatchObject({ code: 'NL_OPTIONS' });
    expect([poller.service.calls, poller.context.signal.aborted]).toEqual([['start 10'], false]);
    await poller.stop();
  });

  it('rejects with what start() throws, and may be tried again', async () => {
    const poller = await polling();
    poller.service.refused = 'no database';
    await expect(poller.restart({ every: 30 })).rejects.toThrow('no database');
    poller.service.refused = '';
    await poller.restart({ every: 10 });
    expect(poller.service.calls.slice(-2)).toEqual(['reset 10', 'start 10']);
    await poller.stop();
    expect(poller.service.calls.at(-1)).toBe('stop(true) draining');
  });
});

describe('health', () => {
  it.each([
    [undefined, { status: 'ok' }],
    [false, { status: 'failed', reason: 'health() returned false' }],
    [
      { status: 'degraded', reason: 'slow' },
      { status: 'degraded', reason: 'slow' },
    ],
  ])('of %j is what a supervisor would be told', async (answer, told) => {
    const tested = await testService({ start() {}, health: async () => answer });
    expect(await tested.health()).toEqual(told);
    await tested.stop();
  });

  it('has failed where there is no answer in 10 seconds, and is ok where there is no health()', async () => {
    const mute = await testService({ start() {}, health: () => new Promise(() => {}) });
    expect(await mute.clock.runUntil(mute.health())).toMatchObject({ status: 'failed' });
    expect(mute.clock.now()).toBe(10);
    await mute.stop();
    const plain = await testService({ start() {} });
    expect(await plain.health()).toEqual({ status: 'ok' });
    await plain.stop();
  });
});
