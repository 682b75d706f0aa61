import type { Stores } from '../../database/index.js';
import { MigrationNotFound } from '../../exception/index.js';
import { hasBuildRequest } from '../build/in-cell.js';
import { findInstance } from '../build/new-instance.js';
import type { Tools } from '../tools.js';

/** Seconds between two looks, and the least that an allocation must have been nobody's. */
const PATIENCE = 60;

/**
 * Frees what is held for nobody: a service died, or its database went away, between the end of an instance and that of its
 * allocation. Only what two looks have found is freed.
 */
export class AllocationAudit {
  #suspects = new Set<string>();
  #looked: number | undefined;

  constructor(private readonly tools: Tools) {}

  /** At most once in PATIENCE seconds. Rejects where the database is away. */
  async run(): Promise<void> {
    const now = this.tools.now().getTime() / 1000;
    if (this.#looked !== undefined && now - this.#looked < PATIENCE) return;
    this.#looked = now;
    const { database } = this.tools;
    const held = await database.allocations.list();
    const suspects = new Set<string>();
    for (const consumer of new Set(held.map(({ consumer_uuid }) => consumer_uuid))) {
      if (!(await isNobodys(database, consumer))) continue;
      if (this.#suspects.has(consumer)) await this.#free(consumer);
      else suspects.add(consumer);
    }
    this.#suspects = suspects;
  }

  async #free(consumer: string): Promise<void> {
    const { database, log } = this.tools;
    const freed = await database.transaction(async (stores) => {
      await stores.allocations.lock(consumer);
      return (await isNobodys(stores, consumer)) ? stores.allocations.release(consumer) : 0;
    });
    if (freed > 0) {
      const sentence = `What was held for ${consumer} is free again: nothing of that name is there to need it.`;
      log.warn({ consumer }, sentence);
    }
  }
}

/** Whether it is neither of an instance that is on a host or on its way to one, nor of a migration of one. */
async function isNobodys(stores: Pick<Stores, Needed>, consumer: string): Promise<boolean> {
  if (await hasBuildRequest(stores, consumer)) return false;
  const instance = await findInstance(stores, consumer);
  if (instance) return instance.vm_state === 'error' && instance.host === null;
  try {
    const { status, instance_uuid } = await stores.migrations.getByUuid(consumer);
    return status === 'completed' || (await findInstance(stores, instance_uuid ?? '')) === undefined;
  } catch (error) {
    if (error instanceof MigrationNotFound) return true;
    throw error;
  }
}

type Needed = 'buildRequests' | 'instances' | 'migrations';
