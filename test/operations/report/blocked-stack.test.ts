import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { blockedStack, isInspectorNoise } from '../../../src/operations/report/blocked-stack.js';
import { listeningPorts } from '../../../src/operations/report/inspector-port.js';
import { kernelState, kernelText } from '../../../src/operations/report/kernel-state.js';
import { BlockingChild, WAYS } from './blocking-child.js';

/** Seconds: more than any of these takes, on a machine that is busy too. */
const PATIENCE = 15;

const WAIT = { timeout: PATIENCE * 1000, interval: 20 };

let child: BlockingChild | undefined;

async function blocked(way: keyof typeof WAYS, freeing?: string): Promise<BlockingChild> {
  child = new BlockingChild(WAYS[way], freeing);
  await child.prints('blocked');
  return child;
}

afterEach(async () => {
  await child?.end();
  child = undefined;
});

describe.runIf(process.platform === 'linux')('blockedStack', () => {
  it.each(['computing', 'calling the system', 'waiting for an Atomics'] as const)(
    'tells the stack of a process that is %s, and leaves it there without an inspector',
    async (way) => {
      const { pid } = await blocked(way);
      const stack = await blockedStack(pid, PATIENCE);
      const functions = stack?.map((line) => /^at (\S+) \(/.exec(line)?.[1]);
      expect(functions).toContain('block');
      expect(functions!.indexOf('work')).toBe(functions!.indexOf('block') + 1);
      expect(stack!.find((line) => line.startsWith('at block'))).toMatch(/\(\[eval\]:7:\d+\)$/);
      expect(listeningPorts(pid)).toEqual([]);
      expect(kernelState(pid)?.state).toMatch(/[RS]/);
    },
  );

  it('can be asked again and again', async () => {
    const { pid } = await blocked('computing');
    for (let time = 0; time < 3; time++) {
      expect((await blockedStack(pid, PATIENCE))?.join()).toContain('at block');
    }
  });

  it('lets a process go on that is free then', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nova-launch-'));
    const { pid, child: its } = await blocked('calling the system', join(folder, 'free'));
    expect(await blockedStack(pid, PATIENCE)).toBeDefined();
    const free = child!.prints('free');
    writeFileSync(join(folder, 'free'), '');
    await free;
    expect(its.exitCode).toBeNull();
    rmSync(folder, { recursive: true });
  });

  it('closes the inspector of a process that was busy in native code, when that opens it', async () => {
    const { pid, stderr } = await blocked('busy in native code');
    const free = child!.prints('free');
    expect(await blockedStack(pid, 0.2)).toBeUndefined();
    await free;
    await expect.poll(() => stderr.some((line) => line.startsWith('Debugger attached')), WAIT).toBe(true);
    await expect.poll(() => listeningPorts(pid), WAIT).toEqual([]);
  });

  it('leaves only noise on stderr', async () => {
    const { pid, stderr } = await blocked('computing');
    expect(await blockedStack(pid, PATIENCE)).toBeDefined();
    await child!.end();
    expect(stderr.length).toBeGreaterThan(0);
    expect(stderr.filter((line) => !isInspectorNoise(line))).toEqual([]);
  });

  it.each([
    ['running a command', /^it is in the system call epoll_\w+; it has the children \d+ \(.*sleep 60/],
    ['reading a pipe', /^it is in the system call read$/],
  ] as const)('does not disturb one that is %s: the kernel tells of it', async (way, text) => {
    const { pid, stderr } = await blocked(way);
    await expect.poll(() => kernelText(pid), WAIT).toMatch(text);
    expect(await blockedStack(pid, PATIENCE)).toBeUndefined();
    expect(stderr).toEqual([]);
  });

  it('does not send a signal to one that is stopped', async () => {
    const { pid, stderr, child: its } = await blocked('computing');
    its.kill('SIGSTOP');
    await expect.poll(() => kernelState(pid)?.state, WAIT).toBe('T');
    expect(await blockedStack(pid, PATIENCE)).toBeUndefined();
    its.kill('SIGCONT');
    await expect.poll(() => kernelState(pid)?.state, WAIT).toBe('R');
    expect((await blockedStack(pid, PATIENCE))?.join()).toContain('at block');
    expect(stderr.filter((line) => line.startsWith('Debugger listening'))).toHaveLength(1);
  });

  it('does not end a process that does not handle the signal', async () => {
    const { spawn } = await import('node:child_process');
    const sleeper = spawn('sleep', ['60']);
    expect(await blockedStack(sleeper.pid!, PATIENCE)).toBeUndefined();
    // Still starting, or asleep.
    expect(kernelState(sleeper.pid!)?.state).toMatch(/^[RSD]$/);
    sleeper.kill('SIGKILL');
  });

  it('has nothing to tell of one that has gone', async () => {
    const { pid } = await blocked('computing');
    await child!.end();
    expect(await blockedStack(pid, PATIENCE)).toBeUndefined();
    expect(kernelText(pid)).toBe('');
  });
});

it.each([
  ['Debugger listening on ws://127.0.0.1:9229/35ee03b8-e147-433a-ba57-d3910d003229', true],
  ['Debugger attached.', true],
  ['Debugger ending on ws://127.0.0.1:9229/35ee03b8-e147-433a-ba57-d3910d003229', true],
  ['For help, see: https://nodejs.org/en/docs/inspector', true],
  ['Waiting for the debugger to disconnect...', true],
  ['Starting inspector on 127.0.0.1:9229 failed: address already in use', true],
  ['Debugger attached. Or is it?', false],
  ['For help, ask.', false],
  ['See: Debugger listening on ws://x', false],
])('that %j is noise: %j', (line, noise) => {
  expect(isInspectorNoise(line)).toBe(noise);
});
