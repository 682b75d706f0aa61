import { badValue } from './bad-value.js';
import { suggest } from './suggest.js';

/** Throws LaunchError NL_BAD_VALUE unless `given` is an object with no other keys than those that are known. */
export function checkOptions(given: unknown, known: readonly string[], what: string): void {
  if (typeof given !== 'object' || given === null) throw badValue(what, given, 'an object');
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue;
    const meant = suggest(key, known);
    throw badValue(`An option of ${what}`, key, meant ? JSON.stringify(meant) : `one of ${known.join(', ')}`);
  }
}
