import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Changes, declaredBy, RuntimeConfig } from '../../../src/service/options/index.js';

const options = z.object({
  port: z.int().default(8080),
  password: z.string().default('').meta({ secret: true }),
  pool: z.int().min(1).default(10).meta({ mutable: true }),
  db: z
    .object({ url: z.string().default('u'), retries: z.int().default(3).meta({ mutable: true }) })
    .prefault({}),
  limits: z.record(z.string(), z.int()).default({}).meta({ mutable: true }),
});

const lines: { level: string; fields: Record<string, unknown>; sentence: string }[] = [];
const write = (level: string) => (fields: unknown, sentence: string) =>
  lines.push({ level, fields: fields as Record<string, unknown>, sentence });
const log = {
  warn: write('warn'),
  error: write('error'),
  info: write('info'),
  debug: write('debug'),
} as never;

beforeEach(() => {
  lines.length = 0;
});

async function started(config: Record<string, unknown> = {}, schema: unknown = options) {
  const runtime = new RuntimeConfig('api', { config }, log);
  await runtime.declare(declaredBy({ options: schema ?? undefined }), { config });
  const told: Changes[] = [];
  runtime.values.onMutate((changes) => told.push(changes));
  return { runtime, told };
}

describe('RuntimeConfig', () => {
  it('refuses a config with every fault of it, by a code', async () => {
    await expect(started({ port: 'x', pol: 1 })).rejects.toMatchObject({
      code: 'NL_OPTIONS',
      exitCode: 78,
      message:
        'config.pol of the service api: found the unknown option "pol"; expected one of port, password, pool, db, limits. ' +
        'Remedy: Did you mean "pool"?\n' +
        'config.port of the service api: expected number, received string. Remedy: Correct it.',
    });
  });

  it('tells old and new values of exactly what changed', async () => {
    const { runtime, told } = await started({ pool: 1, limits: { a: 1, b: 2 } });
    const values = runtime.values;
    await runtime.mutate({ config: { pool: 2, limits: { a: 1, b: 3, c: 4 }, db: { retries: 5 } } });
    expect(told).toEqual([
      {
        pool: { old: 1, new: 2 },
        'limits.b': { old: 2, new: 3 },
        'limits.c': { old: undefined, new: 4 },
        'db.retries': { old: 3, new: 5 },
      },
    ]);
    expect(values).toMatchObject({ pool: 1 });
    expect(runtime.values).toMatchObject({ pool: 2, db: { url: 'u', retries: 5 } });
    expect(Object.isFrozen(runtime.values)).toBe(true);
  });

  it('takes no mutate that would leave a config which the schema refuses', async () => {
    const pair = z
      .object({ least: z.int(), most: z.int().default(9).meta({ mutable: true }) })
      .refine(({ least, most }) => least <= most, { path: ['most'], message: 'less than the least' });
    const { runtime, told } = await started({ least: 5 }, pair);
    const lower = { config: { least: 1, most: 3 } };
    const refusal = {
      code: 'NL_OPTIONS',
      message: expect.stringMatching(/config\.most .*less than the least.* keeps its value .*\(least\)/),
    };
    await expect(runtime.judge(lower)).rejects.toMatchObject(refusal);
    await expect(runtime.mutate(lower)).rejects.toMatchObject(refusal);
    expect([runtime.values, told]).toEqual([{ least: 5, most: 9 }, []]);
    await runtime.mutate({ config: { least: 6, most: 7 } });
    expect(runtime.values).toEqual({ least: 5, most: 7 });
    await runtime.mutate({ config: { least: 6, most: 5 } }).catch(() => {});
    await runtime.mutate({ config: { least: 5, most: 5 } });
    expect(runtime.values).toEqual({ least: 5, most: 5 });
    // A restart keeps nothing.
    await runtime.checkReplace(lower);
    await runtime.replace(lower);
    expect(runtime.values).toEqual({ least: 1, most: 3 });
  });

  it('keeps what a group had that is not there any more, or was not', async () => {
    const nested = z.object({ db: z.object({ url: z.string(), pool: z.int().optional() }).optional() });
    const { runtime } = await started({ db: { url: 'a', pool: 1 } }, nested);
    await runtime.mutate({ config: {} });
    expect(runtime.values).toEqual({ db: { url: 'a', pool: 1 } });
    await runtime.mutate({ config: { db: { url: 'a' } } });
    expect(runtime.values).toEqual({ db: { url: 'a', pool: 1 } });
    const { runtime: other } = await started({}, nested);
    await other.mutate({ config: { db: { url: 'a' } } });
    expect(other.values).toEqual({});
  });

  it('tells nothing when nothing has changed', async () => {
    const { runtime, told } = await started({ pool: 1 });
    await runtime.mutate({ config: { pool: 1 } });
    expect(told).toEqual([]);
  });

  it('keeps what is not mutable, with a warning', async () => {
    const { runtime, told } = await started();
    await runtime.mutate({ config: { port: 1, pool: 2, db: { url: 'v' } } });
    expect(told).toEqual([{ pool: { old: 10, new: 2 } }]);
    expect(runtime.values).toMatchObject({ port: 8080, pool: 2, db: { url: 'u' } });
    expect(lines).toMatchObject([{ level: 'warn', fields: { options: ['port', 'db.url'] } }]);
    expect(lines[0]!.sentence).toMatch(/keep their values until a restart: port, db\.url\.$/);
  });

  it('lets what only the base class or the launcher knows change, beside a schema', async () => {
    const runtime = new RuntimeConfig('api', { config: {} }, log);
    const holder = { options: z.object({ port: z.number().default(1) }), configKeys: ['http'] };
    await runtime.declare(declaredBy(holder), { config: {} });
    const changes = await runtime.mutate({ config: { http: { port: 80 }, logLevel: 'debug' } });
    expect(changes).toEqual({ http: { old: undefined, new: { port: 80 } } });
    expect(lines).toEqual([]);
  });

  it('keeps the old config when the new one is wrong', async () => {
    const { runtime, told } = await started();
    const before = runtime.values;
    await expect(runtime.mutate({ config: { pool: 0 } })).rejects.toMatchObject({ code: 'NL_OPTIONS' });
    await expect(runtime.judge({ config: { pool: 0 } })).rejects.toMatchObject({ code: 'NL_OPTIONS' });
    expect(runtime.values).toBe(before);
    expect(told).toEqual([]);
  });

  it('lets everything change where nothing is declared, groups option by option', async () => {
    const { runtime, told } = await started({ a: { b: 1, c: 1 }, list: [1] }, null);
    await runtime.mutate({ config: { a: { b: 2, c: 1 }, list: [1, 2] } });
    expect(told).toEqual([{ 'a.b': { old: 1, new: 2 }, list: { old: [1], new: [1, 2] } }]);
  });

  it('calls every listener, also when one throws, until it is taken out', async () => {
    const { runtime, told } = await started();
    runtime.values.onMutate(() => {
      throw new Error('no');
    });
    const late: Changes[] = [];
    const remove = runtime.values.onMutate((changes) => late.push(changes));
    await runtime.mutate({ config: { pool: 2 } });
    expect([told.length, late.length]).toEqual([1, 1]);
    expect(lines).toMatchObject([{ level: 'error', sentence: 'An onMutate of api failed: no' }]);
    remove();
    await runtime.mutate({ config: { pool: 3 } });
    expect([told.length, late.length]).toEqual([2, 1]);
  });

  it('gives way to an option that is called onMutate, and hides its own', async () => {
    const runtime = new RuntimeConfig('api', { config: { onMutate: 1 } }, log);
    expect(runtime.values.onMutate).toBe(1);
    expect(Object.keys((await started()).runtime.values)).not.toContain('onMutate');
  });

  it('dumps every option, secrets masked: by the schema, by their names, and in URLs', async () => {
    const { runtime } = await started({ password: 'p', db: { url: 'pg://u:secret@h/d' } });
    runtime.dump(log, 'info');
    expect(lines[0]).toMatchObject({
      level: 'info',
      fields: {
        options: { port: 8080, password: '***', pool: 10, 'db.url': 'pg://u:***@h/d', 'db.retries': 3 },
      },
    });
    expect(lines[0]!.sentence).toContain('port = 8080, password = "***"');
    const plain = new RuntimeConfig(
      'b',
      { config: { apiKey: 'k', tokens: ['t'], none: '', keyed: true } },
      log,
    );
    expect(plain.masked()).toEqual({ apiKey: '***', tokens: '***', none: '', keyed: true });
  });

  it('finds secrets inside arrays and records', async () => {
    const schema = z.object({
      users: z.array(z.object({ name: z.string(), pin: z.string().meta({ secret: true }) })),
      byName: z.record(z.string(), z.string().meta({ secret: true })),
    });
    const { runtime } = await started({ users: [{ name: 'a', pin: '1' }], byName: { a: '1' } }, schema);
    expect(runtime.masked()).toEqual({ users: [{ name: 'a', pin: '***' }], byName: { a: '***' } });
  });
});
