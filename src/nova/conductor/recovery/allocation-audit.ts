import type { Stores } from '../../database/index.js';
import { MigrationNotFound } from '../../exception/index.js';
import type { Migration } from '../../objects/index.js';
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
      if (!(await isNobodys(stores, consumer))) return 0;
      return (await giveBack(stores, consumer)) ?? stores.allocations.release(consumer);
    });
    if (freed > 0) {
      const sentence = `What was held for ${consumer} is so no longer: nothing is there that needs it under that name.`;
      log.warn({ consumer }, sentence);
    }
  }
}

/** Whether it is neither of an instance that is on a host or on its way to one, nor of a migration of one. */
async function isNobodys(stores: Pick<Stores, Needed>, consumer: string): Promise<boolean> {
  if (await hasBuildRequest(stores, consumer)) return false;
  const instance = await findInstance(stores, consumer);
  if (instance) return instance.vm_state === 'error' && instance.host === null;
  const migration = await findMigration(stores, consumer);
  if (!migration) return true;
  const { status, instance_uuid } = migration;
  const moved = await findInstance(stores, instance_uuid ?? '');
  if (!moved || status === 'completed') return true;
  const isOver = status === 'error' || status === 'failed';
  // One in error may be here or there.
  return isOver && moved.task_state === null && moved.vm_state !== 'error';
}

async function findMigration(
  { migrations }: Pick<Stores, 'migrations'>,
  uuid: string,
): Promise<Migration | undefined> {
  try {
    return await migrations.getByUuid(uuid);
  } catch (error) {
    if (error instanceof MigrationNotFound) return undefined;
    throw error;
  }
}

/** What a migration that failed still holds is that of its instance, which has stayed; undefined where it is not so. */
async function giveBack(stores: Stores, consumer: string): Promise<number | undefined> {
  const migration = await findMigration(stores, consumer);
  if (!migration || migration.status === 'completed') return undefined;
  const instance = await findInstance(stores, migration.instance_uuid ?? '');
  if (!instance || instance.host !== migration.source_compute) return undefined;
  await stores.allocations.release(instance.uuid);
  return stores.allocations.move(consumer, instance.uuid);
}

type Needed = 'buildRequests' | 'instances' | 'migrations';
