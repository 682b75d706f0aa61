import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Guard } from '../../src/launcher/guard.js';

/** The guard's shell and the start times it is told are the only things that are watched or falsified here. */
const seen = vi.hoisted(() => ({
  shells: [] as ChildProcess[],
  falseStart: new Set<number>(),
  noProc: false,
}));

vi.mock('node:child_process', async (original) => {
  const real = await original<typeof import('node:child_process')>();
  const watched = (...args: Parameters<typeof real.spawn>) => {
    const child = real.spawn(...args);
    if (args[0] === '/bin/sh') seen.shells.push(child);
    return child;
  };
  return { ...real, spawn: watched };
});

vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  const falsified = (path: string, encoding: 'latin1') => {
    if (seen.noProc) throw new Error('ENOENT');
    const stat = real.readFileSync(path, encoding);
    const [, pid] = /^\/proc\/(\d+)\/stat$/.exec(path) ?? [];
    if (!seen.falseStart.has(Number(pid))) return stat;
    const [head, tail] = [stat.slice(0, stat.lastIndexOf(')') + 2), stat.slice(stat.lastIndexOf(')') + 2)];
    return head + tail.split(' ').with(19, '1').join(' ');
  };
  return { ...real, readFileSync: falsified };
});

/** Takes back the margin that the guard gives a worker which can end by itself. */
const AT_ONCE = -2;

const complaints: string[] = [];
let guard: Guard;
let sleepers: ChildProcess[] = [];

beforeEach(() => {
  guard = new Guard((reason) => complaints.push(reason));
});

afterEach(() => {
  guard.close();
  for (const child of [...sleepers, ...seen.shells]) child.kill('SIGKILL');
  sleepers = [];
  seen.shells.length = 0;
  seen.falseStart.clear();
  seen.noProc = false;
  expect(complaints).toEqual([]);
});

async function sleeper(program = 'sleep'): Promise<ChildProcess & { pid: number }> {
  const child = spawn(program, ['120'], { stdio: 'ignore' });
  sleepers.push(child);
  await once(child, 'spawn');
  return child as ChildProcess & { pid: number };
}

/** What a process ended with; already, or in a while. */
async function end(child: ChildProcess | undefined): Promise<unknown> {
  if (child && !hasEnded(child)) await once(child, 'exit');
  return child?.signalCode ?? child?.exitCode;
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

/** Waits until the shell has set its traps: what it is sent before would end it. */
async function onGuard(shell: ChildProcess | undefined): Promise<ChildProcess & { pid: number }> {
  const { SIGTERM, SIGPIPE } = constants.signals;
  await vi.waitFor(
    () => {
      const mask = /^SigIgn:\s*(\w+)/m.exec(readFileSync(`/proc/${shell!.pid}/status`, 'latin1'))![1];
      for (const signal of [SIGTERM, SIGPIPE])
        expect((BigInt(`0x${mask}`) >> BigInt(signal - 1)) & 1n).toBe(1n);
    },
    { timeout: 10_000, interval: 10 },
  );
  return shell as ChildProcess & { pid: number };
}

test('what outlives its deadline after the pipe has ended is killed, and not before; then the shell ends', async () => {
  const worker = await sleeper();
  guard.add(worker.pid, 0);
  const began = performance.now();
  guard.close();
  expect(await end(worker)).toBe('SIGKILL');
  expect(performance.now() - began).toBeGreaterThan(1900);
  expect(await end(seen.shells[0])).toBe(0);
});

test('what may take for ever is waited for', async () => {
  const [brief, patient] = [await sleeper(), await sleeper()];
  guard.add(brief.pid, AT_ONCE);
  guard.add(patient.pid, null);
  guard.close();
  expect(await end(brief)).toBe('SIGKILL');
  expect(hasEnded(patient)).toBe(false);
  expect(hasEnded(seen.shells[0]!)).toBe(false);
  patient.kill('SIGTERM');
  expect(await end(seen.shells[0])).toBe(0);
});

test('a pid whose process started at another time is somebody else’s', async () => {
  const [other, worker] = [await sleeper(), await sleeper()];
  seen.falseStart.add(other.pid);
  guard.add(other.pid, AT_ONCE);
  guard.add(worker.pid, AT_ONCE);
  guard.close();
  expect(await end(worker)).toBe('SIGKILL');
  expect(await end(seen.shells[0])).toBe(0);
  expect(hasEnded(other)).toBe(false);
});

test('a name with spaces and brackets in it does not hide a process', async () => {
  const place = mkdtempSync(`${tmpdir()}/nova-guard-`);
  try {
    const program = `${place}/a) S 1 (b`;
    copyFileSync(execFileSync('sh', ['-c', 'command -v sleep'], { encoding: 'utf8' }).trim(), program);
    const worker = await sleeper(program);
    guard.add(worker.pid, AT_ONCE);
    guard.close();
    expect(await end(worker)).toBe('SIGKILL');
  } finally {
    rmSync(place, { recursive: true });
  }
});

test('without /proc the pid has to do', async () => {
  const worker = await sleeper();
  seen.noProc = true;
  guard.add(worker.pid, AT_ONCE);
  guard.close();
  expect(await end(worker)).toBe('SIGKILL');
});

test('with nobody left to guard it ends at once', async () => {
  const worker = await sleeper();
  guard.add(worker.pid, AT_ONCE);
  guard.remove(worker.pid);
  const began = performance.now();
  guard.close();
  expect(await end(seen.shells[0])).toBe(0);
  expect(performance.now() - began).toBeLessThan(1000);
  expect(hasEnded(worker)).toBe(false);
});

test('a worker that is gone by then is no reason to wait', async () => {
  const worker = await sleeper();
  guard.add(worker.pid, null);
  worker.kill('SIGKILL');
  await end(worker);
  guard.close();
  expect(await end(seen.shells[0])).toBe(0);
});

test('no signal but SIGKILL ends it, and it has a group of its own', async () => {
  const worker = await sleeper();
  guard.add(worker.pid, AT_ONCE);
  const shell = await onGuard(seen.shells[0]);
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGUSR1', 'SIGUSR2'] as const) shell.kill(signal);
  const stat = readFileSync(`/proc/${shell.pid}/stat`, 'latin1');
  expect(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]).toBe(String(shell.pid));
  guard.close();
  expect(await end(worker)).toBe('SIGKILL');
  expect(await end(shell)).toBe(0);
});

test('one that was killed is replaced with the next worker, and is told of all', async () => {
  const [first, second] = [await sleeper(), await sleeper()];
  guard.add(first.pid, AT_ONCE);
  seen.shells[0]!.kill('SIGKILL');
  await end(seen.shells[0]);
  guard.add(second.pid, AT_ONCE);
  expect(seen.shells).toHaveLength(2);
  guard.close();
  expect(await Promise.all([end(first), end(second)])).toEqual(['SIGKILL', 'SIGKILL']);
});

test('one shell is enough for all, and none is started for nobody, or after the end', async () => {
  guard.remove(1);
  expect(seen.shells).toEqual([]);
  const [first, second] = [await sleeper(), await sleeper()];
  guard.add(first.pid, AT_ONCE);
  guard.add(second.pid, AT_ONCE);
  expect(seen.shells).toHaveLength(1);
  guard.remove(first.pid);
  guard.remove(second.pid);
  guard.close();
  await end(seen.shells[0]);
  guard.add(first.pid, AT_ONCE);
  expect(seen.shells).toHaveLength(1);
});
