import { expect, test } from 'vitest';
import { bytes, duration, milliseconds, percent } from '../../../src/cli/control/units.js';

test.each([
  [-3, '0 s'],
  [0, '0 s'],
  [0.44, '0.4 s'],
  [9.94, '9.9 s'],
  [9.96, '10 s'],
  [59.6, '1 min'],
  [184, '3 min 4 s'],
  [3600, '1 h'],
  [11_550, '3 h 12 min'],
  [187_200, '2 d 4 h'],
])('%d seconds are %s', (seconds, text) => expect(duration(seconds)).toBe(text));

test('the other units', () => {
  expect([bytes(0), bytes(64_000_000), bytes(3 * 2 ** 30)]).toEqual(['0 MiB', '61 MiB', '3.0 GiB']);
  expect([percent(0), percent(0.016), percent(1.5)]).toEqual(['0 %', '2 %', '150 %']);
  expect([milliseconds(0.0004), milliseconds(0.25), milliseconds(1.24)]).toEqual(['0 ms', '250 ms', '1.2 s']);
});
