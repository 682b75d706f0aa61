import { describe, expect, it } from 'vitest';
import { Turns } from '../../../../src/nova/database/engine/turns.js';

describe('turns', () => {
  it('are given in the order in which they were asked for', async () => {
    const turns = new Turns();
    const order: number[] = [];
    const one = async (number: number) => {
      await turns.take(1);
      order.push(number);
      await Promise.resolve();
      turns.give();
    };
    await Promise.all([one(1), one(2), one(3)]);
    await one(4);
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it('are not waited for without end, nor taken by who has given up', async () => {
    const turns = new Turns();
    await turns.take(1);
    await expect(turns.take(0.01)).rejects.toThrow(/No turn within 0.01 s/);
    const next = turns.take(1);
    turns.give();
    await next;
    turns.give();
    await turns.take(1);
  });

  it('are refused once it is closed, also to who waits', async () => {
    const turns = new Turns();
    await turns.take(1);
    const waiting = turns.take(1);
    turns.close();
    await expect(waiting).rejects.toThrow(/closed/);
    await expect(turns.take(1)).rejects.toThrow(/closed/);
  });
});
