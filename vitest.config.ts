import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.js';

/** Tests that take all that two cores give, or measure it: one file at a time, and nothing beside them. */
const ALONE = [
  'test/process/{connections,control-load,fork-failure,idle,load,nova,reload}.test.ts',
  'test/interop/rolling.test.ts',
];
/** Tests that share the one broker, which some of them stop: one file at a time. They mostly wait. */
const INTEROP = ['test/process/rpc.test.ts', 'test/interop/**/*.test.ts'];
/** Tests that leave nothing behind in their process, and mock no module: many files share one, and what they have loaded. */
const SHARING = ['test/{definition,nova,supervisor}/**/*.test.ts'];
const timeouts = { testTimeout: 60_000, hookTimeout: 60_000 };

// All but unit run what is in dist/. scripts/test.mjs says which run beside each other.
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: SHARING,
          globalSetup: 'test/nova/database/global-setup.ts',
          isolate: false,
          // Some wait, for a broker that is silent or a process that is killed.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
          ...timeouts,
        },
      },
      {
        test: {
          name: 'unit-apart',
          include: ['test/**/*.test.ts'],
          exclude: [...SHARING, 'test/process/**', 'test/interop/**', 'node_modules/**'],
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
          ...timeouts,
        },
      },
      {
        test: {
          name: 'process',
          include: ['test/process/**/*.test.ts'],
          exclude: [...ALONE, ...INTEROP, 'node_modules/**'],
          globalSetup: 'test/process/runtime-directory.ts',
          // They mostly wait for the processes that they start.
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
          ...timeouts,
        },
      },
      {
        test: {
          name: 'interop',
          include: INTEROP,
          exclude: [...ALONE, 'node_modules/**'],
          globalSetup: ['test/process/runtime-directory.ts', 'test/interop/global-setup.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          ...timeouts,
        },
      },
      {
        test: {
          name: 'alone',
          include: ALONE,
          globalSetup: ['test/process/runtime-directory.ts', 'test/interop/global-setup.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 3 },
          ...timeouts,
        },
      },
    ],
  },
});
