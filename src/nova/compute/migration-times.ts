import type { Migration } from '../objects/index.js';
import { settle, settleWithout, UNDER_WAY } from './live-migration/settle.js';
import { leniently } from './operation.js';
import type { ComputeParts } from './parts.js';
import { TASK_STATE } from './states.js';

/**
 * Takes back live migrations from here that nobody goes on with: those that are not begun and whose conductor gives no
 * sign of life, those that this host should have ended long since, and instances that are migrating without any.
 */
export async function checkMigrationTimes(parts: ComputeParts): Promise<void> {
  const { database, host, turns } = parts;
  const { migrationOrderTimeout, liveMigrationTimeout } = parts.settings();
  const orderedBefore = ago(parts, migrationOrderTimeout);
  const begunBefore = ago(parts, migrationOrderTimeout + liveMigrationTimeout);
  const filters = { source_compute: host, migration_type: 'live-migration' };
  const open = await database.migrations.list({ ...filters, status: ['accepted', ...UNDER_WAY] });
  for (const migration of open) {
    const { instance_uuid: uuid, status } = migration;
    const before = status === 'accepted' ? orderedBefore : begunBefore;
    if (uuid === null || !isOlder(migration, before) || turns.isTaken(uuid)) continue;
    await leniently(parts, uuid, () => turns.run(uuid, () => settle(parts, migration)));
  }
  const task_state = TASK_STATE.MIGRATING;
  const stuck = await database.instances.list({ host, task_state, updatedBefore: orderedBefore });
  for (const { uuid } of stuck) {
    if (turns.isTaken(uuid)) continue;
    await leniently(parts, uuid, () => turns.run(uuid, () => letGo(parts, uuid)));
  }
}

const ago = ({ now }: ComputeParts, seconds: number) => new Date(now().getTime() - seconds * 1000);

function isOlder({ updated_at, created_at }: Migration, time: Date): boolean {
  const touched = updated_at ?? created_at;
  return touched !== null && touched <= time;
}

/** Its migration has ended, and was not there to tell it; or it never came to be. */
async function letGo(parts: ComputeParts, uuid: string): Promise<void> {
  const { database, host } = parts;
  const migrations = await database.migrations.list({ instance_uuid: uuid, source_compute: host });
  const last = migrations.at(-1);
  if (last && ['accepted', ...UNDER_WAY].includes(last.status ?? '')) return;
  if (last && (await database.allocations.get(last.uuid)).length > 0) return settle(parts, last);
  await settleWithout(parts, uuid);
}
