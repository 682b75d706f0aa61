import type { Stores } from '../../database/index.js';
import { InstanceExists, InstanceNotFound } from '../../exception/index.js';
import { type BuildRequest, Instance } from '../../objects/index.js';

type Instances = Pick<Stores, 'instances'>;

/**
 * The instance of a build request: a new row, or the one that is there when a boot is taken up again. Its availability
 * zone is that of its host, where it has one.
 */
export async function ensureInstance(
  stores: Instances,
  buildRequest: BuildRequest,
  zone: string | null = null,
): Promise<Instance> {
  // Looked for first: within a transaction of PostgreSQL nothing may fail.
  const known = await findInstance(stores, buildRequest.instance_uuid);
  if (known) {
    if (zone === null || known.availability_zone === zone) return known;
    known.availability_zone = zone;
    await stores.instances.save(known);
    return known;
  }
  const instance = newInstance(buildRequest);
  if (zone !== null) instance.availability_zone = zone;
  try {
    return await stores.instances.create(instance);
  } catch (error) {
    if (error instanceof InstanceExists) return stores.instances.getByUuid(buildRequest.instance_uuid);
    throw error;
  }
}

/** Undefined where no row has been made yet. */
export async function findInstance({ instances }: Instances, uuid: string): Promise<Instance | undefined> {
  try {
    return await instances.getByUuid(uuid);
  } catch (error) {
    if (error instanceof InstanceNotFound) return undefined;
    throw error;
  }
}

/** nova.objects.BuildRequest.get_new_instance. */
export function newInstance({ instance }: BuildRequest): Instance {
  return new Instance(Object.fromEntries(instance.setFields().map((field) => [field, instance.get(field)])));
}
