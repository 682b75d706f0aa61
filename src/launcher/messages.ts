import type { UnusableCode } from '../errors.js';
import type { Health } from '../service/health.js';
import type { Debugging } from './debugging.js';

/**
 * What a supervisor and its workers tell each other over the channel of node:cluster. Everything is wrapped, so that
 * it does not mix with what an application sends over the same channel.
 */

export interface WorkerService {
  readonly name: string;
  /** Absent: the program that was run calls launch() with the service itself. */
  readonly module?: string;
  readonly export?: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Keys of the config that stand there for other services. */
  readonly sharedKeys: readonly string[];
  /** Values in its config and env that are not to be told to anybody. */
  readonly secrets: readonly string[];
  /** Seconds; null is unlimited. */
  readonly gracefulTimeout: number | null;
  /** Seconds. */
  readonly healthInterval: number;
  /** Seconds between two beats; null: none is wanted. */
  readonly beatInterval: number | null;
  /** When it is worn; null is never. Memory in bytes. */
  readonly wear: {
    readonly maxTasks: number | null;
    readonly softMemory: number | null;
    readonly hardMemory: number | null;
  };
}

export type ToWorker =
  | {
      readonly type: 'start';
      readonly service: WorkerService;
      readonly number: number;
      readonly generation: number;
      readonly debugging: Debugging;
      /** Absent: its signs of life are messages. */
      readonly pulse?: Pulse | undefined;
    }
  | { readonly type: 'drain' }
  | { readonly type: 'terminate' }
  /** The answer to `idle`; whatever was under way to the worker before has arrived. */
  | { readonly type: 'idle' }
  | { readonly type: 'mutate'; readonly service: WorkerService }
  /** Its log has another level; `default`: that of the config. */
  | { readonly type: 'level'; readonly level: string }
  | Question;

/** Is answered by an `answer` with the same id. */
export type Question = Asked & { readonly id: number };

export type Asked =
  /** A Judgement of the config, as JSON. */
  | { readonly type: 'judge'; readonly service: WorkerService }
  /** Its report. */
  | { readonly type: 'report' }
  /** What it uses, as JSON; `asked` is when that was asked, on the clock that all processes share. */
  | { readonly type: 'figures'; readonly asked: number }
  /** What metrics tell of it, as JSON. */
  | { readonly type: 'sample'; readonly asked: number };

/** What a running worker says of a config that it may be handed. */
export type Judgement =
  | { readonly fault: string }
  /** Options that would keep their values, as they are not mutable. */
  | { readonly kept: readonly string[] };

export type FromWorker =
  /** It listens now: what is sent before would be lost, as node:cluster's own listener takes it. */
  | { readonly type: 'hello' }
  | { readonly type: 'ready' }
  /** Nothing keeps it running, but for what may be under way on the channel. */
  | { readonly type: 'idle' }
  | { readonly type: 'unusable'; readonly reason: string; readonly code: UnusableCode }
  /** Why it is about to exit. */
  | { readonly type: 'failed'; readonly reason: string }
  /** It got a SIGTERM from somebody else. */
  | { readonly type: 'leave' }
  /** Its event loop turns. */
  | ({ readonly type: 'beat' } & Beat)
  /** It should be replaced, when there is a replacement. */
  | { readonly type: 'worn'; readonly reason: string }
  /** It must not go on. */
  | { readonly type: 'exceeded'; readonly reason: string }
  /** Its own report, for which somebody has asked by SIGUSR2. */
  | { readonly type: 'report'; readonly text: string }
  | { readonly type: 'answer'; readonly id: number; readonly text: string | null };

/** Where a worker puts its signs of life: a descriptor that it has inherited, and the place in that file. */
export interface Pulse {
  readonly fd: number;
  readonly at: number;
}

/** What a worker tells of itself with every beat. */
export interface Beat {
  /** Resident memory in bytes. */
  readonly memory: number;
  /** Tasks done so far. */
  readonly tasks: number;
  /** What health() said last, where there is one. */
  readonly health?: Health;
}

const KEY = 'nova-launch';

export function wrap<Message extends ToWorker | FromWorker>(message: Message): Record<string, Message> {
  return { [KEY]: message };
}

export function unwrap<Message extends ToWorker | FromWorker>(message: unknown): Message | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  return (message as Record<string, Message | undefined>)[KEY];
}

/** Set in the environment of a worker, and taken out of it before the service is loaded. */
export const WORKER_VARIABLE = 'NOVA_LAUNCH_WORKER';

/** With which codes a worker exits. */
export const WORKER_EXIT = {
  /** It was told to, and all is done. */
  done: 0,
  /** start() threw, or the module did. */
  startFailed: 69,
  /** What the module exports is no service, or the config is not what it may be. */
  unusable: 78,
  /** The graceful deadline has cut its work. */
  cut: 75,
} as const;

/** What a worker says about itself, rather than about the channel. */
export type WorkerNews = Exclude<FromWorker, { type: 'hello' | 'idle' | 'answer' | 'report' }>;
