import { describe, expect, it } from 'vitest';
import { patiently } from '../../../../src/nova/database/engine/patiently.js';

const busy = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });

describe('an attempt that finds the file locked', () => {
  it('is made again until it succeeds, while other things go on', async () => {
    let attempts = 0;
    let turns = 0;
    const turn = setInterval(() => {
      turns += 1;
    }, 1);
    const result = await patiently(() => {
      attempts += 1;
      if (turns < 3) throw busy;
      return 'done';
    }, 10);
    clearInterval(turn);
    expect(result).toBe('done');
    expect(attempts).toBeGreaterThan(3);
  });

  it('fails when that lasts too long', async () => {
    let attempts = 0;
    const locked = patiently(() => {
      attempts += 1;
      throw busy;
    }, 0.02);
    await expect(locked).rejects.toBe(busy);
    expect(attempts).toBeGreaterThan(1);
  });

  it('is not made again for another error', async () => {
    let attempts = 0;
    const failing = patiently(() => {
      attempts += 1;
      throw new RangeError('no');
    }, 10);
    await expect(failing).rejects.toThrow(RangeError);
    expect(attempts).toBe(1);
  });
});
