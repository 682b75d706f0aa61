import { describe, expect, it } from 'vitest';
import { Gate, Turns } from '../../../src/nova/compute/turns.js';
import { deferred } from '../../service/helpers.js';

const never = { signal: new AbortController().signal, otherwise: async () => 'not let in' };

describe('Turns', () => {
  it('does one thing at a time to one thing, in order, whatever becomes of it', async () => {
    const turns = new Turns();
    const seen: string[] = [];
    const [first, second] = [deferred<void>(), deferred<void>()];
    const one = turns.run('a', async () => {
      seen.push('one begins');
      await first.promise;
      throw new Error('one fails');
    });
    const two = turns.run('a', async () => {
      seen.push('two begins');
      await second.promise;
      return 'two';
    });
    const other = turns.run('b', async () => 'other');
    expect(await other).toBe('other');
    expect(seen).toEqual(['one begins']);
    first.resolve();
    await expect(one).rejects.toThrow('one fails');
    second.resolve();
    expect(await two).toBe('two');
    expect(seen).toEqual(['one begins', 'two begins']);
  });

  it('tells who is taken, until the last has ended', async () => {
    const turns = new Turns();
    const wait = deferred<void>();
    const running = turns.run('a', () => wait.promise);
    const next = turns.run('a', async () => turns.isTaken('a'));
    expect(turns.isTaken('a')).toBe(true);
    expect(turns.isTaken('b')).toBe(false);
    wait.resolve();
    await running;
    expect(await next).toBe(true);
    expect(turns.isTaken('a')).toBe(false);
  });
});

describe('Gate', () => {
  it('lets so many in, and the next when one has left, also when that failed', async () => {
    const gate = new Gate(2);
    const waits = [deferred<void>(), deferred<void>(), deferred<void>()];
    const inside: number[] = [];
    const runs = waits.map((wait, index) =>
      gate.run(async () => {
        inside.push(index);
        await wait.promise;
        return String(index);
      }, never),
    );
    await Promise.resolve();
    expect(inside).toEqual([0, 1]);
    waits[1]!.reject(new Error('fails'));
    await expect(runs[1]).rejects.toThrow('fails');
    waits[2]!.resolve();
    expect(await runs[2]).toBe('2');
    waits[0]!.resolve();
    expect(await runs[0]).toBe('0');
    expect(await gate.run(async () => 'in', never)).toBe('in');
  });

  it('lets everybody in without a limit', async () => {
    const gate = new Gate(0);
    const wait = deferred<void>();
    const runs = [1, 2, 3].map(() => gate.run(() => wait.promise.then(() => 'done'), never));
    wait.resolve();
    expect(await Promise.all(runs)).toEqual(['done', 'done', 'done']);
  });

  it('sends away who waits when the signal fires, and keeps the place of the others', async () => {
    const gate = new Gate(1);
    const [wait, stop] = [deferred<void>(), new AbortController()];
    const first = gate.run(() => wait.promise.then(() => 'first'), never);
    const sent = gate.run(async () => 'let in', { signal: stop.signal, otherwise: async () => 'sent away' });
    const last = gate.run(async () => 'last', never);
    stop.abort();
    expect(await sent).toBe('sent away');
    const late = { signal: stop.signal, otherwise: async () => 'too late' };
    expect(await gate.run(async () => 'let in', late)).toBe('too late');
    wait.resolve();
    expect([await first, await last]).toEqual(['first', 'last']);
  });
});
