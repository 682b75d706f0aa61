import { expect, it } from 'vitest';
import { isAbove, sameMajor, understands, withoutThird } from '../../../src/nova/objects/versions.js';

it('compares numbers, not texts', () => {
  expect([
    isAbove('1.10', '1.9'),
    isAbove('1.9', '1.10'),
    isAbove('2.0', '1.99'),
    isAbove('1.1', '1.1'),
  ]).toEqual([true, false, true, false]);
  expect(isAbove('1.1.1', '1.1')).toBe(true);
  expect([sameMajor('1.10', '1.2'), sameMajor('2.0', '1.0')]).toEqual([true, false]);
});

it('understands the same major number up to its minor one', () => {
  const known = ['1.0', '1.21', '1.22'].map((version) => understands('1.22', version));
  const unknown = ['1.23', '2.0', '1', '1.2.3', 'x'].map((version) => understands('1.22', version));
  expect([known, unknown]).toEqual([
    [true, true, true],
    [false, false, false, false, false],
  ]);
  expect([withoutThird('1.2.3'), withoutThird('1.2')]).toEqual(['1.2', '1.2']);
});
