import { describe, expect, it } from 'vitest';
import { countAttempt, filterPropertiesOf } from '../../../src/nova/conductor/filter-properties.js';
import { MaxRetriesExceeded } from '../../../src/nova/exception/index.js';
import { RequestSpec } from '../../../src/nova/objects/index.js';

describe('filterPropertiesOf()', () => {
  it('has only what is asked for', () => {
    const spec = new RequestSpec({ force_hosts: [], ignore_hosts: ['c1'], scheduler_hints: {} });
    expect(filterPropertiesOf(spec)).toEqual({ ignore_hosts: ['c1'] });
  });

  it('has hints of one value without their list', () => {
    const spec = new RequestSpec({ scheduler_hints: { one: ['a'], two: ['a', 'b'] } });
    expect(filterPropertiesOf(spec)).toEqual({ scheduler_hints: { one: 'a', two: ['a', 'b'] } });
  });
});

describe('countAttempt()', () => {
  it.for([
    [{}, 1],
    [{ retry: { num_attempts: 1, hosts: [] } }, 2],
  ] as const)('%j is attempt %i', ([before, count]) => {
    expect(countAttempt(before, 'u', 3).retry!.num_attempts).toBe(count);
  });

  it.for([{ force_hosts: ['c1'] }, { force_nodes: ['n1'] }])('counts none with %j', (properties) => {
    expect(countAttempt(properties, 'u', 3)).toEqual(properties);
  });

  it('counts none where there is but one', () => {
    expect(countAttempt({}, 'u', 1)).toEqual({});
  });

  it('forgets the last error, which is told when there was one too many', () => {
    const retry = { num_attempts: 2, hosts: [], exc: ['line'], exc_reason: 'It was full.' };
    expect(countAttempt({ retry }, 'u', 3).retry).toEqual({ num_attempts: 3, hosts: [] });
    const last = { ...retry, num_attempts: 3 };
    expect(() => countAttempt({ retry: last }, 'u', 3)).toThrow(MaxRetriesExceeded);
    expect(() => countAttempt({ retry: last }, 'u', 3)).toThrow('It was full.');
  });
});
