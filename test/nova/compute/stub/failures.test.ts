import { describe, expect, it } from 'vitest';
import { failureOf, failuresRule } from '../../../../src/nova/compute/stub/failures.js';

describe('the failures of the stub', () => {
  it('have defaults', () => {
    expect(failuresRule.read([{ step: 'spawn' }])).toEqual([
      { step: 'spawn', kind: 'fail', instance: '*', probability: 1 },
    ]);
    const written = { step: 'liveMigration', kind: 'lost', instance: 'vm-*', probability: '0.5' };
    expect(failuresRule.read([written])).toEqual([{ ...written, probability: 0.5 }]);
  });

  it.each([
    'spawn',
    [{}],
    [{ step: 'dance' }],
    [{ step: 'spawn', kind: 'maybe' }],
    [{ step: 'spawn', probability: 2 }],
    [{ step: 'spawn', instance: '' }],
    [{ step: 'spawn', when: 'now' }],
    [null],
  ])('are none in %j', (written) => {
    expect(failuresRule.read(written)).toBeUndefined();
  });

  it('happen to instances of a name, as often as they are to', () => {
    const failures = failuresRule.read([
      { step: 'spawn', kind: 'abort', instance: 'bad-*-x', probability: 0.5 },
      { step: 'spawn', kind: 'reschedule', instance: 'a.c' },
    ])!;
    const at = (name: string, random: number) =>
      failureOf(failures, { step: 'spawn', name, random: () => random })?.kind;
    expect(at('bad-1-x', 0.49)).toBe('abort');
    expect(at('bad-1-x', 0.5)).toBeUndefined();
    expect(at('bad-1-y', 0)).toBeUndefined();
    expect(at('a.c', 0)).toBe('reschedule');
    expect(at('abc', 0)).toBeUndefined();
    expect(failureOf(failures, { step: 'destroy', name: 'a.c', random: () => 0 })).toBeUndefined();
  });
});
