import { DIAGNOSIS } from '../../src/supervisor/limits.js';
import type { Action, Event } from '../../src/supervisor/types.js';
import { LONGEST_DRAIN, type Quality, SLOWEST_START } from './plan.js';
import type { Random } from './random.js';

/** What some process will do of itself, decided when it is forked. */
export interface Process {
  readonly worker: number;
  readonly service: string;
  readonly generation: number;
  readonly drainsIn: number | null;
  readonly endsIn: number | null;
  readonly diesIn: number;
  ready: boolean;
  drained: boolean;
  /** Seconds; null: it need not give signs of life. */
  readonly watchdogTimeout: number | null;
  /** Whoever waits without an end for what a blocked worker finishes has asked for it. */
  readonly mayBlock: boolean;
  /** Its event loop is blocked for too long: no sign of life comes in time. */
  blocked: boolean;
  /** It is blocked for ever, and hears nothing. */
  stuck: boolean;
  gone: boolean;
}

export type Schedule = (in_: number, event: Event) => void;

export interface Surroundings {
  readonly random: Random;
  readonly quality: Quality;
  /** How likely each fault is now. */
  readonly faults: number;
  readonly gracefulTimeout: number | null;
  readonly stableFor: number;
  readonly watchdogTimeout: number | null;
}

type Fork = Extract<Action, { type: 'fork' }>;

/** Forks a process: tells what will come of it, unless it is told something else before. */
export function forkProcess(
  { worker, service, generation }: Fork,
  around: Surroundings,
  schedule: Schedule,
): Process {
  const { random, quality, faults, gracefulTimeout, stableFor, watchdogTimeout } = around;
  const fault = () => faults > 0 && random.chance(faults);
  const exit = (code: number): Event => ({ type: 'exit', worker, code, signal: null });
  const start = random.between(0.01, SLOWEST_START);
  if (fault()) schedule(random.between(0, 0.1), { type: 'forkFailed', worker, reason: 'EAGAIN' });
  else if (quality === 'no service') schedule(start, { type: 'unusable', worker, reason: 'no service' });
  else if (quality === 'crashes at boot' || fault()) schedule(start, exit(1));
  else if (quality !== 'never ready' && !fault()) {
    schedule(start, { type: 'ready', worker });
    if (quality === 'crashes when ready') schedule(start + random.between(0, stableFor * 0.9), exit(1));
    else if (fault()) schedule(start + random.between(0, 20), exit(139));
  }
  const longest = Math.min(gracefulTimeout ?? LONGEST_DRAIN, LONGEST_DRAIN) * 0.9;
  return {
    worker,
    service,
    generation,
    drainsIn: fault() && gracefulTimeout !== null ? null : random.between(0, longest),
    endsIn: fault() ? null : random.between(0, 0.5),
    // A process in the kernel's hands (a dead disk) survives SIGKILL for as long as it likes.
    diesIn: fault() && fault() ? 60 : 0.01,
    ready: false,
    drained: false,
    watchdogTimeout,
    mayBlock: gracefulTimeout !== null,
    blocked: false,
    stuck: false,
    gone: false,
  };
}

/** Signals a process: what comes of it. */
export function signal(process: Process, type: 'drain' | 'terminate' | 'kill', schedule: Schedule): void {
  const { worker } = process;
  const exit = (code: number | null, signal: string | null): Event => ({
    type: 'exit',
    worker,
    code,
    signal,
  });
  if (process.stuck && type !== 'kill') return;
  if (type === 'drain') {
    process.drained = true;
    if (process.drainsIn !== null) schedule(process.drainsIn, exit(0, null));
  } else if (type === 'terminate') {
    if (process.endsIn !== null) schedule(process.endsIn, exit(null, 'SIGTERM'));
  } else schedule(process.diesIn, exit(null, 'SIGKILL'));
}

/** Seconds until its next sign of life; null if none comes any more. Now and then it is blocked, for a while or for ever. */
export function nextBeat(process: Process, random: Random, faults: number): number | null {
  const { watchdogTimeout, mayBlock } = process;
  if (watchdogTimeout === null || process.stuck) return null;
  process.blocked = mayBlock && faults > 0 && random.chance(faults);
  if (!process.blocked) return watchdogTimeout * random.between(0.3, 0.95);
  process.stuck = random.chance(0.5);
  return process.stuck ? null : watchdogTimeout + random.between(0, DIAGNOSIS);
}
