import { MessagingTimeout } from '../../../messaging/index.js';
import { MigrationPreCheckError } from '../../exception/index.js';
import type { NovaObject } from '../../objects/index.js';
import { driven } from '../driven.js';
import { operation } from '../operation.js';
import type { ComputeParts, Subject } from '../parts.js';

/**
 * At the destination: whether the instance can come here, and what both sides must know for that. Rejects with
 * MigrationPreCheckError, of this side or of the source. nova: check_can_live_migrate_destination.
 */
export function checkDestination(
  parts: ComputeParts,
  {
    context,
    instance,
    ...request
  }: Subject & { readonly block_migration: boolean | null; readonly disk_over_commit: boolean | null },
): Promise<NovaObject> {
  const { uuid } = instance;
  return operation(parts, { context, uuid }, { method: 'check_can_live_migrate_destination' }, async () => {
    const data = await driven(parts, `Checking whether ${uuid} can come here`, (signal) =>
      parts.driver.checkCanLiveMigrateDestination(instance, request, signal),
    );
    try {
      return await parts.computes
        .checkCanLiveMigrateSource(context, instance, data)
        .catch((error: unknown) => {
          if (!(error instanceof MessagingTimeout)) throw error;
          const reason = `${instance.host} did not say in time whether the instance can go`;
          throw new MigrationPreCheckError({ reason });
        });
    } finally {
      await driven(parts, `Ending the check of ${uuid}`, (signal) =>
        parts.driver.cleanupLiveMigrationDestinationCheck(data, signal),
      );
    }
  });
}

/** At the source: whether the instance can go there. nova: check_can_live_migrate_source. */
export function checkSource(
  parts: ComputeParts,
  { context, instance, data }: Subject & { readonly data: NovaObject },
): Promise<NovaObject> {
  const { uuid } = instance;
  return operation(parts, { context, uuid }, { method: 'check_can_live_migrate_source' }, async () => {
    const devices = await parts.database.blockDevices.listByInstance(uuid);
    data.set(
      'is_volume_backed',
      devices.some((device) => device.boot_index === 0 && device.destination_type === 'volume'),
    );
    return driven(parts, `Checking whether ${uuid} can go`, (signal) =>
      parts.driver.checkCanLiveMigrateSource(instance, data, signal),
    );
  });
}
