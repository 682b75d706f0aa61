import { readProc, statOf, threadsOf } from '../../system/proc.js';
import { commandLine } from './command-line.js';

/** What the kernel tells of a process. */
export interface KernelState {
  /** As ps writes it: R runs, S waits in a system call, D waits for a disk, T is stopped, Z has ended. */
  readonly state: string;
  /** The system call in which its main thread waits: its name, or its number. Undefined when it runs, or may not be known. */
  readonly call: string | undefined;
  /** Whether it would answer SIGUSR1 by an inspector, as Node.js does once it has begun. */
  readonly debuggable: boolean;
  /** Its children that have not ended, with their commands. */
  readonly children: readonly string[];
}

/** The system calls in which a blocked event loop is found, by their numbers on each architecture. */
const CALLS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  x64: {
    0: 'read',
    1: 'write',
    7: 'poll',
    35: 'nanosleep',
    42: 'connect',
    45: 'recvfrom',
    61: 'wait4',
    73: 'flock',
    74: 'fsync',
    202: 'futex',
    230: 'clock_nanosleep',
    232: 'epoll_wait',
    281: 'epoll_pwait',
  },
  arm64: {
    22: 'epoll_pwait',
    32: 'flock',
    63: 'read',
    64: 'write',
    73: 'ppoll',
    82: 'fsync',
    98: 'futex',
    101: 'nanosleep',
    115: 'clock_nanosleep',
    203: 'connect',
    207: 'recvfrom',
    260: 'wait4',
  },
};

/** The number of SIGUSR1. */
const SIGUSR1 = 10n;

/** Undefined where there is no /proc, or the process has gone. */
export function kernelState(pid: number): KernelState | undefined {
  const [state] = statOf(pid);
  if (!state) return undefined;
  const [, caught = '0'] = /^SigCgt:\s+([0-9a-f]+)/m.exec(readProc(pid, 'status')) ?? [];
  return {
    state,
    call: callOf(pid),
    debuggable: ((BigInt(`0x${caught}`) >> (SIGUSR1 - 1n)) & 1n) === 1n,
    children: childrenOf(pid),
  };
}

/** In what call of the system a process is, and what children it may wait for, as the rest of a sentence; empty if unknown. */
export function kernelText(pid: number): string {
  const { call, children = [] } = kernelState(pid) ?? {};
  const where = call === undefined ? [] : [`it is in the system call ${call}`];
  const whom = children.length > 0 ? [`it has the children ${children.join(', ')}`] : [];
  return [...where, ...whom].join('; ');
}

function callOf(pid: number): string | undefined {
  const [number = '', ...rest] = readProc(pid, 'syscall').split(' ');
  if (rest.length < 2 || !/^\d+$/.test(number)) return undefined;
  return CALLS[process.arch]?.[Number(number)] ?? number;
}

function childrenOf(pid: number): string[] {
  const threads = threadsOf(pid) ?? [];
  const pids = threads.flatMap((thread) => readProc(pid, `task/${thread}/children`).match(/\d+/g) ?? []);
  return pids.flatMap((child) => {
    const words = readProc(Number(child), 'cmdline').split('\0').filter(Boolean);
    return words.length > 0 ? [`${child} (${commandLine(words)})`] : [];
  });
}
