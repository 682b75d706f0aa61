import { expect, it } from 'vitest';
import { Seen } from '../../src/messaging/seen.js';

it('knows the last 4096 ids at least, and does not keep them all', () => {
  const seen = new Seen();
  const count = 20_000;
  for (let n = 0; n < count; n++) {
    expect(seen.add(`id ${n}`)).toBe(true);
    if (n >= 4095 && n % 97 === 0) expect(seen.add(`id ${n - 4095}`)).toBe(false);
  }
  expect(seen.add('id 0')).toBe(true);
  expect(seen.add(`id ${count - 1}`)).toBe(false);
  for (const id of ['', '__proto__', 'constructor'])
    expect([seen.add(id), seen.add(id)]).toEqual([true, false]);
});
