import type { Name, World } from './choices.js';
import { orderWorlds } from './order-worlds.js';
import { spec } from './spec.js';
import { largeUpkeepWorlds, upkeepWorlds } from './upkeep-worlds.js';

const one = spec('a', 1);
const two = spec('a', 2);
const mutated = spec('a', 2, { restartMethod: 'mutate' });
const optional = { essential: false, intensity: 0 };
const after = (name: string, service: string, more = {}) => spec(name, 1, { after: [service], ...more });

/** Workers start or not, end by themselves or when told: no other fault. */
const onlyExits: Name[] = [
  'overdue',
  'forkFailed',
  'forkFailed late',
  'unusable',
  'leave',
  'reload again',
  'forgive',
];

/** Worlds small enough to be searched to the end. What does not happen in one is said in its name. */
export const worlds: Record<string, World> = {
  '1 worker, every event, also at the same time as deadlines': { specs: [one], together: true },
  '2 workers, every event': { specs: [two] },
  '2 workers, every event, also at the same time as deadlines; no crash forgiven, no reload while one runs': {
    specs: [spec('a', 2, { intensity: 0 })],
    without: ['reload again'],
    together: true,
  },
  '3 workers, every event, no crash forgiven; no reload while one runs': {
    specs: [spec('a', 3, { intensity: 0 })],
    without: ['reload again', 'forkFailed late'],
  },
  '3 workers, a crash forgiven; all end when told, no leave, no reload while one runs': {
    specs: [spec('a', 3)],
    without: ['reload again', 'forkFailed late', 'overdue', 'leave'],
  },
  '1 worker, scaled to 2': { specs: [one], scale: { max: 2 } },
  '2 workers, scaled to 3, a rollout meanwhile; only exits and late starts': {
    specs: [spec('a', 2, { intensity: 0 })],
    scale: { max: 3 },
    without: onlyExits,
  },
  '2 workers, unlimited budget': { specs: [spec('a', 2, { intensity: null })] },
  '2 workers, unlimited graceful timeout': { specs: [spec('a', 2, { gracefulTimeout: null, intensity: 0 })] },
  '2 workers, surge 2': { specs: [spec('a', 2, { surge: 2, intensity: 0 })] },
  '1 or 2 workers by reload': {
    specs: [one],
    reloads: [[one], [two]],
    without: ['forkFailed late', 'leave'],
  },
  '2 workers, reload by mutate or not, with another size or not': {
    specs: [mutated],
    reloads: [[mutated], [two], [spec('a', 1, { restartMethod: 'mutate' })]],
    without: ['forkFailed late', 'leave'],
  },
  '2 services, one after the other; no reload while one runs': {
    specs: [spec('a', 1, { intensity: 0 }), after('b', 'a', { intensity: 0 })],
    without: ['forkFailed late', 'reload again'],
  },
  '2 services that may both fail, one after the other; only exits and late starts': {
    specs: [spec('a', 1, optional), after('b', 'a', optional)],
    without: onlyExits,
  },
  '2 services that may both fail, after one of 2 workers; only exits': {
    specs: [spec('a', 2, optional), after('b', 'a', optional)],
    without: [...onlyExits, 'late'],
  },
  '2 services that may both fail, one of them mutated; only exits and late starts': {
    specs: [spec('a', 2, { ...optional, restartMethod: 'mutate' }), after('b', 'a', optional)],
    without: onlyExits,
  },
  'a reload adds 2 services, one after the other; only exits': {
    specs: [spec('a', 1, { intensity: 0 })],
    reloads: [
      [spec('a', 1, { intensity: 0 }), spec('b', 2, { intensity: 0 }), after('c', 'b', { intensity: 0 })],
    ],
    without: [...onlyExits, 'late'],
  },
  'a reload adds or removes a service': {
    specs: [one],
    reloads: [[one], [one, after('b', 'a', { intensity: 0 })]],
    without: ['forkFailed late', 'leave'],
  },
  'a reload adds or removes a service, scaled to 2; only exits and late starts': {
    specs: [spec('a', 1, { intensity: 0, restartMethod: 'mutate' })],
    reloads: [
      [spec('a', 1, { intensity: 0, restartMethod: 'mutate' })],
      [spec('a', 1, { intensity: 0, restartMethod: 'mutate' }), spec('b', 1, { intensity: 0 })],
    ],
    scale: { max: 2 },
    without: onlyExits,
  },
  ...upkeepWorlds,
  ...orderWorlds,
};

/** Searched with LARGE=1 only: it takes a minute or two. */
export const largeWorlds: Record<string, World> = {
  '3 workers, a crash forgiven; no reload while one runs': {
    specs: [spec('a', 3)],
    without: ['reload again', 'forkFailed late'],
  },
  ...largeUpkeepWorlds,
};
