import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { badValue } from '../../service/bad-value.js';

let made = 0;

/** A path in the directory for temporary files that no other call gets. */
export function temporaryPath(extension: string): string {
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return join(tmpdir(), `nova-launch-${process.pid}-${time}-${++made}.${extension}`);
}

/**
 * A new file that only this user can read, as what is written there holds everything that the process knows. Throws
 * LaunchError NL_BAD_VALUE for a path that is no text, and the EEXIST of open() where there is such a file.
 */
export async function privateFile(path: unknown) {
  if (typeof path !== 'string' || path === '') throw badValue('The path', path, 'the path of a new file');
  return await open(path, 'wx', 0o600);
}
