import type { Health } from '../../service/health.js';

/** What GET /v1/status answers. Times are ISO 8601, durations seconds, memory bytes; null: not known, or not limited. */
export interface Status {
  readonly name: string;
  readonly pid: number;
  readonly launcher: 'ProcessLauncher' | 'ServiceLauncher';
  /** Of nova-launch. */
  readonly version: string;
  /** The file of the definition; null where there is none. */
  readonly definition: string | null;
  readonly since: string;
  readonly state: 'starting' | 'running' | 'reloading' | 'stopping';
  /** Every essential service that is not stopped has its quorum. */
  readonly ready: boolean;
  /** The one that serves: the last that was accepted. */
  readonly generation: number;
  /** Of the supervisor itself. */
  readonly memory: number;
  readonly rollout: RolloutStatus | null;
  /** Of the last reload or restart that is over. */
  readonly verdict: Verdict | null;
  readonly stopping: StoppingStatus | null;
  readonly services: readonly ServiceStatus[];
}

export interface RolloutStatus {
  readonly generation: number;
  /** in-place: one process that runs its service itself. */
  readonly stage: 'reading' | 'canary' | 'rolling' | 'back' | 'in-place';
  /** Null: all. */
  readonly services: readonly string[] | null;
  readonly removed: readonly string[];
  /** New workers that are stable, and how many there are to be. */
  readonly done: number;
  readonly total: number;
  /** The generation of one more that follows it. */
  readonly queued: number | null;
}

export interface Verdict {
  readonly generation: number;
  readonly outcome: 'accepted' | 'refused';
  /** Null where it was accepted. */
  readonly reason: string | null;
  readonly at: string;
}

export interface StoppingStatus {
  readonly since: string;
  readonly rung: 'drain' | 'terminate' | 'kill';
  readonly workers: number;
  readonly until: string | null;
}

export interface ServiceStatus {
  readonly name: string;
  readonly state: string;
  readonly essential: boolean;
  readonly ready: number;
  readonly wanted: number;
  readonly quorum: number;
  readonly generation: number;
  /** Crashes that are still forgiven; null: any number. */
  readonly budget: {
    readonly left: number | null;
    readonly intensity: number | null;
    readonly period: number;
  };
  readonly workers: readonly WorkerStatus[];
}

export interface WorkerStatus {
  readonly number: number;
  readonly pid: number | null;
  readonly generation: number;
  readonly state: string;
  readonly since: string;
  /** Completes "waits for ...". */
  readonly waitsFor: string | null;
  readonly until: string | null;
  readonly restarts: number;
  /** Of the one before. */
  readonly lastExit: { readonly reason: string; readonly at: string; readonly failed: boolean } | null;
  /** Of one that was to take its place, and has failed: it belonged to a reload, or was a replacement. */
  readonly lastAttempt: { readonly generation: number; readonly reason: string; readonly at: string } | null;
  /** Null: it was not asked, or has not answered. */
  readonly figures: Figures | null;
  /** What the kernel says of one that has not answered. */
  readonly stuck: string | null;
}

/** What a process tells of itself. */
export interface Figures {
  /** Of one CPU, while it was asked: 1 is all of it. */
  readonly cpu: number;
  /** CPU seconds since its start. */
  readonly cpuTime: number;
  /** Resident, in bytes. */
  readonly memory: number;
  /** Of V8's heap, in bytes. */
  readonly heap: number;
  readonly eventLoop: {
    /** Seconds that the question had to wait. */
    readonly delay: number;
    /** The share of its time that it was busy while it was asked. */
    readonly busy: number;
  };
  readonly tasks: number;
  /** What health() said last; null where nothing was said. */
  readonly health: Health | null;
}
