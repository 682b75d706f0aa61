import { expect, test } from 'vitest';
import { load, workspace } from './workspace.js';

/**
 * SD5 to SD8: a package sets defaults of its own for graceful_shutdown_timeout and log_options, which
 * set_service_opts_defaults() does there. Here they stand in its package.json, beside the module of its binary.
 */

const api = { module: './api.js', gracefulShutdownTimeout: 180, config: { logOptions: false } };

/** Where the package is installed, with what services.json says of its binary. */
function installed(defaults: object, service: object = {}): string {
  return workspace({
    'package.json': { name: 'me', dependencies: { dep: '1' } },
    'node_modules/dep/package.json': { name: 'dep', 'nova-launch': { binaries: { api: defaults } } },
    'node_modules/dep/api.js': '',
    'services.json': { services: { api: service } },
  });
}

async function loaded(cwd: string, set: string[] = []) {
  const { services } = await load(cwd, { set });
  const { gracefulShutdownTimeout, config } = services[0]!;
  return [gracefulShutdownTimeout, config];
}

test('SD5 two defaults are in the definition that is read', async () => {
  expect(await loaded(installed(api))).toEqual([180, { logOptions: false }]);
});

test('SD6 one default leaves the other as it is', async () => {
  const { config, ...one } = api;
  expect(await loaded(installed(one))).toEqual([180, {}]);
});

test('SD7 what is said last holds: the definition, and then the command line', async () => {
  const service = { gracefulShutdownTimeout: 90, config: { logOptions: true } };
  expect(await loaded(installed(api, service))).toEqual([90, { logOptions: true }]);
  expect(await loaded(installed(api, service), ['logOptions=false'])).toEqual([90, { logOptions: false }]);
});

test('SD8 two definitions in one process have nothing of each other', async () => {
  const [first, second] = [installed(api), installed({ module: './api.js' })];
  expect(await loaded(first)).toEqual([180, { logOptions: false }]);
  expect(await loaded(second)).toEqual([60, {}]);
  expect(await loaded(first)).toEqual([180, { logOptions: false }]);
});
