import { expect, test } from 'vitest';
import { gracefulTimeoutOf, specFor, workerServiceFor } from '../../src/launcher/spec.js';
import { service } from './definitions.js';

const NO_SECRETS = { secrets: [] };

test('the core gets what it decides by', () => {
  const full = service('api', {
    workers: 3,
    quorum: 2,
    after: ['db'],
    essential: false,
    restartMethod: 'mutate',
    readyTimeout: 7,
    gracefulShutdownTimeout: 8,
    restart: { intensity: 9, period: 10, backoff: { initial: 11, max: 12 } },
    reload: { surge: 13, stableFor: 14 },
    watchdogTimeout: 15,
    recycle: { maxLifetime: 16, maxTasks: 0, maxMemory: { soft: null, hard: null } },
  });
  expect(specFor(full)).toEqual({
    name: 'api',
    size: 3,
    quorum: 2,
    after: ['db'],
    essential: false,
    restartMethod: 'mutate',
    readyTimeout: 7,
    gracefulTimeout: 8,
    stableFor: 14,
    surge: 13,
    intensity: 9,
    period: 10,
    backoff: { initial: 11, max: 12 },
    watchdogTimeout: 15,
    maxLifetime: 16,
  });
});

test('a watchdogTimeout of 0 is no watchdog, a maxLifetime of 0 is for ever', () => {
  expect(specFor(service('api', { watchdogTimeout: 0 }))).toMatchObject({
    watchdogTimeout: null,
    maxLifetime: null,
  });
});

test('a graceful timeout of 0 is for ever, as in oslo', () => {
  expect(gracefulTimeoutOf(service('api', { gracefulShutdownTimeout: 0 }))).toBeNull();
  expect(specFor(service('api', { gracefulShutdownTimeout: 0 })).gracefulTimeout).toBeNull();
  expect(specFor(service('api', { gracefulShutdownTimeout: 0.5 })).gracefulTimeout).toBe(0.5);
});

test.each([
  [Number.POSITIVE_INFINITY, null],
  [0, 0],
])('an intensity of %d is %s to the core', (intensity, expected) => {
  const restart = { intensity, period: 30, backoff: { initial: 0.1, max: 30 } };
  expect(specFor(service('api', { restart })).intensity).toBe(expected);
});

test('what goes to a worker survives the channel as it is', () => {
  const told = workerServiceFor(
    service('api', { config: { port: 0, password: 'one "two"' }, gracefulShutdownTimeout: 0 }),
    // Those of others are none of its business.
    { secrets: ['one "two"', 'three'] },
  );
  expect(told).toEqual({
    name: 'api',
    module: '/srv/api.js',
    config: { port: 0, password: 'one "two"' },
    sharedKeys: [],
    secrets: ['one "two"'],
    gracefulTimeout: null,
    healthInterval: 10,
    beatInterval: 15,
    wear: { maxTasks: null, softMemory: null, hardMemory: null },
  });
  expect(JSON.parse(JSON.stringify(told))).toEqual(told);
});

const MIB = 2 ** 20;

test.each([
  ['watched', 60, null, null, 15],
  ['watched closely, with a limit of memory', 4, 100 * MIB, null, 1],
  ['not watched, with a limit of memory', 0, null, 200 * MIB, 5],
  ['watched loosely, with a limit of memory', 600, 100 * MIB, 200 * MIB, 5],
  ['not watched, without a limit', 0, null, null, null],
])('a worker that is %s beats as often as it takes', (_, watchdogTimeout, soft, hard, beatInterval) => {
  const recycle = { maxLifetime: 0, maxTasks: 0, maxMemory: { soft, hard } };
  expect(workerServiceFor(service('api', { watchdogTimeout, recycle }), NO_SECRETS)).toMatchObject({
    beatInterval,
    wear: { softMemory: soft, hardMemory: hard },
  });
});

test('a worker that may do so many tasks is told how many', () => {
  const recycle = { maxLifetime: 0, maxTasks: 1000, maxMemory: { soft: null, hard: null } };
  expect(workerServiceFor(service('api', { recycle }), NO_SECRETS).wear.maxTasks).toBe(1000);
});

test('the module is absent where the program itself is run again; the export where it is not chosen', () => {
  expect(workerServiceFor(service('api', { module: '' }), NO_SECRETS)).not.toHaveProperty('module');
  expect(workerServiceFor(service('api'), NO_SECRETS)).not.toHaveProperty('export');
  expect(workerServiceFor(service('api', { export: 'named' }), NO_SECRETS)).toMatchObject({
    export: 'named',
  });
});
