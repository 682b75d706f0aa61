import type { Action, ServiceSpec, State } from '../../src/supervisor/types.js';
import { isNew, isStuck, serving, slotOf, type Transition, waitsForOperator } from './facts.js';
import { LONGEST_DRAIN, type Plan, type Quality, recovery } from './plan.js';
import type { Process } from './processes.js';

/** Seconds that the timers of one history may be late, all together. */
const SLACK = 1;
const LADDER = 10;

/** How the workers of a generation turn out. */
type QualityOf = (generation: number) => Quality;

/** Judges a history by what a user was promised, from outside: it does not look at how the core decides. */
export class Verdict {
  readonly problems: string[] = [];
  exitCode: number | null = null;
  readonly #plan: Plan;
  #longestDrain: number;
  #bound: number;
  #rolloutSince: number | null = null;
  /** A fault of the new generation itself; its refusal is right. */
  #newFailed = false;
  /** A service was given up for what its workers used, or the supervisor did not run: a reload may be refused for it. */
  #excused = false;
  /** What never works was accepted: it may be tried for ever. */
  spoilt = false;
  /** Seconds in which the supervisor did not run. */
  #pauses = 0;
  #stopSince = 0;
  /** The codes that the stop so far may end with, the graver the later. */
  #cause: 0 | 4 | 78 = 0;
  #cut = false;
  #mayBeCut = false;
  #interrupts: number[] = [];
  /** Since when a worker is worn. */
  readonly #worn = new Map<number | null, number>();

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#bound = recovery(plan.specs);
    this.#longestDrain = longestDrain(plan.specs);
  }

  report(problem: string): void {
    if (!this.problems.includes(problem)) this.problems.push(problem);
  }

  paused(seconds: number): void {
    this.#pauses += seconds;
    this.#excused = true;
  }

  /** All has been calm for long enough: everything that was promised is there. */
  settled(state: State, now: number): void {
    // What never worked may be tried for ever, where the budget's period is short or there is no budget.
    if (state.stopping || this.#plan.quality !== 'good' || this.spoilt) return;
    if (state.rollout || state.reading) this.report(`at ${now.toFixed(1)} s a reload still has not ended`);
    for (const service of state.services) {
      const failed = state.slots.some((slot) => slot.service === service.name && slot.state === 'failed');
      const wanted = service.resting ? 0 : service.size;
      if (!failed && !waitsForOperator(state, service) && serving(state, service) !== wanted)
        this.report(`the full size of ${service.name} has not come back`);
      if (failed && service.spec?.essential)
        this.report(`${service.name} is essential, has failed, and nothing stops`);
    }
    for (const slot of state.slots) {
      const since = this.#worn.get(slot.worker) ?? now;
      if (slot.state === 'ready' && now - since > this.#bound + this.#pauses)
        this.report('a worn worker still serves');
    }
  }

  follow(transition: Transition, processes: ReadonlyMap<number, Process>, qualityOf: QualityOf): void {
    const { before, event, after, now, actions } = transition;
    if (event.type === 'definition' && before.reading) {
      this.#longestDrain = Math.max(this.#longestDrain, longestDrain(event.services));
      this.#bound = Math.max(this.#bound, recovery(event.services));
      this.#newFailed = false;
      this.#rolloutSince = now;
    }
    // What is stopped is tried neither by a reload, nor by what comes after it.
    if (event.type === 'stopService') this.#excused = true;
    this.#followRollout(transition, qualityOf);
    if (event.type === 'interrupt' && !before.exited) this.#interrupts.push(now);
    if (after.stopping && !before.stopping) {
      this.#stopSince = now;
      this.#pauses = 0;
      this.#cause = causeOf(transition);
    }
    if (event.type === 'exit' && event.code !== 0 && before.stopping) {
      const slot = slotOf(before, event.worker);
      if (slot?.served && (slot.state === 'draining' || slot.state === 'ready')) this.#cut = true;
    }
    for (const action of actions) {
      if (before.stopping || after.stopping) this.#followStop(transition, action, processes);
      if (action.type === 'exit') this.#judgeExit(action.code, now);
      if (action.type !== 'log') continue;
      if (action.note.id === 'worker-worn') this.#worn.set(action.note.worker, now);
      if (action.note.id === 'service-failed') this.#excused = true;
      if (action.note.id === 'worker-stuck' && !processes.get(action.note.worker!)?.blocked)
        this.report('a worker was killed that gave signs of life');
    }
  }

  #followRollout({ before, event, after, now, actions }: Transition, qualityOf: QualityOf): void {
    if (!after.rollout) this.#rolloutSince = null;
    if (this.#rolloutSince !== null && now - this.#rolloutSince > this.#bound + this.#pauses)
      this.report('a rollout took longer than its bound');
    if ('worker' in event && event.type !== 'ready' && event.type !== 'beat' && event.type !== 'worn') {
      const slot = slotOf(before, event.worker);
      if (slot && isNew(before, slot) && slot.fate !== 'remove') this.#newFailed = true;
    }
    if (before.slots.some((slot) => isNew(before, slot) && isStuck(slot, now))) this.#newFailed = true;
    for (const action of actions) {
      if (action.type !== 'accept' && action.type !== 'refuse') continue;
      const quality = qualityOf(action.generation);
      if (action.type === 'accept' && quality !== 'good') {
        const rests = after.services.some(({ resting }) => resting);
        // What rests is not tried; and a crash may have waited to be heard while the supervisor did not run.
        if (rests || this.#pauses > 0) this.spoilt = true;
        else if (before.rollout?.services.length)
          this.report(`a definition was accepted whose workers are: ${quality}`);
      }
      if (action.type !== 'refuse' || event.type === 'definitionRefused' || after.stopping) continue;
      const faultless = this.#plan.faults === 0 && quality === 'good' && this.#plan.quality === 'good';
      if (faultless && !this.#newFailed && !this.#excused)
        this.report(`a good reload was refused: ${action.reason}`);
    }
  }

  /** Work is cut when a worker that has served is told to end, or killed, before its time. */
  #followStop(transition: Transition, action: Action, processes: ReadonlyMap<number, Process>): void {
    if (action.type !== 'terminate' && action.type !== 'kill') return;
    const process = processes.get(action.worker);
    if (action.type === 'kill' || process?.drained || process?.ready) {
      if (transition.before.stopping) this.#cut = true;
      else this.#mayBeCut = true;
    } else this.#mayBeCut = true;
  }

  #judgeExit(code: number, now: number): void {
    this.exitCode = code;
    const took = now - this.#stopSince - this.#pauses;
    if (took > this.#longestDrain + LADDER + SLACK) this.report(`the stop took ${took.toFixed(1)} s`);
    const again = this.#interrupts.filter(
      (at, place) => place > 0 && at - this.#interrupts[place - 1]! >= 0.5,
    );
    const cut = this.#cut ? [75] : this.#mayBeCut ? [0, 75] : [0];
    const expected = again.length > 0 ? [130] : this.#cause !== 0 ? [this.#cause] : cut;
    if (!expected.includes(code)) this.report(`exit code ${code} instead of ${expected.join(' or ')}`);
  }
}

/** Why it stops: someone asked for it, or a service that is essential cannot go on. */
function causeOf({ event, actions }: Transition): 0 | 4 | 78 {
  if (event.type === 'stop' || event.type === 'interrupt') return 0;
  if (event.type === 'unusable' && !actions.some(isServiceFailed)) return 78;
  return 4;
}

const isServiceFailed = (action: Action): boolean =>
  action.type === 'log' && action.note.id === 'service-failed';

/** Two services that both drain without a limit need twice the longest. */
const longestDrain = (specs: readonly ServiceSpec[]): number =>
  Math.max(...specs.map(({ gracefulTimeout }) => gracefulTimeout ?? 2 * LONGEST_DRAIN));
