import { appendFileSync } from 'node:fs';
import { LATE } from '../supervisor/limits.js';
import { initialState, nextDeadline, step } from '../supervisor/step.js';
import type { Action, Event, ServiceSpec, State } from '../supervisor/types.js';

/** setTimeout takes no more; a later deadline is looked at again then. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/**
 * The supervisor core with a clock: takes one event after the other, has the actions performed, and keeps the one timer.
 * It decides nothing.
 */
export class Loop {
  readonly #events: Event[] = [];
  readonly #trace = process.env.NOVA_LAUNCH_TRACE;
  #state: State;
  #stepping = false;
  #timer: NodeJS.Timeout | undefined;
  #armed: number | null = null;

  constructor(
    specs: readonly ServiceSpec[],
    private readonly perform: (action: Action) => void,
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
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #step(event: Event): void {
    const now = performance.now() / 1000;
    const [state, actions] = step(this.#state, event, now);
    this.#state = state;
    this.#record({ now, event, actions });
    for (const action of actions) this.perform(action);
  }

  /** At the nearest deadline. */
  #arm(): void {
    const deadline = nextDeadline(this.#state);
    if (deadline === this.#armed && this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#armed = deadline;
    if (deadline !== null) this.#wakeAt(deadline * 1000);
  }

  #wakeAt(due: number): void {
    const delay = Math.min(Math.max(0, Math.ceil(due - performance.now())), LONGEST_TIMEOUT);
    const asked = performance.now() + delay;
    this.#timer = setTimeout(() => {
      const now = performance.now();
      // This process did not run itself (a SIGSTOP, a suspended machine): the workers are heard before deadlines are.
      if (now - asked > LATE * 1000) {
        this.#wakeAt(now + LATE * 1000);
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
