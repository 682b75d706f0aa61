import { describe, expect, it } from 'vitest';
import { describePart, type PartFault, readPart, setting } from '../../src/nova/part.js';
import { rules } from '../../src/service/index.js';

const PART = {
  spacing: setting(rules.seconds, 10),
  name: setting(rules.text, 'x'),
  nested: { on: setting(rules.flag, true), most: setting<number, undefined>(rules.integer(1), undefined) },
} as const;

function read(written: unknown) {
  const faults: PartFault[] = [];
  const values = readPart(PART, written, faults);
  return { values, faults: faults.map(({ path, at, message }) => `${path.join('.')} (${at}): ${message}`) };
}

it('describePart() is a JSON Schema of it', () => {
  expect(describePart({ name: PART.name, nested: { most: PART.nested.most } })).toEqual({
    type: 'object',
    properties: {
      name: { description: 'a string that is not empty', default: 'x' },
      nested: {
        type: 'object',
        properties: { most: { description: 'an integer of at least 1' } },
        additionalProperties: false,
      },
    },
  });
});

describe('readPart()', () => {
  it('gives the defaults where nothing is written', () => {
    const values = { spacing: 10, name: 'x', nested: { on: true, most: undefined } };
    expect(read(undefined)).toEqual({ values, faults: [] });
    expect(read({ nested: {} })).toEqual({ values, faults: [] });
  });

  it('reads what is written, also as a string', () => {
    const { values, faults } = read({ spacing: '2.5', nested: { on: 'false', most: 3 } });
    expect(faults).toEqual([]);
    expect(values).toEqual({ spacing: 2.5, name: 'x', nested: { on: false, most: 3 } });
  });

  it('tells every fault with its place', () => {
    expect(read({ spacing: -1, name: 7, nested: { on: 1, most: 0, moist: 2 } }).faults).toEqual([
      'spacing (value): found -1',
      'name (value): found 7',
      'nested.moist (key): found the unknown setting "moist"',
      'nested.on (value): found 1',
      'nested.most (value): found 0',
    ]);
  });

  it.for([[[]], ['a'], [7]])('takes %j for no group', ([written]) => {
    const { values, faults } = read({ nested: written });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^nested \(value\): found /);
    expect(values.nested).toEqual({ on: true, most: undefined });
  });

  it('leaves other keys of the outermost part to others', () => {
    expect(read({ transportUrl: 'ipc://' }).faults).toEqual([]);
  });

  it('has no key of Object.prototype', () => {
    expect(readPart({ constructor: setting(rules.text, 'x') }, {})).toEqual({ constructor: 'x' });
  });
});
