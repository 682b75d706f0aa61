import { readdir, readFile } from 'node:fs/promises';
import { commandLine } from '../command-line.js';
import { mebibytes, seconds } from '../lay-out.js';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly state: string;
  readonly cpu: number;
}

/** The clock ticks of /proc in a second, on every Linux that Node runs on. */
const TICKS = 100;

/** Files that are read at a time: as many as libuv has threads for. */
const AT_A_TIME = 16;

/** This process, its parent, and all that descends from it. oslo: Processes. */
export async function processesSection(): Promise<string> {
  const all = await allProcesses();
  const own = all.find(({ pid }) => pid === process.pid);
  if (!own) return `${process.pid}, child of ${process.ppid}; more can be told where there is a /proc.`;
  const parent = all.find(({ pid }) => pid === own.parent);
  const lines = parent ? [await lineOf(parent, 0)] : [];
  const add = async (one: Process, depth: number) => {
    lines.push(await lineOf(one, depth));
    for (const child of all) if (child.parent === one.pid) await add(child, depth + 1);
  };
  await add(own, lines.length);
  return lines.join('\n');
}

async function lineOf({ pid, state, cpu }: Process, depth: number): Promise<string> {
  const status = await text(`/proc/${pid}/status`);
  const [, resident = '0'] = /^VmRSS:\s+(\d+) kB/m.exec(status) ?? [];
  const [, name = ''] = /^Name:\s+(.*)/m.exec(status) ?? [];
  const words = (await text(`/proc/${pid}/cmdline`)).split('\0').filter(Boolean);
  const command = words.length > 0 ? commandLine(words) : `[${name}]`;
  const figures = `${state}  ${mebibytes(Number(resident) * 1024)}  ${seconds(cpu)} CPU`;
  return `${'  '.repeat(depth)}${pid}  ${figures}  ${command}`;
}

async function allProcesses(): Promise<Process[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found: Process[] = [];
  for (let index = 0; index < pids.length; index += AT_A_TIME) {
    const some = await Promise.all(
      pids
        .slice(index, index + AT_A_TIME)
        .map(Number)
        .map(processOf),
    );
    found.push(...some.flat());
  }
  return found;
}

/** Of none that has gone meanwhile. */
async function processOf(pid: number): Promise<Process[]> {
  const stat = await text(`/proc/${pid}/stat`);
  const [state, parent, ...more] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (!state) return [];
  return [{ pid, parent: Number(parent), state, cpu: (Number(more[9]) + Number(more[10])) / TICKS }];
}

const text = (file: string) => readFile(file, 'utf8').catch(() => '');
