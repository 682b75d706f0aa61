import type { Figures, ServiceStatus, Status, Verdict, WorkerStatus } from '../operations/control/status.js';
import { type ServiceStatus as Described, describe, type SlotStatus } from '../supervisor/describe.js';
import type { Verdict as Settled, State } from '../supervisor/types.js';
import { whatItDoes } from '../system/process-state.js';

/** What the core does not know. */
export interface Processes {
  readonly now: number;
  pidOf(worker: number): number | undefined;
  /** Null of one that was not asked, undefined of one that has not answered. */
  figuresOf(worker: number): Figures | null | undefined;
}

type Facts = Pick<Status, 'name' | 'version' | 'definition' | 'since'>;

/** The state of a supervisor, with its processes, as the control socket tells it. */
export function statusOf(state: State, facts: Facts, processes: Processes): Status {
  const described = describe(state, processes.now);
  const iso = clockOf(processes.now);
  const { rollout, stopping, announced, ready, generation, verdict } = described;
  return {
    ...facts,
    pid: process.pid,
    launcher: 'ProcessLauncher',
    state: stopping ? 'stopping' : rollout ? 'reloading' : announced ? 'running' : 'starting',
    ready,
    generation,
    memory: process.memoryUsage.rss(),
    rollout,
    verdict: verdict && verdictOf(verdict, iso),
    stopping: stopping && { ...stopping, since: iso(stopping.since)!, until: iso(stopping.until) },
    services: described.services.map((service) => serviceOf(service, processes, iso)),
  };
}

function verdictOf({ generation, refusal, at }: Settled, iso: Iso): Verdict {
  const outcome = refusal === null ? 'accepted' : 'refused';
  return { generation, outcome, reason: refusal, at: iso(at) };
}

type Iso = <Time extends number | null>(time: Time) => Time extends null ? null : string;

function serviceOf(service: Described, processes: Processes, iso: Iso): ServiceStatus {
  const { name, state, essential, workers, generation, budget, slots } = service;
  return {
    name,
    state,
    essential,
    ...workers,
    generation,
    budget,
    workers: slots.map((slot) => workerOf(slot, processes, iso)),
  };
}

function workerOf(slot: SlotStatus, processes: Processes, iso: Iso): WorkerStatus {
  const { number, generation, state, since, worker, waitsFor, until, restarts, lastEnding, lastAttempt } =
    slot;
  const pid = worker === null ? undefined : processes.pidOf(worker);
  const figures = worker === null ? null : processes.figuresOf(worker);
  return {
    number,
    pid: pid ?? null,
    generation,
    state,
    since: iso(since),
    waitsFor,
    until: iso(until),
    restarts,
    lastExit: lastEnding && {
      reason: lastEnding.reason,
      at: iso(lastEnding.at),
      failed: lastEnding.failed,
    },
    lastAttempt: lastAttempt && {
      generation: lastAttempt.generation,
      reason: lastAttempt.reason,
      at: iso(lastAttempt.at),
    },
    figures: figures ?? null,
    stuck: figures === undefined && pid !== undefined ? whatItDoes(pid) : null,
  };
}

/** The core's seconds are those of a clock that stands still with this process; here they become those of the calendar. */
function clockOf(now: number): Iso {
  const offset = Date.now() - now * 1000;
  const iso = (time: number | null) => (time === null ? null : new Date(offset + time * 1000).toISOString());
  return iso as Iso;
}
