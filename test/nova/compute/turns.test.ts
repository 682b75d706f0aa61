import { describe, expect, it } from 'vitest';
import { Gate, Turns } from '../../../src/nova/compute/turns.js';
import { deferred } from '../../service/helpers.js';

const open = new AbortController().signal;
const never = async () => 'not let in';

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
    const gate = new Gate(2, open);
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
    const gate = new Gate(0, open);
    const wait = deferred<void>();
    const runs = [1, 2, 3].map(() => gate.run(() => wait.promise.then(() => 'done'), never));
    wait.resolve();
    expect(await Promise.all(runs)).toEqual(['done', 'done', 'done']);
  });

  it('sends away who waits when it closes, and who comes then and would have to', async () => {
    const [wait, closing] = [deferred<void>(), new AbortController()];
    const gate = new Gate(1, closing.signal);
    const away = async () => 'sent away';
    const first = gate.run(() => wait.promise.then(() => 'first'), away);
    const waiting = [1, 2].map(() => gate.run(async () => 'let in', away));
    closing.abort();
    expect(await Promise.all(waiting)).toEqual(['sent away', 'sent away']);
    expect(await gate.run(async () => 'let in', away)).toBe('sent away');
    wait.resolve();
    expect(await first).toBe('first');
  });
});
