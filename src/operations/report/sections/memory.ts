import { readdir, readFile } from 'node:fs/promises';
import { freemem, totalmem } from 'node:os';
import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';
import { mebibytes, table } from '../lay-out.js';

/** What this process has of memory and file descriptors, and how much it may have. */
export async function memorySection(): Promise<string> {
  const { rss, heapTotal, heapUsed, external, arrayBuffers } = process.memoryUsage();
  const { heap_size_limit, number_of_native_contexts, number_of_detached_contexts } = getHeapStatistics();
  const spaces = getHeapSpaceStatistics().map(({ space_name, space_used_size, space_size }) => [
    `  ${space_name}`,
    `${mebibytes(space_used_size)} of ${mebibytes(space_size)}`,
  ]);
  return table([
    ['Resident', `${mebibytes(rss)}, so far at most ${mebibytes(process.resourceUsage().maxRSS * 1024)}`],
    ['Heap', `${mebibytes(heapUsed)} used of ${mebibytes(heapTotal)}, at most ${mebibytes(heap_size_limit)}`],
    ...spaces,
    ['Outside of the heap', `${mebibytes(external)}, of which array buffers ${mebibytes(arrayBuffers)}`],
    ['Contexts', `${number_of_native_contexts}, detached ${number_of_detached_contexts}`],
    ['Machine', `${mebibytes(freemem())} free of ${mebibytes(totalmem())}`],
    ['Control group', await controlGroup()],
    ['File descriptors', await descriptors()],
  ]);
}

/** The limit of the control group, of version 2 or 1: what a container may have. */
async function controlGroup(): Promise<string> {
  const own = /^0::(.*)$/m.exec(await text('/proc/self/cgroup'))?.[1] ?? '/';
  const places = [
    { folder: `/sys/fs/cgroup${own}`, limit: 'memory.max', used: 'memory.current' },
    { folder: '/sys/fs/cgroup', limit: 'memory.max', used: 'memory.current' },
    { folder: '/sys/fs/cgroup/memory', limit: 'memory.limit_in_bytes', used: 'memory.usage_in_bytes' },
  ];
  for (const { folder, limit, used } of places) {
    const most = await text(`${folder}/${limit}`);
    if (most === '') continue;
    const bytes = Number(most);
    const unlimited = Number.isNaN(bytes) || bytes >= 2 ** 60;
    const now = mebibytes(Number(await text(`${folder}/${used}`)));
    return `${now} used, ${unlimited ? 'no limit' : `at most ${mebibytes(bytes)}`}`;
  }
  return 'none found';
}

async function descriptors(): Promise<string> {
  const open = await readdir('/proc/self/fd').catch(() => undefined);
  if (!open) return 'unknown here';
  const limit = /^Max open files\s+(\S+)/m.exec(await text('/proc/self/limits'))?.[1] ?? 'unknown';
  return `${open.length} open, at most ${limit}`;
}

const text = async (file: string) => (await readFile(file, 'utf8').catch(() => '')).trim();
