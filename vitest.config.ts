import { defineConfig } from 'vitest/config';

/** Tests that take all that two cores give, or measure it, or share the one broker: one file at a time. */
const ALONE = [
  'test/process/{connections,control-load,fork-failure,idle,load,nova,reload,rpc}.test.ts',
  'test/interop/**/*.test.ts',
];
const timeouts = { testTimeout: 60_000, hookTimeout: 60_000 };

// Those of process and alone run what is in dist/. One group after the other.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/process/**', 'test/interop/**', 'node_modules/**'],
          globalSetup: 'test/nova/database/global-setup.ts',
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
          ...timeouts,
        },
      },
      {
        test: {
          name: 'process',
          include: ['test/process/**/*.test.ts'],
          exclude: [...ALONE, 'node_modules/**'],
          globalSetup: 'test/process/runtime-directory.ts',
          // They mostly wait for the processes that they start.
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
          ...timeouts,
        },
      },
      {
        test: {
          name: 'alone',
          include: ALONE,
          globalSetup: ['test/process/runtime-directory.ts', 'test/interop/global-setup.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          ...timeouts,
        },
      },
    ],
  },
});
