import { badValue } from './bad-value.js';

/** Throws LaunchError NL_BAD_VALUE unless `value` is a number from 0 to 1. */
export function checkFraction(value: unknown, what: string): void {
  if (typeof value === 'number' && value >= 0 && value <= 1) return;
  throw badValue(what, value, 'a number from 0 to 1');
}
