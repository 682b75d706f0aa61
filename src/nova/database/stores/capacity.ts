import type { Resources } from '../contract/placement.js';
import type { ExpressionBuilder } from '../kysely.js';
import type { Row } from '../rows.js';

/** Columns of allocations, and of the same name with a suffix or a prefix elsewhere, by resource class. */
export const AMOUNTS = { VCPU: 'vcpu', MEMORY_MB: 'memory_mb', DISK_GB: 'disk_gb' } as const;

/** Columns of compute_nodes: how much there is, and how often it may be given. */
const TOTALS = {
  VCPU: ['vcpus', 'cpu_allocation_ratio'],
  MEMORY_MB: ['memory_mb', 'ram_allocation_ratio'],
  DISK_GB: ['local_gb', 'disk_allocation_ratio'],
} as const;

type ResourceClass = keyof Resources;

export const RESOURCE_CLASSES = Object.keys(AMOUNTS) as readonly ResourceClass[];

export function resources(amount: (name: ResourceClass) => number): Resources {
  return { VCPU: amount('VCPU'), MEMORY_MB: amount('MEMORY_MB'), DISK_GB: amount('DISK_GB') };
}

/** The columns of node_inventories. */
export const RESERVED = Object.values(AMOUNTS).map((column) => `${column}_reserved`);

/** What a query of allocations selects for usedOf(). */
// biome-ignore lint/suspicious/noExplicitAny: tables whose columns kysely does not know.
export const USED = ({ fn }: ExpressionBuilder<any, any>) =>
  Object.values(AMOUNTS).map((column) => fn.sum(column).as(`used_${column}`));

export const usedOf = (row: Row): Resources => resources((name) => Number(row[`used_${AMOUNTS[name]}`] ?? 0));

export const reservedOf = (row: Row): Resources =>
  resources((name) => Number(row[`${AMOUNTS[name]}_reserved`] ?? 0));

/** What may be given of a node, of a row of compute_nodes. A ratio of 0 is one that nobody has set: 1. */
export function capacityOf(row: Row, reserved: Resources): Resources {
  return resources((name) => {
    const [total, ratio] = TOTALS[name];
    return Math.max(0, Math.floor((row[total] - reserved[name]) * (row[ratio] || 1)));
  });
}
