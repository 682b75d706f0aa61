import type {
  Request,
  ServiceSpec,
  ServiceState,
  Slot,
  SlotState,
  State,
} from '../../src/supervisor/types.js';
import { isNew, TIMES } from './facts.js';
import { Register } from './register.js';

/**
 * What still matters of a state, and nothing else: two states with one key behave alike from there on.
 * Times are reduced to armed or not and passed or not, so that all relations between the durations are covered at
 * once; of a worker that leaves only counts how far it is; in a stop, nothing that only a fork would need.
 */

export const NOW = 1000;
export const ARMED = NOW + 1;
const LONG_AGO = NOW - 1e6;

const STATES: readonly SlotState[] = [
  'down',
  'starting',
  'ready',
  'draining',
  'stopping',
  'killed',
  'backoff',
  'failed',
];
const FATES = ['restart', 'remove', 'fail'] as const;
/** An object is read faster than a list is searched, millions of times. */
const STATE_INDEX = Object.fromEntries(STATES.map((state, index) => [state, index])) as Record<
  SlotState,
  number
>;
const FATE_INDEX = Object.fromEntries(FATES.map((fate, index) => [fate, index])) as Record<
  Slot['fate'],
  number
>;
const STAGES = ['canary', 'rolling', 'back'] as const;
const RUNGS = ['drain', 'terminate', 'kill'] as const;

/** A worker belongs to the generation that the running rollout brings, or it does not; more does not matter. */
const ACCEPTED = 1;
const COMING = 2;

const SILENT_AT = 1 << 18;
const EXPIRES_AT = 1 << 19;
const RENEW_AT = 1 << 20;
const SILENT = 1 << 21;
const WORN = 1 << 22;
const RENEWS = 1 << 23;
const RENEWALS = 24;

/** What only a ready worker waits for; of one that waits for its turn in a stop, only that it may fall silent matters. */
const packReady = (slot: Slot, leaves: boolean): number =>
  (slot.silentAt === null ? 0 : SILENT_AT) |
  (slot.silent ? SILENT : 0) |
  (leaves || slot.expiresAt === null ? 0 : EXPIRES_AT) |
  (leaves || slot.renewAt === null ? 0 : RENEW_AT) |
  (leaves ? 0 : Math.min(slot.renewals, 2) << RENEWALS);

/** What is remembered for people decides nothing. */
const NO_PLACES: ServiceState['places'] = {};
const NO_FAILURES: ServiceState['failures'] = [];

const nameOf = (request: Request | null): string =>
  request ? `${request.reload ?? 'all'}+${request.restart ?? 'all'}` : '';

export class Canon {
  readonly #names = new Register<string>();
  readonly #specs = new Register<ServiceSpec | null>();
  readonly #packedSlots = new Register<number>();
  readonly #packedServices = new Register<number>();
  readonly #lists = new Register<string>();
  readonly #codes = new Register<number>();
  readonly #requests = new Register<string>();
  readonly #slots = new Map<number, Slot>();
  readonly #services = new Map<number, ServiceState>();
  #lastSlots: number[] = [];
  #lastServices: number[] = [];

  key(state: State): string {
    this.#lastSlots = state.slots.map((slot) => this.#packSlot(state, slot)).sort((a, b) => a - b);
    this.#lastServices = state.services.map((service) => this.#packService(state, service));
    const { rollout, stopping } = state;
    const flags =
      (state.reading ? 1 : 0) |
      (state.queued ? 2 : 0) |
      (state.announced && !stopping ? 4 : 0) |
      (state.exited ? 8 : 0) |
      (rollout ? (STAGES.indexOf(rollout.stage) + 1) << 4 : 0) |
      (rollout ? this.#lists.of(`${rollout.services}-${rollout.removed}`) << 6 : 0);
    let stop = 0;
    if (stopping) {
      const { interruptedAt, since, forced, impatient } = stopping;
      const interrupted = interruptedAt === null ? 0 : interruptedAt === NOW ? 1 : 2;
      const bits = (since === NOW ? 1 : 0) | (forced ? 2 : 0) | (impatient ? 4 : 0);
      stop = 1 + (bits | (interrupted << 3) | (RUNGS.indexOf(stopping.rung) << 5));
      stop |= this.#codes.of(stopping.code) << 8;
    }
    const asked = this.#requests.of(nameOf(state.reading)) | (this.#requests.of(nameOf(state.queued)) << 8);
    let key = String.fromCharCode(flags, stop, asked, this.#lastServices.length);
    for (const packed of this.#lastServices) key += String.fromCharCode(this.#packedServices.of(packed));
    for (const packed of this.#lastSlots) key += String.fromCharCode(this.#packedSlots.of(packed));
    return key;
  }

  /** The state that stands for all with the key that was asked for last; `state` is the one it was asked for. */
  normal(state: State): State {
    const { rollout, stopping } = state;
    return {
      ...state,
      seed: 1,
      generation: rollout || state.reading ? COMING : ACCEPTED,
      accepted: ACCEPTED,
      verdict: null,
      nextWorker: 100,
      announced: state.announced && !stopping,
      services: this.#lastServices.map((packed) => this.#unpackService(packed)),
      slots: this.#lastSlots.map((packed, place) => this.#unpackSlot(packed, place)),
      rollout: rollout && { ...rollout, generation: COMING },
      stopping: stopping && { ...stopping, since: stopping.since === NOW ? NOW : LONG_AGO },
    };
  }

  #packSlot(state: State, slot: Slot): number {
    const alive = slot.worker !== null;
    const leaves = slot.fate === 'remove' && alive;
    const told = slot.state !== 'starting' && slot.state !== 'ready';
    const marks =
      // That of a ready worker is the nearest of its times.
      (slot.deadline === null || slot.state === 'ready' ? 0 : 1) |
      (slot.state === 'ready' && slot.stable ? 2 : 0) |
      (!leaves && isNew(state, slot) ? 4 : 0) |
      (told && alive && slot.fate === 'restart' && slot.retryAt > NOW ? 8 : 0) |
      (alive ? 16 : 0);
    return (
      marks |
      ((leaves ? 0 : Math.min(slot.attempt, 2)) << 5) |
      (FATE_INDEX[slot.fate] << 7) |
      (STATE_INDEX[slot.state] << 9) |
      ((leaves ? 0 : slot.number) << 12) |
      // Only a stop asks whether a worker that drains has served; before it, that it has is the graver case.
      (slot.state === 'draining' && (slot.served || !state.stopping) ? 1 << 15 : 0) |
      (this.#names.of(slot.service) << 16) |
      (slot.state === 'ready' ? packReady(slot, leaves) : 0) |
      (slot.worn && !told && !leaves ? WORN : 0) |
      (slot.renews && !leaves ? RENEWS : 0)
    );
  }

  #unpackSlot(packed: number, place: number): Slot {
    const id = packed * 32 + place;
    const known = this.#slots.get(id);
    if (known) return known;
    // The members in the core's order: then V8 takes them for objects of one kind, and all is faster.
    const slot: Slot = {
      service: this.#names.items[(packed >> 16) & 3]!,
      number: (packed >> 12) & 7,
      generation: packed & 4 ? COMING : ACCEPTED,
      state: STATES[(packed >> 9) & 7]!,
      worker: packed & 16 ? place + 1 : null,
      deadline: packed & 1 ? ARMED : null,
      stableAt: null,
      silentAt: packed & SILENT_AT ? ARMED : null,
      expiresAt: packed & EXPIRES_AT ? ARMED : null,
      renewAt: packed & RENEW_AT ? ARMED : null,
      since: 0,
      attempt: (packed >> 5) & 3,
      stable: (packed & 2) !== 0,
      served: STATES[(packed >> 9) & 7] === 'ready' || (packed & (1 << 15)) !== 0,
      fate: FATES[(packed >> 7) & 3]!,
      retryAt: packed & 8 ? ARMED : 0,
      kept: false,
      silent: (packed & SILENT) !== 0,
      worn: (packed & WORN) !== 0,
      renewals: (packed >> RENEWALS) & 3,
      renews: (packed & RENEWS) !== 0,
    };
    if (slot.state === 'ready') {
      if (!slot.stable) slot.stableAt = ARMED;
      if (TIMES.some((time) => slot[time] !== null)) slot.deadline = ARMED;
    }
    this.#slots.set(id, slot);
    return slot;
  }

  #packService(state: State, service: ServiceState): number {
    const { spec, next } = service;
    const name = this.#names.of(service.name);
    if (this.#specs.items.length > 15 || service.nextSize > 7)
      throw new Error('the world is too large to pack');
    if (state.stopping) return name | (this.#specs.of(spec ?? next) << 2) | (spec ? 0 : 1 << 31);
    const most = Math.max(spec?.intensity ?? -1, next?.intensity ?? -1) + 1;
    return (
      name |
      (this.#specs.of(spec) << 2) |
      (this.#specs.of(next) << 6) |
      (service.size << 10) |
      (service.nextSize << 13) |
      (Math.min(service.crashes.length, most) << 16) |
      (service.started ? 1 << 19 : 0) |
      (service.unusable ? 1 << 20 : 0) |
      (service.leaving ? 1 << 21 : 0) |
      (1 << 22) |
      (service.resting ? 1 << 23 : 0) |
      (service.short ? 1 << 24 : 0) |
      (service.quorum << 25)
    );
  }

  #unpackService(packed: number): ServiceState {
    const known = this.#services.get(packed);
    if (known) return known;
    const first = this.#specs.items[(packed >> 2) & 15] ?? null;
    const running = (packed & (1 << 22)) !== 0;
    const size = running ? (packed >> 10) & 7 : (first?.size ?? 0);
    const service: ServiceState = {
      name: this.#names.items[packed & 3]!,
      spec: packed < 0 ? null : first,
      generation: running && !first ? COMING : ACCEPTED,
      size,
      next: packed < 0 ? first : running ? (this.#specs.items[(packed >> 6) & 15] ?? null) : null,
      nextSize: running ? (packed >> 13) & 7 : size,
      crashes: Array.from({ length: running ? (packed >> 16) & 7 : 0 }, () => NOW),
      quorum: running ? (packed >> 25) & 7 : 0,
      started: (packed & (1 << 19)) !== 0,
      // Of a note, and of nothing else.
      whole: (packed & (1 << 19)) !== 0,
      short: (packed & (1 << 24)) !== 0,
      resting: (packed & (1 << 23)) !== 0,
      unusable: (packed & (1 << 20)) !== 0,
      leaving: (packed & (1 << 21)) !== 0,
      places: NO_PLACES,
      failures: NO_FAILURES,
    };
    this.#services.set(packed, service);
    return service;
  }
}
