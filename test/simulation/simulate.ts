import { DIAGNOSIS } from '../../src/supervisor/limits.js';
import type { Action, Event, ServiceSpec, ServiceState, State } from '../../src/supervisor/types.js';
import type { Core } from './core.js';
import { isNew, slotOf } from './facts.js';
import { violations } from './invariants.js';
import {
  type Deed,
  definitionOf,
  LONGEST_PAUSE,
  type Plan,
  planOf,
  type Quality,
  qualityOf,
} from './plan.js';
import { forkProcess, nextBeat, type Process, signal } from './processes.js';
import { Random } from './random.js';
import { Verdict } from './verdict.js';

export interface Step {
  readonly now: number;
  readonly event: Event;
  readonly actions: readonly Action[];
}

export interface History {
  readonly seed: number;
  readonly plan: Plan;
  /** What was wrong with it, as sentences. */
  readonly problems: readonly string[];
  readonly steps: readonly Step[];
  readonly exitCode: number | null;
}

const TICK: Event = { type: 'tick' };
/** No history of so few events takes so many steps; one that does makes no progress. */
const MOST_STEPS = 3000;

/** One random history with real times and durations: the same for the same seed. */
export function simulate(core: Core, seed: number): History {
  return new Simulation(core, seed).run();
}

interface Coming {
  readonly at: number;
  readonly event?: Event;
  readonly deed?: Deed;
}

class Simulation {
  readonly #core: Core;
  readonly #seed: number;
  readonly #random: Random;
  readonly #plan: Plan;
  readonly #verdict: Verdict;
  readonly #processes = new Map<number, Process>();
  readonly #qualities = new Map<number, Quality>();
  readonly #steps: Step[] = [];
  #coming: Coming[];
  #state: State;
  #now = 0;
  #accepted: readonly ServiceSpec[];

  constructor(core: Core, seed: number) {
    this.#core = core;
    this.#seed = seed;
    this.#random = new Random(seed);
    this.#plan = planOf(this.#random);
    this.#coming = this.#plan.operator.map(({ at, what }) => ({ at, deed: what }));
    this.#accepted = this.#plan.specs;
    this.#state = core.initialState(this.#plan.specs, seed);
    this.#qualities.set(this.#state.generation, this.#plan.quality);
    this.#verdict = new Verdict(this.#plan);
  }

  run(): History {
    this.#step(TICK);
    while (!this.#state.exited && this.#steps.length < 2 * MOST_STEPS) {
      if (this.#steps.length === MOST_STEPS) {
        if (!this.#verdict.spoilt) break;
        this.#step({ type: 'stop' });
      }
      const deadline = this.#core.nextDeadline(this.#state);
      const next = this.#takeNext(deadline);
      if (next) this.#take(next);
      else if (deadline !== null) {
        // A timer is never early, and often late.
        this.#now = Math.max(this.#now, deadline) + this.#random.between(0, 0.005);
        this.#step(TICK);
      } else break;
    }
    if (!this.#state.exited) this.#verdict.report('it does not end');
    return {
      seed: this.#seed,
      plan: this.#plan,
      problems: this.#verdict.problems,
      steps: this.#steps,
      exitCode: this.#verdict.exitCode,
    };
  }

  /** What comes before the deadline; undefined if the deadline passes first. */
  #takeNext(deadline: number | null): Coming | undefined {
    let first = -1;
    for (const [place, { at }] of this.#coming.entries())
      if (first < 0 || at < this.#coming[first]!.at) first = place;
    if (first < 0 || (deadline !== null && deadline < this.#coming[first]!.at)) return undefined;
    return this.#coming.splice(first, 1)[0];
  }

  #take({ at, event, deed }: Coming): void {
    this.#now = Math.max(this.#now, at);
    if (deed) {
      // What was done while the supervisor did not run is done now; but it cannot be stopped once more.
      if (deed !== 'pause' || at === this.#now) this.#do(deed);
      return;
    }
    if (!event) return;
    if ('worker' in event) {
      const process = this.#processes.get(event.worker)!;
      if (process.gone) return;
      // What becomes ready when it has been told to drain is not given any work any more.
      if (event.type === 'ready' && !process.drained) process.ready = true;
      if (event.type === 'exit' || event.type === 'forkFailed') process.gone = true;
      if (event.type === 'ready' || event.type === 'beat') this.#live(process);
    }
    if (event.type === 'definition') this.#qualities.set(this.#state.generation, qualityOf(this.#random));
    this.#step(event);
  }

  #live(process: Process): void {
    const { worker, watchdogTimeout } = process;
    const after = nextBeat(process, this.#random, this.#faults);
    if (after !== null) this.#coming.push({ at: this.#now + after, event: { type: 'beat', worker } });
    // The supervisor may be stopped while it waits for an answer.
    if (!process.blocked || this.#random.chance(0.8)) return;
    const silence = watchdogTimeout! + this.#random.between(0, DIAGNOSIS);
    this.#coming.push({ at: this.#now + silence, deed: 'pause' });
  }

  #do(deed: Deed): void {
    if (deed === 'leave' || deed === 'worn' || deed === 'exceeded') {
      const living = this.#state.slots.filter((slot) => slot.worker !== null);
      if (living.length === 0) return;
      const worker = this.#random.pick(living).worker!;
      this.#step(deed === 'leave' ? { type: deed, worker } : { type: deed, worker, reason: `is ${deed}` });
    } else if (deed === 'grow' || deed === 'shrink') {
      const { name } = this.#random.pick(this.#state.services);
      this.#step({ type: 'scale', service: name, by: deed === 'grow' ? 1 : -1 });
    } else if (deed === 'pause') {
      const seconds = this.#random.between(0, LONGEST_PAUSE);
      this.#now += seconds;
      this.#verdict.paused(seconds);
      // The worst case: the time is looked at first, and then what has arrived meanwhile.
      this.#step(TICK);
    } else if (deed !== 'stop' && deed !== 'interrupt' && deed !== 'reload') {
      this.#step(this.#order(deed, this.#random.pick(this.#state.services).name));
    } else {
      if (deed === 'stop' && this.#plan.patient) this.#verdict.settled(this.#state, this.#now);
      this.#step(deed === 'reload' ? { type: deed, only: null } : { type: deed });
    }
  }

  /** What an operator asks for about one service. */
  #order(deed: Exclude<Deed, 'stop' | 'interrupt' | 'reload'>, service: string): Event {
    switch (deed) {
      case 'scale':
        return { type: 'scale', service, to: this.#random.integer(0, 4) };
      case 'stop one':
        return { type: 'stopService', service };
      case 'start one':
        return { type: 'startService', service };
      case 'restart':
        return { type: 'restart', only: this.#random.chance(0.5) ? null : [service] };
      default:
        return { type: 'reload', only: [service] };
    }
  }

  #step(event: Event): void {
    const before = this.#state;
    const [after, actions] = this.#core.step(before, event, this.#now);
    const transition = { before, event, now: this.#now, after, actions };
    this.#state = after;
    this.#steps.push({ now: this.#now, event, actions });
    for (const sentence of violations(transition)) this.#verdict.report(sentence);
    const qualityOf = (generation: number) => this.#qualities.get(generation) ?? 'good';
    this.#verdict.follow(transition, this.#processes, qualityOf);
    for (const action of actions) this.#perform(action);
  }

  #perform(action: Action): void {
    const schedule = (in_: number, event: Event) => this.#coming.push({ at: this.#now + in_, event });
    if (action.type === 'fork') {
      const spec = this.#specOf(action.service, action.worker);
      const quality = this.#qualities.get(action.generation) ?? 'good';
      const around = { random: this.#random, quality, faults: this.#faults, ...spec };
      this.#processes.set(action.worker, forkProcess(action, around, schedule));
    } else if (action.type === 'drain' || action.type === 'terminate' || action.type === 'kill') {
      signal(this.#processes.get(action.worker)!, action.type, schedule);
    } else if (action.type === 'readDefinition') {
      const readable = this.#random.chance(0.85);
      const event: Event = readable
        ? { type: 'definition', services: definitionOf(this.#random, this.#accepted, this.#plan.patient) }
        : { type: 'definitionRefused', reason: 'it does not parse' };
      schedule(this.#random.between(0, 0.5), event);
    } else if (action.type === 'accept') this.#accepted = acceptedIn(this.#state);
  }

  /** How likely each fault is now. */
  get #faults(): number {
    return this.#now < this.#plan.calmFrom ? this.#plan.faults : 0;
  }

  #specOf(name: string, worker: number): ServiceSpec {
    const service = this.#state.services.find((candidate) => candidate.name === name) as ServiceState;
    const slot = slotOf(this.#state, worker);
    const spec = slot && isNew(this.#state, slot) ? service.next : service.spec;
    return spec ?? service.next!;
  }
}

const acceptedIn = ({ services }: State): readonly ServiceSpec[] =>
  services.flatMap(({ spec, leaving }) => (spec && !leaving ? [spec] : []));
