import type { LiveMigration } from './task.js';

export interface HeldAllocation {
  /** What was claimed at a destination goes, and the instance holds what it held. */
  giveBack(): Promise<void>;
}

/**
 * From now on the migration holds what the instance holds at its source; the instance will hold what is claimed for it at
 * its destination. Nothing changes where it holds nothing. nova.conductor.tasks.migrate.replace_allocation_with_migration.
 */
export async function holdForMigration({
  tools,
  instance,
  migration,
}: LiveMigration): Promise<HeldAllocation> {
  const { database } = tools;
  const moved = await database.allocations.move(instance.uuid, migration.uuid);
  if (moved === 0) {
    const sentence = `The instance ${instance.uuid} holds nothing that its migration could hold for it.`;
    tools.log.debug({ instance: instance.uuid, migration: migration.uuid }, sentence);
  }
  return {
    giveBack: () =>
      database.transaction(async ({ allocations }) => {
        await allocations.release(instance.uuid);
        if (moved > 0) await allocations.move(migration.uuid, instance.uuid);
      }),
  };
}
