import { initialState, nextDeadline, step } from '../../src/supervisor/step.js';
import type { Action, Event, Note, ServiceSpec, Slot, State } from '../../src/supervisor/types.js';

/** Plays the loop: feeds events at times, keeps what is ordered, and reads aloud what the slots are. */
export class Driver {
  now = 0;
  state: State;
  readonly notes: Note[] = [];
  /** All actions so far, but for the notes. */
  readonly orders: Action[] = [];

  constructor(specs: readonly ServiceSpec[], seed = 1) {
    this.state = initialState(specs, seed);
  }

  /** Started, and every worker ready and stable; what is under test comes after. */
  static up(...specs: readonly ServiceSpec[]): Driver {
    const driver = new Driver(specs);
    driver.happens({ type: 'tick' });
    driver.allReady();
    driver.pass(100);
    return driver;
  }

  /** What one event has as a consequence, but for the notes; `fork 3 a#0 g2` is worker 3 for place 0 of a, generation 2. */
  happens(event: Event): string[] {
    const [state, actions] = step(this.state, event, this.now);
    this.state = state;
    for (const action of actions) {
      if (action.type === 'log') this.notes.push(action.note);
      else this.orders.push(action);
    }
    return actions.filter(({ type }) => type !== 'log').map(aloud);
  }

  /** Time goes by; the loop wakes at each deadline, and no other time. */
  pass(seconds: number): string[] {
    const end = this.now + seconds;
    const orders: string[] = [];
    for (let next = nextDeadline(this.state); next !== null && next <= end; next = nextDeadline(this.state)) {
      this.now = next;
      orders.push(...this.happens({ type: 'tick' }));
    }
    this.now = end;
    return orders;
  }

  begin = () => this.happens({ type: 'tick' });
  ready = (worker: number) => this.happens({ type: 'ready', worker });
  crash = (worker: number) => this.happens({ type: 'exit', worker, code: 1, signal: null });
  exit = (worker: number) => this.happens({ type: 'exit', worker, code: 0, signal: null });
  forkFails = (worker: number) => this.happens({ type: 'forkFailed', worker, reason: 'EAGAIN' });
  unusable = (worker: number) => this.happens({ type: 'unusable', worker, reason: 'is no service' });
  leave = (worker: number) => this.happens({ type: 'leave', worker });
  beat = (worker: number) => this.happens({ type: 'beat', worker });
  wears = (worker: number) => this.happens({ type: 'worn', worker, reason: 'is worn' });
  exceeds = (worker: number) => this.happens({ type: 'exceeded', worker, reason: 'uses too much' });
  stop = () => this.happens({ type: 'stop' });
  interrupt = () => this.happens({ type: 'interrupt' });
  hangUp = () => this.happens({ type: 'reload', only: null });
  define = (...services: ServiceSpec[]) => this.happens({ type: 'definition', services });
  scale = (service: string, by: 1 | -1) => this.happens({ type: 'scale', service, by });
  scaleTo = (service: string, to: number) => this.happens({ type: 'scale', service, to });
  rest = (service: string) => this.happens({ type: 'stopService', service });
  wake = (service: string) => this.happens({ type: 'startService', service });
  ask = (type: 'reload' | 'restart', ...only: string[]) => this.happens({ type, only });

  /** A reload, as far as the first new workers. */
  reload(...services: ServiceSpec[]): string[] {
    return [...this.hangUp(), ...this.define(...services)];
  }

  /** Every starting worker becomes ready, also those that start because of it. */
  allReady(): void {
    for (let slot = this.#starting(); slot; slot = this.#starting()) this.ready(slot.worker!);
  }

  /** All goes well from here: workers become ready, those that drain end. */
  finish(): string[] {
    const orders: string[] = [];
    for (let turn = 0; turn < 1000; turn++) {
      const slot = this.state.slots.find(({ state }) => state === 'starting' || state === 'draining');
      if (slot?.state === 'starting') orders.push(...this.ready(slot.worker!));
      else if (slot) orders.push(...this.exit(slot.worker!));
      else if (nextDeadline(this.state) !== null)
        orders.push(...this.pass(nextDeadline(this.state)! - this.now));
      else return orders;
    }
    throw new Error('this does not come to rest');
  }

  slot(worker: number): Slot {
    const found = this.state.slots.find((slot) => slot.worker === worker);
    if (!found) throw new Error(`worker ${worker} has no place`);
    return found;
  }

  /** Such as `a#0 g1 ready`, sorted. */
  get slots(): string[] {
    return this.state.slots
      .map(({ service, number, generation, state }) => `${service}#${number} g${generation} ${state}`)
      .sort();
  }

  /** Notes of this kind so far. */
  said<Id extends Note['id']>(id: Id): Extract<Note, { id: Id }>[] {
    return this.notes.filter((note): note is Extract<Note, { id: Id }> => note.id === id);
  }

  #starting(): Slot | undefined {
    return this.state.slots.find(({ state }) => state === 'starting');
  }
}

function aloud(action: Action): string {
  switch (action.type) {
    case 'fork':
      return `fork ${action.worker} ${action.service}#${action.number} g${action.generation}`;
    case 'drain':
    case 'terminate':
    case 'kill':
    case 'mutate':
    case 'diagnose':
      return `${action.type} ${action.worker}`;
    case 'accept':
      return `accept ${action.generation}`;
    case 'refuse':
      return `refuse: ${action.reason}`;
    case 'announce':
      return `announce ${action.what}`;
    case 'exit':
      return `exit ${action.code}`;
    default:
      return action.type;
  }
}
