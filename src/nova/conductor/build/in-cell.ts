import type { Stores } from '../../database/index.js';
import { BuildRequestNotFound, InstanceMappingNotFound } from '../../exception/index.js';
import type { CellMapping, InstanceMapping } from '../../objects/index.js';

/** Undefined where there is none: the instance was never asked for through an API, or is deleted. */
export async function findMapping(
  { instanceMappings }: Pick<Stores, 'instanceMappings'>,
  instanceUuid: string,
): Promise<InstanceMapping | undefined> {
  try {
    return await instanceMappings.getByInstanceUuid(instanceUuid);
  } catch (error) {
    if (error instanceof InstanceMappingNotFound) return undefined;
    throw error;
  }
}

/** The cell that an instance is mapped to, if it is. */
export const cellOf = (mapping: InstanceMapping | undefined): CellMapping | undefined =>
  (mapping?.isSet('cell_mapping') ? mapping.cell_mapping : null) ?? undefined;

export async function mapToCell(
  stores: Pick<Stores, 'instanceMappings'>,
  instanceUuid: string,
  cell: CellMapping,
): Promise<void> {
  const mapping = await findMapping(stores, instanceUuid);
  if (!mapping) return;
  mapping.cell_mapping = cell;
  await stores.instanceMappings.save(mapping);
}

/** Whether there was one. */
export async function destroyBuildRequest(
  { buildRequests }: Pick<Stores, 'buildRequests'>,
  instanceUuid: string,
): Promise<boolean> {
  try {
    await buildRequests.destroy(instanceUuid);
    return true;
  } catch (error) {
    if (error instanceof BuildRequestNotFound) return false;
    throw error;
  }
}

export async function hasBuildRequest(
  { buildRequests }: Pick<Stores, 'buildRequests'>,
  instanceUuid: string,
): Promise<boolean> {
  try {
    await buildRequests.getByInstanceUuid(instanceUuid);
    return true;
  } catch (error) {
    if (error instanceof BuildRequestNotFound) return false;
    throw error;
  }
}
