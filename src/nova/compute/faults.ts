import type { Database } from '../database/index.js';
import { NovaException } from '../exception/index.js';
import { InstanceFault } from '../objects/index.js';

/** The width of the column. */
const LONGEST = 255;

/**
 * Records why an instance is in error: code, message and, where the code is 500, the stack.
 * nova.compute.utils.add_instance_fault_from_exc.
 */
export async function addFault(
  database: Pick<Database, 'faults'>,
  {
    uuid,
    host,
    error,
    message,
  }: { uuid: string; host: string; error: unknown; message?: string | undefined },
): Promise<void> {
  const code = error instanceof NovaException ? error.code : 500;
  const own = error instanceof Error ? error.message || error.name : String(error);
  const details = code === 500 && error instanceof Error ? (error.stack ?? '') : '';
  await database.faults.create(
    new InstanceFault({
      instance_uuid: uuid,
      code,
      message: (message ?? own).slice(0, LONGEST),
      details,
      host,
    }),
  );
}
