import { expect, it } from 'vitest';
import { pidNamespace } from '../../src/system/pid-namespace.js';

it.runIf(process.platform === 'linux')('names the namespace of this process', () => {
  expect(pidNamespace()).toMatch(/^pid:\[\d+\]$/);
});
