import { expect, it } from 'vitest';
import { factsOf } from '../../src/launcher/facts.js';
import { factsInPlace } from '../../src/launcher/facts-in-place.js';
import { specFor } from '../../src/launcher/spec.js';
import { Driver } from '../supervisor/driver.js';
import { service } from './definitions.js';

/** What systemd is told of each state of a supervisor. */

const spec = (name: string, more = {}) => specFor(service(name, { watchdogTimeout: 0, ...more }));
const factsFor = ({ state, now }: Driver) => factsOf(state, now);

it('a start: as long as the first tries may take', () => {
  const driver = new Driver([spec('a'), spec('b', { after: ['a'], readyTimeout: 50 })]);
  driver.begin();
  const status = 'Starting: a 0/2, b 0/2 workers are ready.';
  expect(factsFor(driver)).toEqual({ phase: 'starting', status, patience: 30 });
  driver.pass(10);
  driver.ready(1);
  // Its quorum is 1: the services after it start.
  expect(factsFor(driver)).toMatchObject({ phase: 'starting', patience: 50 });
});

it('a start that fails again and again is not prolonged', () => {
  const driver = new Driver([spec('a', { workers: 1 })]);
  driver.begin();
  driver.crash(1);
  driver.pass(1);
  expect(driver.slots).toEqual(['a#0 g1 starting']);
  expect(factsFor(driver)).toMatchObject({ phase: 'starting', patience: 0 });
});

it('ready; with too few workers; with a service that an operator stopped', () => {
  const driver = Driver.up(spec('a', { quorum: 2 }), spec('b', { workers: 1 }));
  const ready = { phase: 'ready', patience: 0 };
  expect(factsFor(driver)).toEqual({ ...ready, status: 'Ready: a 2/2, b 1/1 workers are ready.' });
  driver.crash(1);
  expect(factsFor(driver)).toEqual({ ...ready, status: 'Too few workers: a 1/2, b 1/1 workers are ready.' });
  driver.allReady();
  driver.happens({ type: 'stopService', service: 'a' });
  expect(factsFor(driver)).toEqual({ ...ready, status: 'Ready: b 1/1 workers are ready; a is stopped.' });
});

it('many services are summed up', () => {
  const driver = Driver.up(...'abcdef'.split('').map((name) => spec(name)));
  expect(factsFor(driver).status).toBe('Ready: 12/12 workers of 6 services are ready.');
});

it('a reload: reading, rolling, back', () => {
  const driver = Driver.up(spec('a'));
  driver.hangUp();
  const workers = 'a 2/2 workers are ready.';
  expect(factsFor(driver)).toEqual({
    phase: 'reloading',
    status: `Reloading: the definition is read; ${workers}`,
    patience: 30,
  });
  driver.define(spec('a', { readyTimeout: 40 }));
  const rolling = `Reloading: 0 of 2 workers replaced by generation 2; ${workers}`;
  expect(factsFor(driver)).toEqual({ phase: 'reloading', status: rolling, patience: 40 });
  driver.crash(3);
  expect(factsFor(driver)).toMatchObject({ phase: 'ready' });
});

it('a drain without an end is waited for without an end', () => {
  const driver = Driver.up(spec('a', { workers: 1, gracefulShutdownTimeout: 0 }));
  driver.stop();
  expect(factsFor(driver)).toEqual({ phase: 'stopping', status: 'Stopping: 1 worker left.', patience: null });
});

it('a stop: the whole ladder', () => {
  const driver = Driver.up(spec('a'), spec('b', { after: ['a'], gracefulShutdownTimeout: 20 }));
  driver.stop();
  expect(factsFor(driver)).toEqual({ phase: 'stopping', status: 'Stopping: 4 workers left.', patience: 71 });
  driver.finish();
  expect(factsFor(driver)).toMatchObject({ status: 'Stopped.' });
});

it('giving up is no stop like another', () => {
  const driver = new Driver([spec('a', { workers: 1, restart: { ...service('a').restart, intensity: 0 } })]);
  driver.begin();
  driver.crash(1);
  expect(factsFor(driver).status).toBe('Gave up, as a service kept failing; the log says why.');
});

it('services in one process', () => {
  const services = [service('a'), service('b', { readyTimeout: 7, gracefulShutdownTimeout: 20 })];
  expect(factsInPlace(services, 'starting', 2)).toEqual({
    phase: 'starting',
    status: 'Starting b, in this process.',
    patience: 7,
  });
  expect(factsInPlace(services, 'ready', 2)).toMatchObject({ patience: 0 });
  expect(factsInPlace(services, 'reloading', 2)).toMatchObject({ patience: 60 + 20 + 2 * (30 + 7) });
  expect(factsInPlace(services, 'stopping', 2)).toMatchObject({ patience: 60 + 6 });
  const endless = [service('a', { gracefulShutdownTimeout: 0 })];
  expect(factsInPlace(endless, 'stopping', 1)).toMatchObject({ patience: null });
});
