// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is what is interpolated
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { explainDefinition } from '../../src/definition/explain.js';
import { workspace } from './workspace.js';

const TEXT = `{
  "config": { "debug": false, "db": { "url": "amqp://me:pa55word@host/x" } },
  "services": {
    "api": {
      "module": "./api.js",
      "workers": "auto",
      "config": {
        "port": "\${PORT}",
        "host": "\${HOST:-0.0.0.0}",
        "token": "\${file:./token}",
        "copy": ["s3cret-token", { "apiKey": "abc", "enabled": true }],
        "empty": {}
      },
      "env": { "TZ": "UTC", "AWS_SECRET": "abc" },
      "restart": { "intensity": "unlimited", "backoff": { "max": 5 } }
    }
  }
}`;

test('every value tells where it comes from, and no secret is told', async () => {
  const cwd = workspace({ 'services.json': TEXT, token: 's3cret-token\n', 'api.js': '' });
  const plan = await explainDefinition({
    cwd,
    env: { PORT: '80' },
    workers: 3,
    set: ['debug=true', 'x.y=1'],
    serviceOptions: ['--x.y=2'],
  });
  const lines = (values: readonly { path: string; value: unknown; origin: string }[]) =>
    values.map(({ path, value, origin }) => `${path} = ${JSON.stringify(value)} (${origin})`);

  const [api] = plan.services;
  expect(plan.launcher).toBe('ProcessLauncher');
  expect(lines(api!.settings)).toEqual([
    'workers = 3 (--workers)',
    'restart.intensity = "unlimited" (services.json:15)',
    'restart.backoff.max = 5 (services.json:15)',
  ]);
  expect(lines(api!.config)).toEqual([
    'debug = true (--set)',
    'db.url = "amqp://me:***@host/x" (services.json:2)',
    'port = "80" (services.json:8, env PORT)',
    'host = "0.0.0.0" (services.json:9, default since HOST is not set)',
    `token = "***" (services.json:10, file ${join(cwd, 'token')})`,
    'copy[0] = "***" (services.json:11)',
    'copy[1].apiKey = "***" (services.json:11)',
    'copy[1].enabled = true (services.json:11)',
    'empty = {} (services.json:12)',
    'x.y = 2 (option after --)',
  ]);
  expect(lines(api!.env)).toEqual(['TZ = "UTC" (services.json:14)', 'AWS_SECRET = "***" (services.json:14)']);
  expect(JSON.stringify(plan)).not.toMatch(/s3cret|pa55word|abc/);
});

test('what a variable with a secret-looking name had a part in is masked, as written or as its default', async () => {
  const api = {
    module: './api.js',
    nodeArgs: ['--no-warnings', '--title=${API_TOKEN}'],
    config: {
      bearer: '${API_TOKEN}',
      list: ['Bearer ${API_TOKEN}', '${PORT}'],
      nested: '${NOBODY:-${DB_PASSWORD}}',
      preset: '${OLD_SECRET:-pr3set}',
      plain: '${PORT}',
    },
    env: { Q: '${DB_PASSWORD}', MONKEY: '${MONKEY}' },
  };
  const cwd = workspace({ 'services.json': { services: { api } }, 'api.js': '' });
  const env = { API_TOKEN: 't0ken', DB_PASSWORD: 'pa55word', PORT: '80', MONKEY: 'banana' };
  const plan = await explainDefinition({ cwd, env });
  const [{ settings, config, env: variables }] = plan.services as [(typeof plan.services)[0]];
  const values = [...settings, ...config, ...variables].map(({ path, value }) => [path, value]);
  expect(Object.fromEntries(values)).toEqual({
    nodeArgs: '***',
    bearer: '***',
    'list[0]': '***',
    'list[1]': '80',
    nested: '***',
    preset: '***',
    plain: '80',
    Q: '***',
    MONKEY: 'banana',
  });
  expect(config[0]!.origin).toMatch(/, env API_TOKEN$/);
  expect(JSON.stringify(plan)).not.toMatch(/t0ken|pa55word|pr3set/);
});

test('"auto" says what it came to', async () => {
  const cwd = workspace({ 'services.json': TEXT, token: 'x', 'api.js': '' });
  const { services } = await explainDefinition({ cwd, env: { PORT: '80' } });
  expect(services[0]!.settings[0]).toEqual({
    path: 'workers',
    value: services[0]!.workers,
    origin: 'services.json:6 ("auto")',
  });
});

test('what a package declares is told by its package.json, a definition in memory by that name', async () => {
  const cwd = workspace({
    'package.json': {
      'nova-launch': { binaries: { api: { module: './api.js', readyTimeout: 1, config: { a: 1 } } } },
    },
    'api.js': '',
  });
  const definition = { config: { b: 2 }, services: { api: { essential: false } } };
  const { services, file } = await explainDefinition({ cwd, definition });
  expect(file).toBeUndefined();
  expect(services[0]!.settings).toEqual([
    { path: 'essential', value: false, origin: 'definition' },
    { path: 'readyTimeout', value: 1, origin: 'package.json:1' },
  ]);
  expect(services[0]!.config.map(({ path, origin }) => [path, origin])).toEqual([
    ['b', 'definition'],
    ['a', 'package.json:1'],
  ]);
});
