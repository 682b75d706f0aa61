import { describe, expect, it } from 'vitest';
import { timed } from '../../../src/cli/nova/follow.js';

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);
const hop = (what: string, at?: Date) => ({ where: 'c1', what, ...(at && { at }) });
const order = (...hops: ReturnType<typeof hop>[]) =>
  timed(hops, 10).map(({ what, after }) => [what, Math.round(after)]);

describe('timed', () => {
  it('has what was written down at its time, in the order of the times', () => {
    expect(order(hop('late', ago(1)), hop('early', ago(5)))).toEqual([
      ['early', 5],
      ['late', 9],
    ]);
  });

  it('has what was not before what came after it', () => {
    expect(order(hop('claimed'), hop('built', ago(5)), hop('over'))).toEqual([
      ['claimed', 5],
      ['built', 5],
      ['over', 10],
    ]);
  });

  it('has nothing before the beginning, nor after now', () => {
    expect(order(hop('behind', ago(60)), hop('ahead', ago(-60)))).toEqual([
      ['behind', 0],
      ['ahead', 10],
    ]);
  });
});
