import { readFileSync } from 'node:fs';
import { posix } from 'node:path';

/** What tells of the limits of this process. */
export interface Files {
  /** The content of a file; throws if there is none. */
  readonly read: (file: string) => string;
}

export const FILES: Files = { read: (file) => readFileSync(file, 'utf8') };

/** A cgroup that limits this process: that of its own, or one above it. */
export interface Group {
  readonly version: 1 | 2;
  readonly path: string;
}

/** The groups of a controller, the innermost first: each of them limits. */
export function groupsOf(files: Files, controller: string): Group[] {
  return (tryRead(files, '/proc/self/cgroup') ?? '').split('\n').flatMap((line): Group[] => {
    // hierarchy:controllers:path; of version 2, hierarchy is 0 and there are no controllers.
    const [, controllers, ...rest] = line.split(':');
    const path = rest.join(':');
    if (controllers === '') return upwards(path).map((at) => ({ version: 2, path: at }));
    if (!controllers?.split(',').includes(controller)) return [];
    return upwards(path).map((at) => ({ version: 1, path: at }));
  });
}

/**
 * A file of a group, trimmed; undefined if there is none. On a host with both versions, version 2 is mounted in a place
 * of its own and has no controllers.
 */
export function readIn(
  files: Files,
  mounts: readonly string[],
  { path }: Group,
  name: string,
): string | undefined {
  for (const mount of mounts) {
    const text = tryRead(files, posix.join('/sys/fs/cgroup', mount, path, name));
    if (text !== undefined) return text.trim();
  }
  return undefined;
}

/** A path and all above it. In a container without its own cgroup namespace only the root may be mounted. */
function upwards(path: string): string[] {
  const all = [path];
  for (let at = path; at !== posix.dirname(at); at = posix.dirname(at)) all.push(posix.dirname(at));
  return all;
}

export function tryRead(files: Files, file: string): string | undefined {
  try {
    return files.read(file);
  } catch {
    return undefined;
  }
}
