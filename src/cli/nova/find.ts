import { LaunchError } from '../../errors.js';
import type { Database, InstanceFilters } from '../../nova/database/index.js';
import { InstanceNotFound } from '../../nova/exception/index.js';
import type { Instance } from '../../nova/objects/index.js';

type Stores = Pick<Database, 'instances' | 'buildRequests'>;

/** The instances, and those that a conductor has still to put into their cell. */
export async function allInstances(
  { instances, buildRequests }: Stores,
  filters: InstanceFilters = {},
): Promise<Instance[]> {
  // In this order: one that moves from there to here meanwhile is here.
  const requests = filters.host === undefined ? await buildRequests.list() : [];
  const found = await instances.list(filters);
  const known = new Set(found.map(({ uuid }) => uuid));
  return [...found, ...requests.map(({ instance }) => instance).filter(({ uuid }) => !known.has(uuid))];
}

/**
 * Instances, each by its UUID, by a beginning of it of at least four characters, or by its name; one that is named twice is
 * there once. Throws InstanceNotFound; LaunchError NL_USAGE where one name means several.
 */
export async function findInstances(
  stores: Stores,
  which: readonly string[],
  filters: InstanceFilters = {},
): Promise<Instance[]> {
  const all = await allInstances(stores, filters);
  return [...new Set(which.map((each) => theOne(all, each)))];
}

function theOne(all: readonly Instance[], which: string): Instance {
  const exact = all.filter(({ uuid }) => uuid === which);
  const named = all.filter(({ display_name }) => display_name === which);
  const begun = which.length >= 4 ? all.filter(({ uuid }) => uuid.startsWith(which)) : [];
  const found = [exact, named, begun].find((some) => some.length > 0) ?? [];
  if (found.length === 1) return found[0]!;
  if (found.length === 0) throw new InstanceNotFound({ instance_id: which });
  // The one that is still there is meant.
  const living = found.filter((instance) => !instance.isSet('deleted') || !instance.deleted);
  if (living.length === 1) return living[0]!;
  const uuids = found.map(({ uuid }) => uuid).join(', ');
  throw new LaunchError('NL_USAGE', `${JSON.stringify(which)} is several instances: ${uuids}`, {
    remedy: 'Name one by its UUID, or the beginning of it.',
  });
}
