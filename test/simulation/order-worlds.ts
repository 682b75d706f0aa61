import type { Name, World } from './choices.js';
import { spec } from './spec.js';

const strict = { intensity: 0 };
const optional = { ...strict, essential: false };

/** Workers start or not, end by themselves or when told: no other fault. */
const onlyExits: Name[] = ['overdue', 'forkFailed', 'forkFailed late', 'unusable', 'leave', 'forgive'];
const noReload: Name[] = ['reload', 'reload again'];

/** Worlds in which an operator stops and starts services, scales to a number, and rolls out some of them. */
export const orderWorlds: Record<string, World> = {
  '1 worker, stopped and started, every event': { specs: [spec('a', 1)], rests: true },
  '2 workers, stopped and started, a reload meanwhile; only exits and late starts': {
    specs: [spec('a', 2, strict)],
    rests: true,
    without: [...onlyExits, 'reload again'],
  },
  '1 worker that wears out, stopped and started; no reload, no leave': {
    specs: [spec('a', 1, strict)],
    rests: true,
    wears: true,
    without: [...noReload, 'leave', 'forkFailed late'],
  },
  'a reload adds or removes a service, stopped and started; only exits': {
    specs: [spec('a', 1, strict)],
    reloads: [[spec('a', 1, strict)], [spec('a', 1, strict), spec('b', 1, { ...strict, after: ['a'] })]],
    rests: true,
    without: [...onlyExits, 'reload again', 'late', 'interrupt'],
  },
  '2 services, one after the other, stopped and started; only exits, no reload': {
    specs: [spec('a', 1, optional), spec('b', 1, { ...optional, after: ['a'] })],
    rests: true,
    without: [...onlyExits, ...noReload, 'late'],
  },
  '2 services, one after the other and essential, stopped and started, and reloaded; only exits': {
    specs: [
      spec('a', 1, { ...optional, restartMethod: 'mutate' }),
      spec('b', 1, { ...strict, after: ['a'] }),
    ],
    rests: true,
    without: [...onlyExits, 'reload again', 'late', 'interrupt'],
  },
  '1 worker, scaled to 1 or 2; only exits and late starts': {
    specs: [spec('a', 1, strict)],
    scale: { max: 2, to: true },
    without: [...onlyExits, 'reload again'],
  },
  '1 worker that is stopped, started, and scaled to 1 or 2; only exits, no reload': {
    specs: [spec('a', 1, strict)],
    rests: true,
    scale: { max: 2, to: true },
    without: [...onlyExits, ...noReload, 'late'],
  },
  '2 services, one of them reloaded, the other restarted; only exits': {
    specs: [spec('a', 1, { ...strict, restartMethod: 'mutate' }), spec('b', 1, strict)],
    reloads: [
      [spec('a', 1, { ...strict, restartMethod: 'mutate' }), spec('b', 1, strict)],
      [spec('b', 1, strict)],
    ],
    asks: [
      { type: 'reload', only: ['a'] },
      { type: 'restart', only: ['b'] },
    ],
    without: [...onlyExits, 'late', 'interrupt'],
  },
  '3 workers, of which 2 are the quorum; only exits, no reload': {
    specs: [spec('a', 3, { quorum: 2 }), spec('b', 1, { ...optional, after: ['a'] })],
    without: [...onlyExits, ...noReload, 'late'],
  },
};
