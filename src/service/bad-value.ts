import { LaunchError } from '../errors.js';

/** The error for a value that code has passed: what it is, and what was expected. */
export function badValue(what: string, found: unknown, expected: string): LaunchError {
  return new LaunchError('NL_BAD_VALUE', `${what} is ${show(found)}; expected ${expected}.`);
}

/** Throws LaunchError NL_BAD_VALUE unless `value` is a finite number of seconds of at least 0, or above 0. */
export function checkSeconds(value: unknown, what: string, { above = false } = {}): void {
  if (typeof value === 'number' && value < Number.POSITIVE_INFINITY && (above ? value > 0 : value >= 0))
    return;
  throw badValue(what, value, `a number of seconds ${above ? 'above 0' : 'of at least 0'}`);
}

/** Throws LaunchError NL_BAD_VALUE unless `value` is absent, or an object that has these methods. */
export function checkMethods(value: unknown, methods: readonly string[], what: string): void {
  if (value === undefined) return;
  const found = value as Record<string, unknown> | null;
  if (methods.every((method) => typeof found?.[method] === 'function')) return;
  throw badValue(what, value, `an object with ${methods.map((method) => `${method}()`).join(' and ')}`);
}

/** The same for what is used to log, and to take time from. */
export function checkTools({ log, clock }: { log?: unknown; clock?: unknown }, of: string): void {
  checkMethods(log, ['error', 'warn'], `The log of ${of}`);
  checkMethods(clock, ['now', 'sleep'], `The clock of ${of}`);
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return 'a function';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
