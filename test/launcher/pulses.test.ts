import { writeSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { monotonic } from '../../src/launcher/figures.js';
import { lookForBeats, Pulses } from '../../src/launcher/pulses.js';

let pulses: Pulses;

beforeEach(() => {
  pulses = new Pulses();
});

afterEach(() => pulses.close());

/** As the worker gives it, so many seconds ago. */
const beat = (at: number, ago: number) =>
  writeSync(pulses.fd!, new Float64Array([monotonic() - ago]), 0, 8, at);

it('tells how old a sign of life is, once', () => {
  const { at } = pulses.pulseOf(1, 4)!;
  expect(pulses.newsOf(1, 60)).toBeUndefined();
  beat(at, 3);
  expect(pulses.newsOf(1, 60)).toBeCloseTo(3, 1);
  expect(pulses.newsOf(1, 60)).toBeUndefined();
  beat(at, 2);
  expect(pulses.newsOf(1, 60)).toBeCloseTo(2, 1);
});

it('does not take one that is too old for news, nor that of another worker', () => {
  const [one, two] = [pulses.pulseOf(1, 4)!, pulses.pulseOf(2, 4)!];
  beat(one.at, 61);
  beat(two.at, 1);
  expect(pulses.newsOf(1, 60)).toBeUndefined();
  expect(pulses.newsOf(2, 60)).toBeCloseTo(1, 1);
  expect(pulses.newsOf(3, 60)).toBeUndefined();
});

it('a place is used again, without what the last worker has left there', () => {
  const { at } = pulses.pulseOf(1, 4)!;
  beat(at, 1);
  pulses.forget(1);
  expect(pulses.newsOf(1, 60)).toBeUndefined();
  expect(pulses.pulseOf(2, 4)).toEqual({ fd: 4, at });
  expect(pulses.newsOf(2, 60)).toBeUndefined();
});

it('looks for those of all who are watched, and have given one', () => {
  const slots = [
    { worker: 1, silentAt: 60 },
    { worker: 2, silentAt: 61 },
    { worker: 3, silentAt: null },
    { worker: 4, silentAt: 60 },
  ];
  for (const worker of [1, 2, 3]) beat(pulses.pulseOf(worker, 4)!.at, 1);
  pulses.pulseOf(4, 4);
  const found = lookForBeats(slots, pulses, () => ({ watchdogTimeout: 60 }));
  expect(found.map(({ worker }) => worker)).toEqual([1, 2]);
});
