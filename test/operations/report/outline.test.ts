import { describe, expect, it } from 'vitest';
import { outline } from '../../../src/operations/report/outline.js';

describe('outline', () => {
  it('has a line for each value, indented below what it is part of', () => {
    const value = { db: { host: 'here', pool: [1, { max: 2 }] }, on: true, of: null, seconds: 1.23456 };
    expect(outline(value)).toBe(
      'db:\n  host: here\n  pool:\n    1: 1\n    2:\n      max: 2\non: true\nof: null\nseconds: 1.235',
    );
  });

  it('shows every kind of value', () => {
    const values = {
      map: new Map([['a', 1]]),
      set: new Set(['b']),
      date: new Date(0),
      none: new Date(Number.NaN),
      bytes: Buffer.alloc(3),
      run() {},
      big: 12n,
      symbol: Symbol('s'),
      nothing: undefined,
      promise: Promise.resolve(),
      empty: {},
    };
    expect(outline(values).split('\n')).toEqual([
      'map:',
      '  a: 1',
      'set:',
      '  -: b',
      'date: 1970-01-01T00:00:00.000Z',
      'none: (no date)',
      'bytes: (3 bytes)',
      'run: (function run)',
      'big: 12',
      'symbol: Symbol(s)',
      'nothing: undefined',
      'promise: (promise)',
      'empty: (empty)',
    ]);
    expect(outline('text')).toBe('text');
    expect(outline({ text: 'two\nlines' })).toBe('text: two\n  lines');
    expect(outline(new Error('why'))).toMatch(/^Error: why\n {2}/);
  });

  it('masks what is named like a secret', () => {
    const { proxy } = Proxy.revocable({}, {});
    const value = {
      password: 'hunter2',
      apiKey: 7,
      token: '',
      keys: { private: 'x' },
      auth: proxy,
      secret: null,
    };
    expect(outline(value).split('\n').slice(0, 5)).toEqual([
      'password: ***',
      'apiKey: ***',
      'token:',
      'keys:',
      '  private: ***',
    ]);
  });

  it('takes cycles, and the same thing twice', () => {
    const shared = { a: 1 };
    const cyclic: Record<string, unknown> = { one: shared, two: shared };
    cyclic.self = cyclic;
    expect(outline(cyclic)).toBe('one:\n  a: 1\ntwo:\n  a: 1\nself: (it contains itself)');
  });

  it('takes what throws when it is read', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const value = {
      get broken() {
        throw new Error('not now');
      },
      proxy,
      rude: { [Symbol.toPrimitive]: () => Promise.reject, toString: null },
      thrower: {
        get x() {
          throw Object.create(null);
        },
      },
    };
    const text = outline(value);
    expect(text).toContain('broken: (cannot be read: not now)');
    expect(text).toMatch(/proxy: \(cannot be read: .*revoked/);
    expect(text).toContain('x: (cannot be read: what was thrown cannot be shown)');
  });

  it('is bounded in depth, in length, and in time', () => {
    let deep: object = {};
    for (let level = 0; level < 100_000; level++) deep = { deep };
    expect(outline(deep)).toMatch(/\(more levels\)$/);
    expect(
      outline(Array.from({ length: 501 }, () => 0))
        .split('\n')
        .at(-1),
    ).toBe('...: (1 more)');
    const wide = Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`k${at}`, 'x'.repeat(10_000)]));
    const text = outline([wide, wide, wide]);
    expect(text.length).toBeLessThan(200_000);
    expect(text).toMatch(/\(there is more\)$/);
    const endless = new Proxy({}, { ownKeys: () => ['again'], getOwnPropertyDescriptor, get: () => endless });
    expect(outline({ endless })).toContain('(it contains itself)');
  });
});

const getOwnPropertyDescriptor = () => ({ enumerable: true, configurable: true, value: 0 });
