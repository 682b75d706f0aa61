import { appendFileSync } from 'node:fs';
import { LATE } from '../supervisor/limits.js';
import { initialState, nextDeadline, step } from '../supervisor/step.js';
import type { Action, Event, Found, ServiceSpec, State } from '../supervisor/types.js';

/** setTimeout takes no more; a later deadline is looked at again then. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/**
 * The supervisor core with a clock: takes one event after the other, has the actions performed, and keeps the one timer.
 * It decides nothing. The clock leaves out when this process did not run itself (a SIGSTOP, a suspended machine): it
 * could not hear its workers then, whose deadlines would all seem to have passed.
 */
export class Loop {
  readonly #events: Event[] = [];
  readonly #trace = process.env.NOVA_LAUNCH_TRACE;
  #state: State;
  #stepping = false;
  #timer: NodeJS.Timeout | undefined;
  #armed: number | null = null;
  /** When the last step was. */
  #steppedAt = Number.NEGATIVE_INFINITY;
  /** Seconds that were left out. */
  #paused = 0;

  constructor(
    specs: readonly ServiceSpec[],
    private readonly perform: (action: Action) => void,
    /** Is called when a step, with what it brought about at once, is through. */
    private readonly stepped: () => void = () => {},
    /** Looks for signs of life that are no events by themselves, when a worker would seem silent without them. */
    private readonly look: () => readonly Found[] = () => [],
    /** Is told what happened, before the actions are performed. */
    private readonly heard: (event: Event, actions: readonly Action[]) => void = () => {},
  ) {
    const seed = process.pid;
    this.#state = initialState(specs, seed);
    this.#record({ specs, seed });
  }

  get state(): State {
    return this.#state;
  }

  /** What an action brings about at once waits its turn. */
  dispatch(event: Event): void {
    this.#events.push(event);
    if (this.#stepping) return;
    this.#stepping = true;
    try {
      for (let next = this.#events.shift(); next; next = this.#events.shift()) this.#step(next);
    } finally {
      this.#stepping = false;
    }
    this.#arm();
    this.stepped();
  }

  /** Monotonic seconds, those of the state's deadlines. */
  now(): number {
    const now = performance.now() / 1000 - this.#paused;
    const overdue = this.#armed !== null && now - this.#armed > LATE;
    if (!overdue) return now;
    // Back to where those that were not heard have a little time left.
    const resumed = Math.max(this.#steppedAt, this.#armed! - LATE);
    this.#paused += now - resumed;
    return resumed;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #step(event: Event): void {
    const now = this.now();
    if (this.#state.slots.some(({ silentAt }) => silentAt !== null && silentAt <= now)) {
      const found = this.look();
      if (found.length > 0) this.#take({ type: 'beats', found }, now);
    }
    this.#take(event, now);
  }

  #take(event: Event, now: number): void {
    const [state, actions] = step(this.#state, event, now);
    this.#state = state;
    this.#steppedAt = now;
    this.#record({ now, event, actions });
    this.heard(event, actions);
    for (const action of actions) this.perform(action);
  }

  /** At the nearest deadline. */
  #arm(): void {
    const deadline = nextDeadline(this.#state);
    if (deadline === this.#armed && this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#armed = deadline;
    if (deadline !== null) this.#wakeAt(deadline);
  }

  #wakeAt(deadline: number): void {
    const delay = Math.min(Math.max(0, Math.ceil((deadline - this.now()) * 1000)), LONGEST_TIMEOUT);
    this.#timer = setTimeout(() => {
      if (this.now() < deadline) {
        this.#wakeAt(deadline);
        return;
      }
      this.#timer = undefined;
      // What has arrived meanwhile (a "ready") is heard first.
      setImmediate(() => this.dispatch({ type: 'tick' }));
    }, delay);
  }

  /** For test/simulation/replay.ts: NOVA_LAUNCH_TRACE names a file that gets every event with its actions. */
  #record(entry: object): void {
    if (this.#trace) appendFileSync(this.#trace, `${JSON.stringify(entry)}\n`);
  }
}
