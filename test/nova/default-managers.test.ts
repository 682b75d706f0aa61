import { expect, it } from 'vitest';
import { ComputeManager } from '../../src/nova/compute/manager.js';
import { ConductorManager } from '../../src/nova/conductor/manager.js';
import { managerOf } from '../../src/nova/default-managers.js';
import { Manager } from '../../src/nova/manager.js';
import { SchedulerManager } from '../../src/nova/scheduler/manager.js';

it.for([
  ['nova-conductor', ConductorManager],
  ['nova-scheduler', SchedulerManager],
  ['nova-compute', ComputeManager],
] as const)('%s has its own manager', async ([binary, Class]) => {
  expect(await managerOf(binary, undefined)).toBe(Class);
});

it('is the one that is given', async () => {
  expect(await managerOf('nova-conductor', Manager)).toBe(Manager);
});

it.for<[unknown, string]>([
  [undefined, 'nova-own has no manager: there is none by default.'],
  ['x', 'nova-own has no manager: found string instead of a class.'],
])('is none for a binary of its own with %j', async ([given, message]) => {
  await expect(managerOf('nova-own', given)).rejects.toMatchObject({ code: 'NL_NO_MANAGER', message });
});

it('is none of Object.prototype', async () => {
  await expect(managerOf('constructor', undefined)).rejects.toMatchObject({ code: 'NL_NO_MANAGER' });
});
