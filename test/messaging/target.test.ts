import { describe, expect, it } from 'vitest';
import { Target, type TargetInit } from '../../src/messaging/target.js';

const ALL = {
  exchange: 'nova',
  topic: 'compute',
  namespace: 'baseapi',
  version: '5.1',
  server: 'host1',
  fanout: true,
  legacyNamespaces: ['old', 'older'],
} as const satisfies TargetInit;

describe('Target', () => {
  it('has what it is given', () => {
    expect({ ...new Target(ALL) }).toStrictEqual(ALL);
  });

  it('needs nothing', () => {
    for (const target of [
      new Target(),
      new Target({}),
      new Target({ topic: undefined, fanout: undefined }),
    ]) {
      expect({ ...target }).toStrictEqual({
        exchange: undefined,
        topic: undefined,
        namespace: undefined,
        version: undefined,
        server: undefined,
        fanout: false,
        legacyNamespaces: undefined,
      });
      expect(target.acceptedNamespaces).toStrictEqual([undefined]);
      expect(String(target)).toBe('<Target >');
    }
  });

  it('accepts its namespace, then the legacy ones', () => {
    expect(new Target(ALL).acceptedNamespaces).toStrictEqual(['baseapi', 'old', 'older']);
    expect(new Target({ legacyNamespaces: ['old'] }).acceptedNamespaces).toStrictEqual([undefined, 'old']);
  });

  it('does not change with what it was made of', () => {
    const legacyNamespaces = ['old'];
    const target = new Target({ legacyNamespaces });
    legacyNamespaces.push('new');
    expect(target.legacyNamespaces).toStrictEqual(['old']);
    expect(Object.isFrozen(target.legacyNamespaces)).toBe(true);
    target.acceptedNamespaces.push('new');
    expect(target.acceptedNamespaces).toStrictEqual([undefined, 'old']);
  });

  it('is shown with what is set, as in oslo.messaging', () => {
    expect(String(new Target(ALL))).toBe(
      '<Target exchange=nova, topic=compute, namespace=baseapi, version=5.1, server=host1, fanout=true>',
    );
    expect(`${new Target({ topic: 'compute', server: '', fanout: false })}`).toBe('<Target topic=compute>');
  });
});

describe('with()', () => {
  const target = new Target(ALL);

  it.each<TargetInit>([
    { exchange: 'other' },
    { topic: 'other' },
    { namespace: 'other' },
    { version: '6.0' },
    { server: 'other' },
    { server: '' },
    { fanout: false },
    { legacyNamespaces: ['x'] },
  ])('makes a copy with %o', (overrides) => {
    const copy = target.with(overrides);
    expect(copy).toBeInstanceOf(Target);
    expect({ ...copy }).toStrictEqual({ ...ALL, legacyNamespaces: undefined, ...overrides });
    expect({ ...target }).toStrictEqual(ALL);
  });

  it('replaces nothing with undefined', () => {
    const nothing = Object.fromEntries(Object.keys(ALL).map((option) => [option, undefined]));
    expect({ ...target.with(nothing) }).toStrictEqual({ ...ALL, legacyNamespaces: undefined });
  });

  it('takes the options of another target', () => {
    expect({ ...new Target({ topic: 'a', server: 'b' }).with(new Target({ topic: 'c' })) }).toMatchObject({
      topic: 'c',
      server: 'b',
    });
  });
});

describe('a wrong option', () => {
  it.each<[unknown, string]>([
    [{ topic: 5 }, 'Wrong topic of a target: found the number 5, expected a string.'],
    [{ exchange: null }, 'Wrong exchange of a target: found null, expected a string.'],
    [{ namespace: ['a'] }, 'Wrong namespace of a target: found an array, expected a string.'],
    [{ version: 1.5 }, 'Wrong version of a target: found the number 1.5, expected a string.'],
    [{ server: {} }, 'Wrong server of a target: found an object, expected a string.'],
    [{ server: () => {} }, 'Wrong server of a target: found a function, expected a string.'],
    [{ fanout: 'yes' }, 'Wrong fanout of a target: found the string "yes", expected a boolean.'],
    [{ fanout: null }, 'Wrong fanout of a target: found null, expected a boolean.'],
    [
      { legacyNamespaces: 'a' },
      'Wrong legacyNamespaces of a target: found the string "a", expected an array of strings.',
    ],
    [
      { legacyNamespaces: null },
      'Wrong legacyNamespaces of a target: found null, expected an array of strings.',
    ],
    [
      { legacyNamespaces: ['a', undefined] },
      'Wrong legacyNamespaces[1] of a target: found undefined, expected a string.',
    ],
    ['compute', 'Wrong options of a target: found the string "compute", expected an object.'],
    [null, 'Wrong options of a target: found null, expected an object.'],
    [[], 'Wrong options of a target: found an array, expected an object.'],
    [
      { sever: 'host1' },
      'A target has no option "sever"; it has: exchange, topic, namespace, version, server, fanout, legacyNamespaces.',
    ],
  ])('%o is named in a TypeError', (init, message) => {
    expect(() => new Target(init as TargetInit)).toThrow(new TypeError(message));
    expect(() => new Target().with(init as TargetInit)).toThrow(new TypeError(message));
  });
});
