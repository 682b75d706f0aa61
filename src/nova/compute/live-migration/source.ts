import type { NovaObject } from '../../objects/index.js';
import { driven } from '../driven.js';
import type { MigrationOutcome, MigrationProgress } from '../driver.js';
import { addFault } from '../faults.js';
import { ACTION } from '../notify/instance-notifier.js';
import { leniently, operation, setError } from '../operation.js';
import type { ComputeParts } from '../parts.js';
import { patiently } from '../patiently.js';
import { powerState } from '../power.js';
import { POWER_STATE, TASK_STATE } from '../states.js';
import { becomeHost } from './become-host.js';
import { type Moving, revertAllocation, rollback, setStatus } from './rollback.js';

const NETWORK = { extra: { fixed_ips: [] } };

/** What a compute is told of a migration that it is to do. */
export type Request = Moving & { readonly data: NovaObject; readonly block_migration: boolean | null };

/**
 * Moves an instance from here to `dest`, beside, when its turn has come. When it does not move, it runs on here, with all
 * that it had; where nobody can tell where it runs, it is in error. Resolves when it is queued. nova: live_migration.
 */
export async function liveMigration(parts: ComputeParts, moving: Request): Promise<void> {
  const { uuid } = moving.instance;
  if (!(await isFirst(parts, moving))) return;
  parts.beside(`the migration of ${uuid}`, () =>
    parts.turns.run(uuid, async () => {
      const [found] = await parts.database.instances.list({ uuid });
      if (found?.task_state !== TASK_STATE.MIGRATING) return dropped(parts, moving);
      const now = { ...moving, instance: found };
      const otherwise = async () => {
        const error = new Error('nova-compute ended before the migration could begin.');
        await leniently(parts, uuid, () => addFault(parts.database, { uuid, host: parts.host, error }));
        await rollback(parts, now, 'error');
      };
      await parts.migrations.run(() => moveInTurn(parts, now), otherwise);
    }),
  );
}

/** Not where the request comes twice, be it at the same time: one comparison and write. */
function isFirst({ database }: ComputeParts, { instance, migration }: Request): Promise<boolean> {
  return database.transaction(async (stores) => {
    await stores.allocations.lock(instance.uuid);
    if ((await stores.migrations.getByUuid(migration.uuid)).status !== 'accepted') return false;
    await setStatus({ database: stores }, migration, 'queued');
    return true;
  });
}

/** Nobody wants it moved any more: it is gone, or being deleted. */
async function dropped(parts: ComputeParts, { instance: { uuid }, migration }: Moving): Promise<void> {
  parts.log.info(
    { instance: uuid, migration: migration.uuid },
    `The instance ${uuid} does not move: it was deleted before that could begin.`,
  );
  await patiently(parts, () => revertAllocation(parts.database, uuid, migration));
  await patiently(parts, () => setStatus(parts, migration, 'error'));
}

async function moveInTurn(parts: ComputeParts, moving: Request): Promise<void> {
  const { context, instance, migration } = moving;
  const about = { method: 'live_migration' };
  try {
    await operation(parts, { context, uuid: instance.uuid }, about, () => move(parts, moving));
  } catch (error) {
    // It had not begun; else move() has dealt with it.
    if (migration.status === 'queued') await rollback(parts, moving, 'error');
    throw error;
  }
}

async function move(parts: ComputeParts, moving: Request): Promise<void> {
  const { context, instance, dest, migration } = moving;
  const { log } = parts;
  const { uuid } = instance;
  await setStatus(parts, migration, 'preparing');
  let data = moving.data;
  try {
    data = await parts.computes.preLiveMigration(context, dest, { instance, disk: null, migrate_data: data });
  } catch (error) {
    log.error({ err: error, instance: uuid, dest }, `${dest} could not prepare for the instance ${uuid}.`);
    await setStatus(parts, migration, 'error');
    await rollback(parts, { ...moving, data: withMigration(data, moving) });
    throw error;
  }
  await setStatus(parts, migration, 'running');
  const outcome = await transfer(parts, { ...moving, data });
  if (!outcome.moved) {
    await rollback(parts, { ...moving, data: withMigration(data, moving) });
    await leniently(parts, uuid, () =>
      addFault(parts.database, { uuid, host: parts.host, error: new Error(outcome.reason) }),
    );
    log.error(
      { instance: uuid, dest, reason: outcome.reason },
      `The instance ${uuid} did not move to ${dest}: ${outcome.reason}`,
    );
    return;
  }
  await leave(parts, { ...moving, data });
}

/** As rollback_live_migration_at_destination gets it. */
function withMigration(data: NovaObject, { migration }: Moving): NovaObject {
  data.set('migration', migration);
  return data;
}

async function transfer(
  parts: ComputeParts,
  { instance, dest, migration, data, block_migration }: Request,
): Promise<MigrationOutcome> {
  const { uuid } = instance;
  // One figure is written at a time, and each is better than the one before.
  let written: Promise<void> = Promise.resolve();
  const progress = (figures: MigrationProgress) => {
    written = written.then(() =>
      leniently(parts, uuid, async () => {
        for (const [field, value] of Object.entries(figures)) migration.set(field, value);
        await parts.database.migrations.save(migration);
      }),
    );
  };
  const request = { dest, block_migration: block_migration ?? false, migrate_data: data, progress };
  const call = (signal: AbortSignal) => parts.driver.liveMigration(instance, request, signal);
  try {
    return await driven(parts, `Moving ${uuid}`, call, parts.settings().liveMigrationTimeout);
  } catch (error) {
    await written;
    // Most likely it is too late to go back.
    await leniently(parts, uuid, () => setStatus(parts, migration, 'error'));
    await leniently(parts, uuid, async () => {
      const now = await parts.database.instances.getByUuid(uuid);
      await patiently(parts, () => setError(parts, now, { cleanTask: true }));
    });
    throw error;
  } finally {
    await written;
  }
}

/** It runs there: the destination becomes its host, and nothing of it stays here. nova: _post_live_migration. */
export async function leave(
  parts: ComputeParts,
  {
    context,
    instance,
    dest,
    migration,
    data,
    block_migration = false,
  }: Moving & { readonly block_migration?: boolean | null },
): Promise<void> {
  const { notify, database, computes, log, driver } = parts;
  const { uuid } = instance;
  await notify.tell(context, instance, ACTION.MIGRATION_POST, 'start', NETWORK);
  try {
    await computes.postLiveMigrationAtDestination(context, dest, instance, block_migration);
  } catch (error) {
    log.error(
      { err: error, instance: uuid, dest },
      `${dest} did not take over the instance ${uuid}, which runs there.`,
    );
    await leniently(parts, uuid, () => patiently(parts, () => moveRow(parts, uuid, dest)));
  }
  await leniently(parts, uuid, () =>
    driven(parts, `Removing ${uuid}, which has moved`, (signal) => driver.cleanup(instance, data, signal)),
  );
  await leniently(parts, uuid, () => parts.tracker.update());
  await notify.tell(context, instance, ACTION.MIGRATION_POST, 'end', NETWORK);
  await patiently(parts, () => setStatus(parts, migration, 'completed'));
  await patiently(parts, () => database.allocations.release(migration.uuid));
  log.info(
    { instance: uuid, dest, migration: migration.uuid, requestId: context.request_id },
    `The instance ${uuid} has moved to ${dest}.`,
  );
}

/** What the destination would have done, where it did not get there. */
async function moveRow({ database }: ComputeParts, uuid: string, dest: string): Promise<void> {
  const instance = await database.instances.getByUuid(uuid);
  if (instance.host === dest) return;
  const [node] = await database.computeNodes.listByHost(dest);
  await becomeHost(database, instance, { host: dest, node: node?.hypervisor_hostname ?? null });
}

/** Whether it runs here, as the hypervisor says. */
export async function runsHere(parts: ComputeParts, instance: Moving['instance']): Promise<boolean> {
  return (await powerState(parts, instance)) !== POWER_STATE.NOSTATE;
}
