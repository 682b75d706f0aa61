// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is what is interpolated
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseLauncher } from '../../src/definition/choose.js';
import { DefinitionError } from '../../src/definition/faults.js';
import type { DefinitionInput } from '../../src/definition/generated/input.js';
import { DEFAULT_SCHEDULING_POLICY } from '../../src/definition/settings.js';
import { faultsOf, load, workspace } from './workspace.js';

function withServices(services: object, config?: object): string {
  return workspace({ 'api.js': '', 'services.json': { ...(config && { config }), services } });
}

const module = './api.js';

test('a service that says nothing but its module has every default', async () => {
  const cwd = withServices({ api: { module } });
  expect(await load(cwd)).toEqual({
    file: join(cwd, 'services.json'),
    schedulingPolicy: DEFAULT_SCHEDULING_POLICY,
    report: {},
    secrets: [],
    warnings: [],
    services: [
      {
        name: 'api',
        module: join(cwd, 'api.js'),
        workers: 1,
        quorum: null,
        config: {},
        env: {},
        nodeArgs: [],
        after: [],
        essential: true,
        restartMethod: 'reload',
        readyTimeout: 30,
        gracefulShutdownTimeout: 60,
        restart: { intensity: 5, period: 30, backoff: { initial: 0.1, max: 30 } },
        reload: { surge: 1, stableFor: 1 },
        watchdogTimeout: 60,
        healthInterval: 10,
        recycle: { maxLifetime: 0, maxTasks: 0, maxMemory: { soft: null, hard: null } },
        sharedKeys: [],
      },
    ],
  });
});

test('what is written of a nested object leaves its other defaults', async () => {
  const cwd = withServices({
    api: { module, restart: { intensity: 'unlimited', backoff: { max: 5 } }, reload: { stableFor: 0 } },
  });
  expect((await load(cwd)).services[0]).toMatchObject({
    restart: { intensity: Number.POSITIVE_INFINITY, period: 30, backoff: { initial: 0.1, max: 5 } },
    reload: { surge: 1, stableFor: 0 },
  });
});

test('everything that is written arrives', async () => {
  const written = {
    export: 'Api',
    workers: 3,
    env: { TZ: 'UTC' },
    nodeArgs: ['--import', 'tsx'],
    essential: false,
    restartMethod: 'mutate',
    readyTimeout: 0.5,
    gracefulShutdownTimeout: 0,
    restart: { intensity: 0, period: 1, backoff: { initial: 1, max: 2 } },
    reload: { surge: 2, stableFor: 3 },
    watchdogTimeout: 0,
    healthInterval: 0.5,
  };
  const recycle = { maxLifetime: 60, maxTasks: 7, maxMemory: { soft: '512M', hard: 2 ** 30 } };
  const cwd = withServices({ api: { module, ...written, recycle, schedulingPolicy: 'rr' } });
  const definition = await load(cwd);
  expect(definition.services[0]).toMatchObject(written);
  expect(definition.services[0]!.recycle).toEqual({
    maxLifetime: 60,
    maxTasks: 7,
    maxMemory: { soft: 512 * 2 ** 20, hard: 2 ** 30 },
  });
  expect(definition.schedulingPolicy).toBe('rr');
});

test('the file of the log starts at the definition, too, and has a mode', async () => {
  const cwd = withServices({ api: { module } });
  const { services } = JSON.parse(readFileSync(join(cwd, 'services.json'), 'utf8'));
  writeFileSync(join(cwd, 'services.json'), JSON.stringify({ services, log: { file: 'logs/api.log' } }));
  expect((await load(cwd)).log).toEqual({ file: join(cwd, 'logs/api.log'), mode: 0o640 });
  writeFileSync(join(cwd, 'services.json'), JSON.stringify({ services, log: { file: '/x', mode: '600' } }));
  expect((await load(cwd)).log).toEqual({ file: '/x', mode: 0o600 });
  writeFileSync(join(cwd, 'services.json'), JSON.stringify({ services, metrics: '[::1]:65536' }));
  await expect(load(cwd)).rejects.toThrow(/"\[::1\]:65536".*HOST:PORT/s);
});

test('where reports go, and the backdoor, are said for all services; paths start at the definition', async () => {
  const cwd = withServices({ api: { module } });
  const report = { directory: 'reports', trigger: '/run/report' };
  const { services } = JSON.parse(readFileSync(join(cwd, 'services.json'), 'utf8'));
  writeFileSync(join(cwd, 'services.json'), JSON.stringify({ services, report, backdoor: '8800:8899' }));
  expect(await load(cwd)).toMatchObject({
    report: { directory: join(cwd, 'reports'), trigger: '/run/report' },
    backdoor: '8800:8899',
  });
  writeFileSync(join(cwd, 'services.json'), JSON.stringify({ services, backdoor: '{pid}.sock' }));
  expect(await load(cwd)).toMatchObject({ backdoor: join(cwd, '{pid}.sock') });
});

test('which keys of the config nobody has written for the service itself', async () => {
  const cwd = withServices({ api: { module, config: { a: 1 } } }, { a: 0, b: 0, c: 0 });
  const { services } = await load(cwd, { set: ['b=1'] });
  expect(services[0]!.sharedKeys).toEqual(['c']);
});

test('config is shared, merged deeply, and replaced where it is no object', async () => {
  const shared = { debug: false, db: { host: 'h', port: 1 }, list: [1, 2], gone: { a: 1 } };
  const own = { db: { port: 2 }, list: [3], gone: 'x', own: null };
  const cwd = withServices({ a: { module, config: own }, b: { module } }, shared);
  const [a, b] = (await load(cwd)).services;
  expect(a!.config).toEqual({ debug: false, db: { host: 'h', port: 2 }, list: [3], gone: 'x', own: null });
  expect(b!.config).toEqual(shared);
});

test('--set and the options after -- lie over the config of every selected service, in that order', async () => {
  const cwd = withServices({ a: { module, config: { x: { y: 1, z: 1 } } }, b: { module } });
  const { services } = await load(cwd, {
    set: ['x.y=2', 'only.set=[1]'],
    serviceOptions: ['--x.y=3', '--debug'],
  });
  expect(services.map(({ config }) => config)).toEqual([
    { x: { y: 3, z: 1 }, only: { set: [1] }, debug: true },
    { x: { y: 3 }, only: { set: [1] }, debug: true },
  ]);
});

test('a number of workers for the selected services replaces that of the definition', async () => {
  const cwd = withServices({ a: { module, workers: 7 }, b: { module } });
  expect((await load(cwd, { workers: 2 })).services.map(({ workers }) => workers)).toEqual([2, 2]);
  const [auto] = (await load(cwd, { workers: 'auto', binaries: ['b'] })).services;
  expect(auto!.workers).toBeGreaterThanOrEqual(1);
  expect(Number.isInteger(auto!.workers)).toBe(true);
});

test.each([0, -1, 1.5, Number.NaN, 'four', 1025])('%s is no number of workers', async (workers) => {
  const cwd = withServices({ a: { module } });
  const refused = load(cwd, { workers: workers as number });
  await expect(refused).rejects.toMatchObject({ code: 'NL_USAGE', exitCode: 2 });
});

test('services start after what they need, otherwise in the order of the file', async () => {
  const cwd = withServices({
    api: { module, after: ['db', 'cache'] },
    mailer: { module },
    cache: { module, after: ['db'] },
    db: { module },
  });
  const { services } = await load(cwd);
  expect(services.map(({ name }) => name)).toEqual(['mailer', 'db', 'cache', 'api']);
});

test('a name in "after" that is not selected is dropped, and said', async () => {
  const cwd = withServices({ api: { module, after: ['db', 'cache'] }, db: { module }, cache: { module } });
  const { services, warnings } = await load(cwd, { binaries: ['cache', 'api'] });
  expect(services.map(({ name, after }) => ({ name, after }))).toEqual([
    { name: 'cache', after: [] },
    { name: 'api', after: ['cache'] },
  ]);
  expect(warnings).toEqual(['The service api starts without waiting for db, which is not selected.']);
});

test('all of it is frozen', async () => {
  const cwd = withServices({ api: { module, config: { a: [{ b: 1 }] }, restart: { period: 3 } } });
  const definition = await load(cwd, { set: ['c.d=1'] });
  const thawed: string[] = [];
  const walk = (value: unknown, path: string) => {
    if (typeof value !== 'object' || value === null) return;
    if (!Object.isFrozen(value)) thawed.push(path);
    for (const [key, item] of Object.entries(value)) walk(item, `${path}.${key}`);
  };
  walk(definition, '');
  expect(thawed).toEqual([]);
});

test('__proto__ in config is data, whoever writes it', async () => {
  const cwd = workspace({
    'api.js': '',
    'services.json': `{ "config": { "__proto__": { "polluted": 1 }, "a": { "__proto__": { "polluted": 2 } } },
      "services": { "api": { "module": "./api.js", "config": { "__proto__": { "more": 1 } } } } }`,
  });
  const set = ['__proto__.polluted=3', 'constructor.prototype.polluted=4'];
  const { services } = await load(cwd, { set, serviceOptions: ['--__proto__.polluted=5'] });
  const { config } = services[0]!;
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
  expect(Object.getPrototypeOf(config)).toBe(Object.prototype);
  expect(Object.getOwnPropertyDescriptor(config, '__proto__')!.value).toEqual({ polluted: 3, more: 1 });
});

test('every fault is told, in the order of the file, each once', async () => {
  const cwd = workspace({
    'services.json': [
      '{ "conifg": {},',
      '  "services": {',
      '    "a": { "module": "./a.js", "workers": "x", "env": { "N": 1, "M": "${NO}" } },',
      '    "b": { "module": "./b.js", "after": ["c", "a"] },',
      '    "a": { "module": "./a.js", "after": ["b"] } } }',
    ].join('\n'),
  });
  const faults = await faultsOf(cwd);
  expect(faults.map(({ line, path }) => `${line} ${path}`)).toEqual([
    '1 conifg',
    '3 services.a.env.M',
    '4 services.b.module',
    '4 services.b.after[0]',
    '5 services.a',
    '5 services.a.module',
    '5 services.a.after',
  ]);
});

test('a fault is one line: place, path, what was found, what was expected, the remedy', async () => {
  const cwd = workspace({
    'api.js': '',
    'services.json': '{\n"services": { "api": {\n  "module": "./api.js",\n  "workers": "four" } } }',
  });
  const error = await load(cwd).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DefinitionError);
  expect(error).toMatchObject({ code: 'NL_DEFINITION', exitCode: 78 });
  expect((error as Error).message).toBe(
    'services.json:4:14  services.api.workers: found "four"; expected a positive integer or "auto" (at most 1024). Remedy: Correct it, or remove it for the default (1).',
  );
});

test('a definition in memory is treated as a file is', async () => {
  const cwd = workspace({ 'api.js': '' });
  const definition: DefinitionInput = {
    services: { api: { module, config: { a: '${A}' }, env: undefined } },
  };
  const loaded = await load(cwd, { definition, env: { A: 'x' } });
  expect(loaded).not.toHaveProperty('file');
  expect(loaded.services[0]).toMatchObject({ module: join(cwd, 'api.js'), config: { a: 'x' } });
  expect(definition.services!.api!.config).toEqual({ a: '${A}' });
});

test('a definition in memory that is no data has faults without a line', async () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  const config = { call: () => 1, when: new Date(0), big: 10n, nan: Number.NaN, cycle };
  const faults = await faultsOf(workspace({ 'api.js': '' }), {
    definition: { services: { api: { module, config } } },
  });
  expect(faults.map(({ file, path, message, line }) => [file, path, message, line])).toEqual([
    ['definition', 'services.api.config.call', 'found a function', undefined],
    ['definition', 'services.api.config.when', 'found an instance of Date', undefined],
    ['definition', 'services.api.config.big', 'found 10', undefined],
    ['definition', 'services.api.config.nan', 'found NaN', undefined],
    ['definition', 'services.api.config.cycle.self', 'found an object that contains itself', undefined],
  ]);
});

test('one service with one worker and no options for node runs in this process', async () => {
  const choice = async (services: object) => chooseLauncher(await load(withServices(services)));
  expect(await choice({ a: { module } })).toBe('ServiceLauncher');
  expect(await choice({ a: { module, workers: 2 } })).toBe('ProcessLauncher');
  expect(await choice({ a: { module, nodeArgs: ['--import', 'tsx'] } })).toBe('ProcessLauncher');
  expect(await choice({ a: { module }, b: { module } })).toBe('ProcessLauncher');
});
