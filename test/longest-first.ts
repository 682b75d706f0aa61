import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, the longest first: one that begins last is waited for while a core has nothing to do. */
const LONG = [
  'process/soak',
  'simulation/exhaustive-second',
  'simulation/exhaustive',
  'process/machine',
  'process/orphans',
  'process/matrix',
  'process/signals',
  'simulation/mutants',
  'simulation/random',
  'messaging/json',
];

/** Those of the list first, then all others as vitest orders them: it knows no durations in a fresh clone. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONG.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
      return place < 0 ? LONG.length : place;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
