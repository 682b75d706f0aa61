import type { RequestContext } from '../../context/index.js';
import type { Instance, NovaObject } from '../../objects/index.js';
import { driven } from '../driven.js';
import { ACTION } from '../notify/instance-notifier.js';
import { leniently, operation } from '../operation.js';
import type { ComputeParts, Subject } from '../parts.js';
import { powerState } from '../power.js';
import { TASK_STATE, VM_STATE } from '../states.js';
import { becomeHost } from './become-host.js';

/** Nova tells of the network in these, and there is none. */
const NETWORK = { extra: { fixed_ips: [] } };

// Also those of a source that has died do it, whose request is not known.
const TAKE_OVER = { method: 'post_live_migration_at_destination', needsAction: false };
const ROLL_BACK = { method: 'rollback_live_migration_at_destination', needsAction: false };

/** Makes ready for an instance that is to come. nova: pre_live_migration. */
export function preLiveMigration(
  parts: ComputeParts,
  { context, instance, data }: Subject & { readonly data: NovaObject },
): Promise<NovaObject> {
  const { uuid } = instance;
  return operation(parts, { context, uuid }, { method: 'pre_live_migration' }, async () => {
    data.set('old_vol_attachment_ids', {});
    await parts.notify.tell(context, instance, ACTION.MIGRATION_PRE, 'start', NETWORK);
    const ready = await driven(parts, `Preparing for ${uuid}`, (signal) =>
      parts.driver.preLiveMigration(instance, data, signal),
    );
    // There are no ports to be plugged.
    ready.set('wait_for_vif_plugged', false);
    await parts.notify.tell(context, instance, ACTION.MIGRATION_PRE, 'end', NETWORK);
    return ready;
  });
}

/**
 * The instance has come: it is that of this host from now on, whatever the driver says; then it is in error.
 * nova: post_live_migration_at_destination.
 */
export function postLiveMigrationAtDestination(
  parts: ComputeParts,
  { context, instance: { uuid } }: Subject,
): Promise<void> {
  return parts.turns.run(uuid, () =>
    operation(parts, { context, uuid }, TAKE_OVER, async () => {
      const instance = await parts.database.instances.getByUuid(uuid);
      // It was delivered twice.
      if (instance.host === parts.host && instance.task_state !== TASK_STATE.MIGRATING) return;
      await parts.notify.tell(context, instance, ACTION.MIGRATION_POST_DEST, 'start', NETWORK);
      try {
        await driven(parts, `Taking over ${uuid}`, (signal) =>
          parts.driver.postLiveMigrationAtDestination(instance, signal),
        );
      } catch (error) {
        instance.vm_state = VM_STATE.ERROR;
        throw error;
      } finally {
        await takeOver(parts, instance);
      }
      await leniently(parts, uuid, () => parts.tracker.update());
      await parts.notify.tell(context, instance, ACTION.MIGRATION_POST_DEST, 'end', NETWORK);
      parts.log.info(
        { instance: uuid, requestId: context.request_id },
        `The instance ${uuid} has come here, and runs.`,
      );
    }),
  );
}

async function takeOver(parts: ComputeParts, instance: Instance): Promise<void> {
  const { database, host, tracker } = parts;
  instance.power_state = await powerState(parts, instance);
  await becomeHost(database, instance, { host, node: tracker.node });
}

/** The instance does not come after all. nova: rollback_live_migration_at_destination. */
export function rollbackAtDestination(
  parts: ComputeParts,
  {
    context,
    instance,
    data,
  }: { readonly context: RequestContext; readonly instance: Instance; readonly data: NovaObject | null },
): Promise<void> {
  const { uuid } = instance;
  return operation(parts, { context, uuid }, ROLL_BACK, async () => {
    await parts.notify.tell(context, instance, ACTION.MIGRATION_ROLLBACK_DEST, 'start', NETWORK);
    await driven(parts, `Removing what was prepared for ${uuid}`, (signal) =>
      parts.driver.rollbackLiveMigrationAtDestination(instance, data, signal),
    );
    await parts.notify.tell(context, instance, ACTION.MIGRATION_ROLLBACK_DEST, 'end', NETWORK);
  });
}
