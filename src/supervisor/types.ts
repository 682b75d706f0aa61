/**
 * The supervisor's world: plain data. Times are monotonic seconds; `null` as a deadline means for ever.
 * Nothing here knows Node: the loop in launcher/ turns what happens into events and performs the actions.
 */

import type { Note } from './notes.js';
import type { Ending, Place, Verdict } from './past.js';

export type { Note, Where } from './notes.js';
export type { Ending, Place, Verdict } from './past.js';

/** What the core knows of a service; everything else in its definition only matters to the worker. */
export interface ServiceSpec {
  readonly name: string;
  readonly size: number;
  /** Ready workers with which the service counts as ready; null: half of its workers, rounded up. */
  readonly quorum: number | null;
  readonly after: readonly string[];
  readonly essential: boolean;
  readonly restartMethod: 'reload' | 'mutate';
  readonly readyTimeout: number;
  /** null: unlimited. */
  readonly gracefulTimeout: number | null;
  /** Seconds that a worker must stay ready before it counts as stable. */
  readonly stableFor: number;
  /** Processes above size during a rollout, at least 1. */
  readonly surge: number;
  /** Crashes within `period` that are forgiven; null: unlimited. */
  readonly intensity: number | null;
  readonly period: number;
  readonly backoff: { readonly initial: number; readonly max: number };
  /** Seconds that a ready worker may give no sign of life; null: it is not watched. */
  readonly watchdogTimeout: number | null;
  /** Seconds after which a ready worker is replaced; null: never. */
  readonly maxLifetime: number | null;
}

export type SlotState =
  /** waits for the services it comes after */
  | 'down'
  /** forked; start() has not resolved: until readyTimeout */
  | 'starting'
  /** serves; its deadline is the nearest of the four times below */
  | 'ready'
  /** takes no new work and finishes what runs: until the graceful deadline */
  | 'draining'
  /** told to end now: until the kill deadline */
  | 'stopping'
  /** SIGKILL sent: until it is given up as lost */
  | 'killed'
  /** no process; is forked again at the deadline */
  | 'backoff'
  /** no process, and none will be forked: resting */
  | 'failed';

/** One worker's place. */
export interface Slot {
  readonly service: string;
  /** Stable number of the worker within its service. */
  readonly number: number;
  generation: number;
  state: SlotState;
  /** Launcher-wide id of its process; null when it has none. */
  worker: number | null;
  deadline: number | null;
  /** Ready only: when it counts as stable. */
  stableAt: number | null;
  /** Ready only: when it has been silent for too long, or, if it is `silent`, when it is killed for that. */
  silentAt: number | null;
  /** Ready only: when it has lived for long enough. */
  expiresAt: number | null;
  /** Ready and worn only: before that, no other replacement is tried. */
  renewAt: number | null;
  since: number;
  /** Failures in a row; decides the back-off; 0 again once stable. */
  attempt: number;
  stable: boolean;
  /** Its process has been ready: it may have work that must not be cut. */
  served: boolean;
  /** What becomes of the slot when its process has gone. */
  fate: 'restart' | 'remove' | 'fail';
  /** With `restart`: not before. */
  retryAt: number;
  /** A worker of a refused generation that stays because its rollback failed too. */
  kept: boolean;
  /** Gave no sign of life within the watchdog's time: it is being looked at. */
  silent: boolean;
  /** It is to be replaced, and serves until then. */
  worn: boolean;
  /** How many replacements for it, worn as it is, have failed. */
  renewals: number;
  /** It is to replace the worn worker of the same number, once it is stable. */
  renews: boolean;
}

/** Names of services; null: all of them. */
export type Names = readonly string[] | null;

/** What a rollout is asked to be about. */
export interface Request {
  /** Services that are to be what the definition, read again, makes of them. */
  readonly reload: Names;
  /** Services that are to be started anew from what is accepted. */
  readonly restart: Names;
}

export interface ServiceState {
  readonly name: string;
  /** The accepted specification; null for a service that a running rollout adds. */
  spec: ServiceSpec | null;
  /** Generation of the accepted specification. */
  generation: number;
  /** Wanted workers: the specification's size, until someone scales. */
  size: number;
  /** What the running rollout wants to make of it. */
  next: ServiceSpec | null;
  nextSize: number;
  /** Times of the crashes within the period. */
  crashes: number[];
  /** With how many ready workers it counts as ready now: one that was raised holds once it has been reached. */
  quorum: number;
  /** It has had its quorum once; what comes after it may start. */
  started: boolean;
  /** All its workers have been ready at the same time: said once. */
  whole: boolean;
  /** It is essential and has lost its quorum: said once. */
  short: boolean;
  /** Stopped by an operator, until it is started again. */
  resting: boolean;
  /** Its module is no service: said once. */
  unusable: boolean;
  /** Taken out of the definition: ends when its workers have. */
  leaving: boolean;
  /** By number of the worker. */
  places: Readonly<Record<number, Place>>;
  /** Its last failures, the newest last; see MOST_FAILURES. */
  failures: readonly (Ending & { readonly number: number })[];
}

export interface Rollout {
  readonly generation: number;
  /** canary: one new worker per service; rolling: the rest; back: to the old generation again. */
  stage: 'canary' | 'rolling' | 'back';
  /** The services that get new workers, in start order. */
  readonly services: readonly string[];
  /** Services that the new definition no longer has. */
  readonly removed: readonly string[];
}

export interface Stopping {
  readonly code: number;
  readonly since: number;
  rung: 'drain' | 'terminate' | 'kill';
  /** When the last SIGINT came; null if none did. */
  interruptedAt: number | null;
  /** A graceful deadline passed: work was cut. */
  forced: boolean;
  /** A repeated SIGINT cut the work. */
  impatient: boolean;
}

export interface State {
  services: ServiceState[];
  slots: Slot[];
  /** Counts reloads and restarts; the last one begun. One that is queued will have the next. */
  generation: number;
  /** The last one that was accepted. Nothing is decided by it. */
  accepted: number;
  /** Of the last reload or restart that is over; null: there was none. */
  verdict: Verdict | null;
  nextWorker: number;
  /** What a definition was asked for that has not come yet. */
  reading: Request | null;
  /** What was asked for meanwhile: one more rollout. */
  queued: Request | null;
  rollout: Rollout | null;
  stopping: Stopping | null;
  /** READY has been announced. */
  announced: boolean;
  exited: boolean;
  /** Of the jitter. */
  seed: number;
}

/** A sign of life that was given `age` seconds ago. */
export interface Found {
  readonly worker: number;
  readonly age: number;
}

export type Event =
  /** Only time has passed. */
  | { readonly type: 'tick' }
  | { readonly type: 'ready'; readonly worker: number }
  | {
      readonly type: 'exit';
      readonly worker: number;
      readonly code: number | null;
      readonly signal: string | null;
      /** What the worker said of it before, if it did. */
      readonly reason?: string;
    }
  | { readonly type: 'forkFailed'; readonly worker: number; readonly reason: string }
  /** What its module exports is no service: no retry can help. */
  | { readonly type: 'unusable'; readonly worker: number; readonly reason: string }
  /** The worker was told from outside (SIGTERM to its pid) to end. */
  | { readonly type: 'leave'; readonly worker: number }
  /** A sign of life. */
  | { readonly type: 'beat'; readonly worker: number }
  /** Signs of life that were found when somebody seemed to be silent; at once, so that nobody seems so for their order. */
  | { readonly type: 'beats'; readonly found: readonly Found[] }
  /** It should be replaced, when there is a replacement. */
  | { readonly type: 'worn'; readonly worker: number; readonly reason: string }
  /** It must not go on. */
  | { readonly type: 'exceeded'; readonly worker: number; readonly reason: string }
  /** A rollout of these services: from the definition, read again, or from what is accepted. */
  | { readonly type: 'reload' | 'restart'; readonly only: Names }
  /** The whole definition; of services that were not asked for, what is accepted stays. */
  | { readonly type: 'definition'; readonly services: readonly ServiceSpec[] }
  | { readonly type: 'definitionRefused'; readonly reason: string }
  | { readonly type: 'scale'; readonly service: string; readonly by: 1 | -1 }
  | { readonly type: 'scale'; readonly service: string; readonly to: number }
  /** An operator wants the service to rest, or to run again; also one that was given up. */
  | { readonly type: 'stopService' | 'startService'; readonly service: string }
  | { readonly type: 'stop' }
  /** SIGINT: stops, and when repeated takes the next rung. */
  | { readonly type: 'interrupt' };

export type Action =
  | {
      readonly type: 'fork';
      readonly worker: number;
      readonly service: string;
      readonly number: number;
      readonly generation: number;
    }
  | { readonly type: 'drain' | 'terminate' | 'kill' | 'mutate' | 'diagnose'; readonly worker: number }
  /** Where `reload` names no service, the definition that is accepted is the answer. */
  | ({ readonly type: 'readDefinition'; readonly generation: number } & Request)
  /** The definition read last is now the one that runs. Each generation that was begun or queued is accepted or refused. */
  | { readonly type: 'accept'; readonly generation: number }
  | { readonly type: 'refuse'; readonly generation: number; readonly reason: string }
  | { readonly type: 'announce'; readonly what: 'ready' | 'reloading' | 'stopping' }
  | { readonly type: 'log'; readonly note: Note }
  | { readonly type: 'exit'; readonly code: number };
