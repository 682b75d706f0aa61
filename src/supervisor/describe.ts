import { slotsOf } from './draft.js';
import { pastOf } from './place.js';
import { progressOf, type RolloutStatus } from './progress.js';
import { readiness, type ServiceReadiness } from './quorum.js';
import { overAt } from './stopping.js';
import type { Ending, ServiceState, Slot, SlotState, State, Stopping, Verdict } from './types.js';
import { explainWait, waitsFor } from './waits.js';

/** The state for people: plain data, its times monotonic seconds like those of the state. */
export interface Status {
  /** Every essential service that is not stopped has its quorum. */
  readonly ready: boolean;
  /** It has been ready once. */
  readonly announced: boolean;
  /** The last that was accepted. */
  readonly generation: number;
  readonly services: readonly ServiceStatus[];
  /** The reload or restart under way; null when there is none. */
  readonly rollout: RolloutStatus | null;
  /** Of the last one that is over; null: there was none. */
  readonly verdict: Verdict | null;
  readonly stopping: StoppingStatus | null;
}

export type ServiceWord =
  /** none of its workers may start yet */
  | 'waiting'
  /** it has not had its quorum yet */
  | 'starting'
  | 'ready'
  /** fewer ready workers than its quorum */
  | 'short'
  /** given up: it has no worker, and none will be forked */
  | 'failed'
  /** stopped by an operator; its last workers may still drain */
  | 'resting'
  /** not in the definition any more */
  | 'leaving'
  /** everything stops */
  | 'stopping';

export interface ServiceStatus {
  readonly name: string;
  readonly state: ServiceWord;
  readonly essential: boolean;
  readonly workers: Pick<ServiceReadiness, 'ready' | 'wanted' | 'quorum'>;
  readonly generation: number;
  readonly budget: {
    /** Crashes that are still forgiven; null: any number. */
    readonly left: number | null;
    readonly intensity: number | null;
    readonly period: number;
  };
  /** The last failures of its workers, the newest last. */
  readonly failures: ServiceState['failures'];
  readonly slots: readonly SlotStatus[];
}

export interface SlotStatus {
  readonly number: number;
  readonly state: SlotState;
  readonly since: number;
  /** The id of its process; null without one. */
  readonly worker: number | null;
  readonly generation: number;
  /** Completes "waits for ..."; null when it waits for nothing. */
  readonly waitsFor: string | null;
  /** Null: for as long as it takes. */
  readonly until: number | null;
  readonly silent: boolean;
  readonly worn: boolean;
  readonly restarts: number;
  /** Of the one before. */
  readonly lastEnding: Ending | null;
  /** Of one that was to take its place, and failed. */
  readonly lastAttempt: Ending | null;
}

export interface StoppingStatus {
  readonly since: number;
  readonly rung: Stopping['rung'];
  /** Processes that are left. */
  readonly workers: number;
  /** When those that still drain are told to end at once; null: for as long as it takes. */
  readonly until: number | null;
}

export function describe(state: State, now: number): Status {
  const { services, ok } = readiness(state);
  const { stopping, announced, verdict } = state;
  return {
    ready: ok && stopping === null,
    announced,
    generation: state.accepted,
    services: state.services.map((service, place) => describeService(state, service, services[place]!, now)),
    rollout: progressOf(state),
    verdict,
    stopping: stopping && {
      since: stopping.since,
      rung: stopping.rung,
      workers: state.slots.length,
      until: overAt({ state }),
    },
  };
}

function describeService(
  state: State,
  service: ServiceState,
  { ready, wanted, quorum }: ServiceReadiness,
  now: number,
): ServiceStatus {
  const { name, generation, failures } = service;
  const { essential, intensity, period } = (service.spec ?? service.next)!;
  const crashes = service.crashes.filter((at) => at > now - period).length;
  const left = intensity === null ? null : Math.max(0, intensity - crashes);
  const slots = slotsOf({ state }, name);
  return {
    name,
    state: wordFor(state, service, ready, slots),
    essential,
    workers: { ready, wanted, quorum },
    generation,
    budget: { left, intensity, period },
    failures,
    slots: [...slots].sort(byNumber).map((slot) => describeSlot(state, service, slot)),
  };
}

function wordFor(state: State, service: ServiceState, ready: number, slots: readonly Slot[]): ServiceWord {
  if (state.stopping) return 'stopping';
  if (service.leaving) return 'leaving';
  if (service.resting) return 'resting';
  if (slots.length > 0 && slots.every((slot) => slot.state === 'failed')) return 'failed';
  if (slots.every((slot) => slot.state === 'down')) return 'waiting';
  if (!service.started) return 'starting';
  return ready < service.quorum ? 'short' : 'ready';
}

function describeSlot(state: State, service: ServiceState, slot: Slot): SlotStatus {
  const wait = waitsFor(state, slot);
  const { number, since, worker, generation, silent, worn } = slot;
  return {
    number,
    state: slot.state,
    since,
    worker,
    generation,
    waitsFor: wait && explainWait(state, service, slot, wait),
    until: wait?.until ?? null,
    silent,
    worn,
    ...pastOf({ state }, service, slot),
  };
}

const byNumber = (one: Slot, other: Slot): number =>
  one.number - other.number || one.generation - other.generation || one.since - other.since;
