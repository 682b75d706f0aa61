import { setTimeout as sleep } from 'node:timers/promises';
import { inspectorAddress } from './inspector-address.js';
import { listeningPorts } from './inspector-port.js';
import { stackAt } from './inspector-session.js';
import { type KernelState, kernelState } from './kernel-state.js';

export { isInspectorNoise } from './inspector-noise.js';

/** Seconds for which an inspector that opens too late is waited for, to be closed. */
const AFTERWARDS = 300;

/** System calls that JavaScript waits in itself, so that it can be interrupted there: Atomics.wait(), a collection. */
const INTERRUPTIBLE = [undefined, 'futex'];

/** How often a process is looked at before it counts as waiting, and milliseconds between two looks. */
const LOOKS = 5;
const LOOK_AGAIN = 10;

/**
 * The stack of JavaScript in which a process of this user is just now, a line for each frame; also while its event loop is
 * blocked, as only the inspector can tell. SIGUSR1 opens that, on a port of its own where the process has set
 * process.debugPort to 0, and it is closed at once. Undefined when it has not told within `timeout` seconds, as it is
 * in native code, or stopped: kernelText() tells of such a one. The process goes on as before. Never rejects. Needs a
 * /proc.
 */
export async function blockedStack(pid: number, timeout: number): Promise<string[] | undefined> {
  const late = AbortSignal.timeout(timeout * 1000);
  const before = listeningPorts(pid);
  try {
    if (!(await canTell(pid))) return undefined;
    process.kill(pid, 'SIGUSR1');
  } catch {
    return undefined;
  }
  const address = await inspectorAddress(pid, before, late);
  if (address) return stackAt(address.url, address.others, late);
  void closeLater(pid, before);
  return undefined;
}

/**
 * To one that is stopped, or waits in a call of the system, nothing is sent: it would open its inspector later, when
 * nobody asks; and one that does not handle the signal would end. One that calls the system again and again runs
 * JavaScript between two calls.
 */
async function canTell(pid: number): Promise<boolean> {
  for (let look = 0; look < LOOKS; look++) {
    if (look > 0) await sleep(LOOK_AGAIN);
    const state = kernelState(pid);
    if (!state?.debuggable) return false;
    if (mayBeInJavaScript(state)) return true;
  }
  return false;
}

function mayBeInJavaScript({ state, call }: KernelState): boolean {
  if ('TtZX'.includes(state)) return false;
  return state === 'R' || INTERRUPTIBLE.includes(call);
}

/** It was busy in native code, without the kernel knowing: its inspector opens when it comes back from there. */
async function closeLater(pid: number, before: readonly number[]): Promise<void> {
  const address = await inspectorAddress(pid, before, AbortSignal.timeout(AFTERWARDS * 1000));
  if (address && !address.others) await stackAt(address.url, false, AbortSignal.timeout(AFTERWARDS * 1000));
}
