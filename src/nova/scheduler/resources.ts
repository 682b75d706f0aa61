import type { Resources } from '../database/index.js';
import type { Flavor } from '../objects/index.js';

export type { Resources } from '../database/index.js';

/** The classes of resources that are counted, by the names that placement has for them. */
export const RESOURCE_CLASSES = ['VCPU', 'MEMORY_MB', 'DISK_GB'] as const;

/**
 * What an instance of the flavor takes from its host. A volume holds the root disk of an instance that boots from one
 * (`fromVolume`). nova.scheduler.utils.resources_from_flavor.
 */
export function resourcesOf(flavor: Flavor, fromVolume = false): Resources {
  const swapGb = Math.ceil((flavor.isSet('swap') ? flavor.swap : 0) / 1024);
  const ephemeralGb = flavor.isSet('ephemeral_gb') ? (flavor.ephemeral_gb ?? 0) : 0;
  return {
    VCPU: flavor.vcpus,
    MEMORY_MB: flavor.memory_mb,
    DISK_GB: (fromVolume ? 0 : (flavor.root_gb ?? 0)) + ephemeralGb + swapGb,
  };
}

/** The amounts that are not zero: placement refuses the others. */
export function withoutZeros(resources: Resources): Partial<Resources> {
  return Object.fromEntries(Object.entries(resources).filter(([, amount]) => amount > 0));
}

export const plus = (one: Resources, other: Resources): Resources => ({
  VCPU: one.VCPU + other.VCPU,
  MEMORY_MB: one.MEMORY_MB + other.MEMORY_MB,
  DISK_GB: one.DISK_GB + other.DISK_GB,
});

export const minus = (one: Resources, other: Resources): Resources => ({
  VCPU: one.VCPU - other.VCPU,
  MEMORY_MB: one.MEMORY_MB - other.MEMORY_MB,
  DISK_GB: one.DISK_GB - other.DISK_GB,
});

export const NOTHING: Resources = { VCPU: 0, MEMORY_MB: 0, DISK_GB: 0 };
