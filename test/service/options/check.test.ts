import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as mini from 'zod/mini';
import { checkOptions } from '../../../src/service/options/check.js';
import { declaredBy } from '../../../src/service/options/declared.js';

const schema = z.object({
  port: z.int().min(0).max(65535).default(8080),
  db: z.object({ host: z.string(), pool: z.int().min(1).default(10) }),
  tags: z.array(z.object({ name: z.string() })).default([]),
  limits: z.record(z.string(), z.int()).optional(),
});

const check = (
  config: Record<string, unknown>,
  shared: string[] = [],
  given: unknown = { options: schema },
) => checkOptions(declaredBy(given), config, shared);

/** "path: message" of every fault. */
const faults = async (...args: Parameters<typeof check>) =>
  (await check(...args)).faults.map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('checkOptions', () => {
  it('gives the values with their defaults, frozen all the way down', async () => {
    const { values, faults: none } = await check({ db: { host: 'h' } });
    expect(none).toEqual([]);
    expect(values).toEqual({ port: 8080, db: { host: 'h', pool: 10 }, tags: [] });
    expect(Object.isFrozen(values) && Object.isFrozen(values.db) && Object.isFrozen(values.tags)).toBe(true);
  });

  it('finds every fault, not only the first', async () => {
    expect(await faults({ port: 'x', db: { pool: 0 }, tags: [{ name: 1 }] })).toEqual([
      'port: expected number, received string',
      'db.host: missing: expected string',
      'db.pool: Too small: expected number to be >=1',
      'tags.0.name: expected string, received number',
    ]);
  });

  it.each([
    ['in a list', z.array(z.object({ host: z.string() })), [{ host: 'a', prot: 1 }], 'x.0.prot'],
    ['in a strict list', z.array(z.strictObject({ host: z.string() })), [{ host: 'a', prot: 1 }], 'x.0.prot'],
    ['in a tuple', z.tuple([z.int(), z.strictObject({ a: z.int() })]), [1, { a: 1, b: 1 }], 'x.1.b'],
    ['in a record', z.record(z.string(), z.object({ max: z.int() })), { a: { max: 1, min: 0 } }, 'x.a.min'],
    [
      'in a strict record',
      z.record(z.string(), z.strictObject({ a: z.int() })),
      { r: { a: 1, b: 2 } },
      'x.r.b',
    ],
    ['in parts', z.object({ a: z.int() }).and(z.object({ b: z.int() })), { a: 1, b: 2, c: 3 }, 'x.c'],
    ['after preprocess', z.preprocess((it) => it, z.object({ a: z.int() })), { a: 1, b: 2 }, 'x.b'],
  ])('takes an unknown option for a fault %s', async (_where, x, given, path) => {
    const found = await faults({ x: given }, [], { options: z.object({ x }) });
    expect(found).toEqual([`${path}: found the unknown option "${path.split('.').at(-1)}"`]);
  });

  it('takes an option of another alternative for a fault where the alternative is strict', async () => {
    const store = z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('file'), path: z.string() }),
      z.strictObject({ kind: z.literal('memory'), size: z.int() }),
    ]);
    const options = { options: z.object({ store }) };
    expect(await faults({ store: { kind: 'memory', size: 1 } }, [], options)).toEqual([]);
    expect(await faults({ store: { kind: 'memory', size: 1, path: '/' } }, [], options)).toEqual([
      'store.path: found the unknown option "path"',
    ]);
    expect(await faults({ store: { kind: 'memory', size: 1, sise: 1 } }, [], options)).toEqual([
      'store.sise: found the unknown option "sise"',
    ]);
  });

  it('takes an unknown option for a fault, at any depth, and knows what was meant', async () => {
    const { faults: found } = await check({ prot: 1, db: { host: 'h', pol: 1 } });
    expect(found).toEqual([
      {
        path: ['prot'],
        at: 'key',
        message: 'found the unknown option "prot"',
        expected: 'one of port, db, tags, limits',
        remedy: 'Did you mean "port"?',
      },
      {
        path: ['db', 'pol'],
        at: 'key',
        message: 'found the unknown option "pol"',
        expected: 'one of host, pool',
        remedy: 'Did you mean "pool"?',
      },
    ]);
  });

  it('reports an unknown option of a strict object once', async () => {
    expect(await faults({ a: 1 }, [], { options: z.strictObject({}) })).toEqual([
      ': found the unknown option "a"'.replace(':', 'a:'),
    ]);
  });

  it('takes unknown options where the schema does', async () => {
    expect(await faults({ a: 1 }, [], { options: z.looseObject({}) })).toEqual([]);
    expect(await faults({ a: 1 }, [], { options: z.record(z.string(), z.number()) })).toEqual([]);
  });

  it('knows what stands there for other services, and what the launcher reads', async () => {
    const config = { db: { host: 'h' }, region: 'r', logLevel: 'debug', debug: true, logOptions: false };
    expect((await check(config, ['region'])).faults).toEqual([]);
    expect((await check(config, ['region'])).values).not.toHaveProperty('region');
    expect(await faults(config)).toEqual(['region: found the unknown option "region"']);
  });

  it('leaves what a base class reads to that', async () => {
    class Base {
      start() {}
      static configKeys = ['topic'];
      static checkConfig({ topic }: { topic?: unknown }) {
        return topic === 7 ? [{ path: ['topic'], at: 'value', message: 'found 7', remedy: 'x' }] : [];
      }
    }
    class Api extends Base {
      static options = z.object({ port: z.int() });
    }
    expect((await check({ port: 1, topic: 't' }, [], Api)).values).toEqual({ port: 1, topic: 't' });
    expect(await faults({ port: 1, topic: 7 }, [], Api)).toEqual(['topic: found 7']);
  });

  it('takes everything where nothing is declared', async () => {
    expect(await check({ a: { b: 1 } }, [], class {})).toEqual({ values: { a: { b: 1 } }, faults: [] });
  });

  it('takes transforms, other classes and zod/mini', async () => {
    const options = mini.object({
      since: mini.pipe(
        mini.string(),
        mini.transform((text) => new Date(text)),
      ),
    });
    const { values } = await check({ since: '2026-01-01' }, [], { options });
    expect(values.since).toEqual(new Date('2026-01-01'));
  });

  it('keeps "__proto__" a key like any other', async () => {
    const config = JSON.parse('{"__proto__": {"port": 1}, "db": {"host": "h"}}');
    expect(await faults(config)).toEqual(['__proto__: found the unknown option "__proto__"']);
  });
});

describe('declaredBy', () => {
  it('takes the schema of a class, of a factory, of an object, and of the module beside them', () => {
    class Api {
      static options = schema;
      start() {}
    }
    expect(declaredBy(Api).schema).toBe(schema);
    expect(declaredBy(Object.assign(() => ({}), { options: schema })).schema).toBe(schema);
    expect(declaredBy({ start() {}, options: schema }).schema).toBe(schema);
    expect(declaredBy(() => ({}), schema).schema).toBe(schema);
  });

  it('does not mind other things of that name, but a schema that it does not know', () => {
    expect(declaredBy({ options: { a: 1 } }).schema).toBeUndefined();
    expect(declaredBy(class {}, ['x']).schema).toBeUndefined();
    const zod3 = { safeParse() {}, _def: {} };
    expect(() => declaredBy({ options: zod3 })).toThrow(/expected a zod schema of zod 4/);
  });
});
