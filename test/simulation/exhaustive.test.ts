import { describe, expect, it } from 'vitest';
import * as core from '../../src/supervisor/step.js';
import type { ServiceSpec } from '../../src/supervisor/types.js';
import { explore, type World } from './explore.js';

export const spec = (name: string, size: number, more: Partial<ServiceSpec> = {}): ServiceSpec => ({
  name,
  size,
  after: [],
  essential: true,
  restartMethod: 'reload',
  readyTimeout: 30,
  gracefulTimeout: 60,
  stableFor: 1,
  surge: 1,
  intensity: 1,
  period: 30,
  backoff: { initial: 0.1, max: 30 },
  ...more,
});

const worlds: Record<string, World> = {
  '1 worker, every event': { specs: [spec('a', 1)], scale: { max: 2 } },
  '2 workers, every event': { specs: [spec('a', 2)] },
};

describe('every reachable state', () => {
  for (const [name, world] of Object.entries(worlds)) {
    it(name, () => {
      const began = performance.now();
      const result = explore(core, world);
      const took = ((performance.now() - began) / 1000).toFixed(1);
      console.log(`${name}: ${result.states} states, ${result.transitions} transitions in ${took} s`);
      expect(Object.fromEntries(result.violations)).toEqual({});
    });
  }
});
