import { describe, expect, it } from 'vitest';
import * as core from '../../src/supervisor/step.js';
import { print } from './print.js';
import { simulate } from './simulate.js';

const { SEED, RUNS } = process.env;
const RUNS_BY_DEFAULT = 30_000;

describe('random histories', () => {
  if (SEED) {
    it(`seed ${SEED}`, () => {
      const history = simulate(core, Number(SEED));
      console.log(print(history));
      expect(history.problems).toEqual([]);
    });
    return;
  }

  const runs = Number(RUNS ?? RUNS_BY_DEFAULT);
  it(
    `${runs} of them keep every promise`,
    () => {
      const began = performance.now();
      const codes = new Map<number | null, number>();
      let steps = 0;
      for (let seed = 1; seed <= runs; seed++) {
        const history = simulate(core, seed);
        steps += history.steps.length;
        codes.set(history.exitCode, (codes.get(history.exitCode) ?? 0) + 1);
        if (history.problems.length > 0)
          expect.fail(
            `seed ${seed}: ${history.problems.join('; ')}\nreplay it with: SEED=${seed} npm run simulate`,
          );
      }
      const took = ((performance.now() - began) / 1000).toFixed(1);
      const ends = [...codes].map(([code, count]) => `${code}: ${count}`).join(', ');
      console.log(`${runs} histories, ${steps} steps in ${took} s; exit codes ${ends}`);
      // Every way to end is among them, or they prove less than they say.
      if (runs >= 10_000) expect([...codes.keys()].sort()).toEqual([0, 130, 4, 75, 78]);
    },
    Math.max(120_000, runs * 10),
  );
});
