import { expect, it } from 'vitest';
import { NovaAccessPolicy } from '../../src/nova/access-policy.js';

it.for([
  ['build_instances', true],
  ['ping', true],
  ['initHost', false],
  ['reset', false],
  ['health', false],
  ['cleanupHost', false],
  ['_private', false],
  ['ownHelper', false],
] as const)('%s may be called: %j', ([method, allowed]) => {
  expect(new NovaAccessPolicy().isAllowed({}, method)).toBe(allowed);
});
