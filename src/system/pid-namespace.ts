import { readlinkSync } from 'node:fs';

/** Which numbers processes have here: of a container they are others than of its host. Null where that is not known. */
export function pidNamespace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return null;
  }
}
