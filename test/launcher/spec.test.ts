import { expect, test } from 'vitest';
import { gracefulTimeoutOf, specFor, workerServiceFor } from '../../src/launcher/spec.js';
import { service } from './definitions.js';

test('the core gets what it decides by', () => {
  const full = service('api', {
    workers: 3,
    after: ['db'],
    essential: false,
    restartMethod: 'mutate',
    readyTimeout: 7,
    gracefulShutdownTimeout: 8,
    restart: { intensity: 9, period: 10, backoff: { initial: 11, max: 12 } },
    reload: { surge: 13, stableFor: 14 },
  });
  expect(specFor(full)).toEqual({
    name: 'api',
    size: 3,
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
  const told = workerServiceFor(service('api', { config: { port: 0 }, gracefulShutdownTimeout: 0 }));
  expect(told).toEqual({ name: 'api', module: '/srv/api.js', config: { port: 0 }, gracefulTimeout: null });
  expect(JSON.parse(JSON.stringify(told))).toEqual(told);
});

test('the module is absent where the program itself is run again; the export where it is not chosen', () => {
  expect(workerServiceFor(service('api', { module: '' }))).not.toHaveProperty('module');
  expect(workerServiceFor(service('api'))).not.toHaveProperty('export');
  expect(workerServiceFor(service('api', { export: 'named' }))).toMatchObject({ export: 'named' });
});
