import { describe, expect, it } from 'vitest';
import * as core from '../../src/supervisor/step.js';
import { explore } from './explore.js';
import { largeWorlds, worlds } from './worlds.js';

/** Searches every second world, from the first or the second on: two files, for two cores. */
export function everyState(from: 0 | 1): void {
  const all = Object.entries(process.env.LARGE ? { ...worlds, ...largeWorlds } : worlds);
  describe('every reachable state', () => {
    for (const [name, world] of all.filter((_, index) => index % 2 === from)) {
      it(name, () => {
        const began = performance.now();
        const { states, transitions, violations } = explore(core, world);
        const took = ((performance.now() - began) / 1000).toFixed(1);
        console.log(`${name}: ${states} states, ${transitions} transitions in ${took} s`);
        expect(Object.fromEntries(violations)).toEqual({});
      }, 300_000);
    }
  });
}
