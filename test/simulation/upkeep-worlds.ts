import type { World } from './choices.js';
import { spec } from './spec.js';

const watched = { watchdogTimeout: 60 };
const mortal = { maxLifetime: 1e7 };
const strict = { intensity: 0 };

/** Worlds in which workers fall silent, and wear out. */
export const upkeepWorlds: Record<string, World> = {
  '1 worker that is watched, every event, also at the same time as deadlines': {
    specs: [spec('a', 1, watched)],
    together: true,
  },
  '2 workers that are watched; no crash forgiven, no reload while one runs': {
    specs: [spec('a', 2, { ...watched, ...strict })],
    without: ['reload again', 'forkFailed late', 'leave', 'overdue'],
  },
  '2 services that are watched, one after the other; no crash forgiven, no reload': {
    specs: [spec('a', 1, { ...watched, ...strict }), spec('b', 1, { ...watched, ...strict, after: ['a'] })],
    without: ['reload', 'forkFailed late', 'leave'],
  },
  '2 services that wear out, one after the other; no crash forgiven, no reload, all start in time and end when told':
    {
      specs: [spec('a', 1, { ...mortal, ...strict }), spec('b', 1, { ...strict, after: ['a'] })],
      wears: true,
      without: ['reload', 'forkFailed', 'forkFailed late', 'late', 'overdue', 'leave', 'unusable'],
    },
  '1 worker that wears out, every event, also at the same time as deadlines': {
    specs: [spec('a', 1, mortal)],
    wears: true,
    together: true,
  },
  '1 worker that wears out and is watched, handed another config; no reload while one runs': {
    specs: [spec('a', 1, { ...mortal, ...watched, restartMethod: 'mutate' })],
    wears: true,
    without: ['reload again', 'forkFailed late'],
  },
  '2 workers that wear out; no crash forgiven, no reload while one runs': {
    specs: [spec('a', 2, strict)],
    wears: true,
    without: ['reload again', 'forkFailed late', 'leave', 'overdue', 'late'],
  },
  '2 workers that wear out, two at a time; no reload': {
    specs: [spec('a', 2, { ...strict, surge: 2 })],
    wears: true,
    without: ['reload', 'forkFailed late', 'leave', 'overdue', 'late', 'unusable'],
  },
  '1 worker that wears out, scaled to 2; no reload': {
    specs: [spec('a', 1, strict)],
    wears: true,
    scale: { max: 2 },
    without: ['reload', 'forkFailed late', 'overdue'],
  },
};

/** Searched with LARGE=1 only. */
export const largeUpkeepWorlds: Record<string, World> = {
  '2 workers that wear out, every event; no crash forgiven': { specs: [spec('a', 2, strict)], wears: true },
  '1 worker that wears out, scaled to 2, a reload meanwhile; all end when told, no leave': {
    specs: [spec('a', 1, strict)],
    wears: true,
    scale: { max: 2 },
    without: ['reload again', 'forkFailed late', 'leave', 'overdue'],
  },
  '2 workers that wear out, two at a time, a reload meanwhile; all start in time and end when told': {
    specs: [spec('a', 2, { ...strict, surge: 2 })],
    wears: true,
    without: ['reload again', 'forkFailed late', 'leave', 'overdue', 'late', 'unusable'],
  },
  '2 workers that wear out, reload by mutate, or to 1 worker; all end when told': {
    specs: [spec('a', 2, { ...strict, restartMethod: 'mutate' })],
    reloads: [[spec('a', 2, { ...strict, restartMethod: 'mutate' })], [spec('a', 1, strict)]],
    wears: true,
    without: ['reload again', 'forkFailed late', 'leave', 'overdue', 'unusable'],
  },
};
