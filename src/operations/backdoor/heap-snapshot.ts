import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { privateFile, temporaryPath } from './private-file.js';

/**
 * Writes what is in the heap, for the Memory panel of Chrome's DevTools, to a new file of mode 0600; resolves to its
 * path. The process does nothing else while V8 walks its heap. Throws LaunchError NL_BAD_VALUE, and EEXIST for a file
 * that is there.
 */
export async function heapSnapshot(path: unknown = temporaryPath('heapsnapshot')): Promise<string> {
  const file = await privateFile(path);
  const { getHeapSnapshot } = await import('node:v8');
  await pipeline(getHeapSnapshot(), file.createWriteStream());
  return resolve(path as string);
}
