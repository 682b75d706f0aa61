import type { RequestContext } from '../context/index.js';
import type { Database } from '../database/index.js';
import { BlockDeviceMapping, type BlockDeviceMapping as Device } from '../objects/index.js';

/** Records that a boot leaves behind once, however often it is taken up again. */

/** The action of this request on the instance, as users see it in its history. */
export async function ensureAction(
  database: Pick<Database, 'actions'>,
  context: RequestContext,
  instanceUuid: string,
  action: string,
): Promise<void> {
  const known = await database.actions.getByRequestId(instanceUuid, context.request_id);
  if (!known) await database.actions.start(context, instanceUuid, action);
}

/** The block devices of an instance: copies of those of the request. */
export async function ensureBlockDevices(
  database: Pick<Database, 'blockDevices'>,
  instanceUuid: string,
  devices: readonly Device[],
): Promise<Device[]> {
  const known = await database.blockDevices.listByInstance(instanceUuid);
  if (known.length > 0 || devices.length === 0) return known;
  const made: Device[] = [];
  for (const device of devices) {
    const fields = Object.fromEntries(device.setFields().map((field) => [field, device.get(field)]));
    const own = new BlockDeviceMapping({ ...fields, id: undefined, instance_uuid: instanceUuid });
    made.push(await database.blockDevices.create(own));
  }
  return made;
}

export async function ensureTags(
  database: Pick<Database, 'tags'>,
  instanceUuid: string,
  tags: readonly string[],
): Promise<void> {
  if (tags.length === 0) return;
  const known = new Set((await database.tags.listByInstance(instanceUuid)).map(({ tag }) => tag));
  for (const tag of tags) if (!known.has(tag)) await database.tags.create(instanceUuid, tag);
}
