import type { Stores } from '../database/index.js';
import { InstanceFault } from '../objects/index.js';
import { textOf } from './text-of.js';

/** The column holds no more. */
const LONGEST = 255;

/** Records why an instance is in error, for its owner to see. nova.compute.utils.add_instance_fault_from_exc. */
export async function recordFault(
  { faults }: Pick<Stores, 'faults'>,
  host: string,
  instanceUuid: string,
  error: unknown,
): Promise<void> {
  const details = error instanceof Error ? (error.stack ?? '') : '';
  const fault = new InstanceFault({
    instance_uuid: instanceUuid,
    code: codeOf(error),
    message: textOf(error).slice(0, LONGEST),
    details,
    host,
  });
  await faults.create(fault);
}

/** The HTTP code of one of Nova's exceptions; 500 for what nobody expected. */
function codeOf(error: unknown): number {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'number' ? code : 500;
}
