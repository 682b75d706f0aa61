import { rmSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { checkCompiled, patchedCore } from './compiled.js';
import { explore } from './explore.js';
import type { Mutant } from './mutant.js';
import { mutants } from './mutants.js';
import { simulate } from './simulate.js';

let directory: string | undefined;

beforeAll(checkCompiled);

afterEach(() => {
  if (directory) rmSync(directory, { recursive: true });
  directory = undefined;
});

async function search({ patches, world, caught }: Pick<Mutant, 'patches' | 'world' | 'caught'>) {
  const patched = await patchedCore(patches);
  directory = patched.directory;
  return explore(patched.core, world, { until: caught, states: 60_000 }).violations;
}

describe('the search catches', () => {
  for (const mutant of mutants) {
    it(mutant.name, async () => {
      const violations = await search(mutant);
      expect([...violations.keys()]).toContain(mutant.caught);
    });
  }
});

describe('the simulation catches, as it takes real times to see it:', () => {
  const faults = [
    {
      name: 'work that was cut is not admitted',
      file: 'stopping.js',
      from: 'return stopping.forced ? 75 : 0;',
      to: 'return 0;',
      caught: /^exit code 0 instead of 75$/,
    },
    {
      name: 'one key press counts twice',
      file: 'stopping.js',
      from: 'draft.now - last < ONE_KEYPRESS || ',
      to: '',
      caught: /^exit code 130 instead of/,
    },
    {
      name: 'a SIGSTOP of the supervisor kills workers',
      file: 'expiry.js',
      from: 'if (slot.silent && !isLate) {',
      to: 'if (slot.silent) {',
      caught: /^killed for its silence too early$/,
    },
    {
      name: 'what has arrived during it is not heard',
      file: 'expiry.js',
      from: 'if (slot.silent && !isLate) {',
      to: 'if (slot.silent || isLate) {',
      caught: /^a worker was killed that gave signs of life$/,
    },
    {
      name: 'a failed replacement is never tried again',
      file: 'recycle.js',
      from: 'old.renewAt = draft.now + retryIn;',
      to: 'old.renewAt = draft.now + 1e9;',
      caught: /^a worn worker still serves$/,
    },
  ];
  for (const { name, file, from, to, caught } of faults) {
    it(name, async () => {
      const patched = await patchedCore([{ file, from, to }]);
      directory = patched.directory;
      let problems: readonly string[] = [];
      for (let seed = 1; seed <= 5000 && !problems.some((problem) => caught.test(problem)); seed++)
        problems = simulate(patched.core, seed).problems;
      expect(problems).toContainEqual(expect.stringMatching(caught));
    });
  }
});

describe('the search finds nothing', () => {
  for (const world of new Set(mutants.map((mutant) => mutant.world))) {
    it(`in the core as it is, with ${world.specs.map(({ name, size }) => `${size} of ${name}`)}`, async () => {
      expect(Object.fromEntries(await search({ patches: [], world, caught: '' }))).toEqual({});
    });
  }

  it('that it would not name: a patch that does not apply is an error', async () => {
    const patches = [{ file: 'step.js', from: 'no such text', to: '' }];
    await expect(search({ patches, world: { specs: [] }, caught: '' })).rejects.toThrow('no longer applies');
  });
});
