import type { Definition } from '../definition/types.js';
import { LaunchError } from '../errors.js';
import type { Begun, Done, Orders } from '../operations/control/orders.js';
import type { Figures, Status } from '../operations/control/status.js';
import { unknownService } from '../operations/control/unknown-service.js';
import { decode, type Sampled } from '../operations/metrics/sample.js';
import { progressOf } from '../supervisor/progress.js';
import { readiness, whyNotReady } from '../supervisor/quorum.js';
import type { Event, Slot } from '../supervisor/types.js';
import { version } from '../system/version.js';
import type { Control } from './control.js';
import { monotonic, startedAt } from './figures.js';
import type { LauncherLog } from './launcher-log.js';
import { changeOwnLevel, type Levels } from './levels.js';
import type { Loop } from './loop.js';
import type { Questions } from './questions.js';
import { statusOf } from './supervisor-status.js';

/** What ProcessLauncher lets those do who ask over the control socket. */
export interface Crew {
  readonly log: LauncherLog;
  readonly levels: Levels;
  readonly loop: Loop;
  readonly questions: Questions;
  readonly definition: () => Definition;
  readonly pidOf: (worker: number) => number | undefined;
  readonly report: () => Promise<string>;
}

/** Seconds that a worker has for telling its figures; one that does not is stuck. */
const PATIENCE = 1;

/** Seconds for what metrics tell: a registry has a second to collect. */
const SAMPLE_PATIENCE = 2;

/** A worker in one of these states listens. */
const TALKING: readonly string[] = ['ready', 'draining'];

/** Answers for a supervisor. */
export class SupervisorOrders implements Orders {
  readonly #since = startedAt();
  readonly #version = version();

  constructor(
    private readonly crew: Crew,
    private readonly control: Control,
  ) {}

  async status(figures: boolean): Promise<Status> {
    const { loop, pidOf, definition } = this.crew;
    const known = figures ? await this.#figures() : new Map<number, Figures | undefined>();
    const facts = {
      name: this.control.name,
      version: this.#version,
      definition: definition().file ?? null,
      since: this.#since,
    };
    const figuresOf = (worker: number) => (known.has(worker) ? known.get(worker) : null);
    return statusOf(loop.state, facts, { now: loop.now(), pidOf, figuresOf });
  }

  samples(): Promise<readonly Sampled[]> {
    const processes = this.#state.slots.filter(({ worker }) => worker !== null);
    return Promise.all(processes.map((slot) => this.#sample(slot)));
  }

  readiness() {
    const { ok, services } = readiness(this.#state);
    const ready = ok && this.#state.stopping === null;
    return { ready, reason: ready ? null : whyNotReady(this.#state), services };
  }

  progress() {
    const progress = progressOf(this.#state);
    return progress ? { done: progress.done, total: progress.total } : undefined;
  }

  reload(service: string | undefined): Begun {
    return this.#begin('reload', service);
  }

  restart(service: string | undefined): Begun {
    if (service !== undefined) this.#known(service);
    return this.#begin('restart', service);
  }

  scale(service: string, workers: number): Done {
    this.#known(service);
    const told = this.#dispatch({ type: 'scale', service, to: workers });
    if (told?.id === 'scale-refused') throw new LaunchError('NL_REFUSED', told.message);
    return { message: told?.message ?? `Service ${service} has ${workers} already.` };
  }

  stop(service: string | undefined): Done {
    if (service !== undefined) this.#staying(service);
    const told = this.#dispatch(service === undefined ? { type: 'stop' } : { type: 'stopService', service });
    const already = service === undefined ? 'It stops already.' : `Service ${service} is stopped already.`;
    return { message: told?.message ?? already };
  }

  start(service: string): Done {
    this.#staying(service);
    const told = this.#dispatch({ type: 'startService', service });
    return { message: told?.message ?? `Service ${service} runs already.` };
  }

  logLevel(service: string | undefined, level: string): Done {
    if (service === undefined) return { message: changeOwnLevel(this.crew.log, level) };
    this.#known(service);
    return { message: this.crew.levels.choose(this.#state, service, level) };
  }

  async report() {
    return { text: await this.crew.report() };
  }

  get #state() {
    return this.crew.loop.state;
  }

  #begin(type: 'reload' | 'restart', service: string | undefined): Begun {
    if (this.#state.stopping) throw new LaunchError('NL_REFUSED', 'everything stops');
    const told = this.#dispatch({ type, only: service === undefined ? null : [service] });
    const { queued, generation } = this.#state;
    const what = service === undefined ? 'all services' : service;
    const word = type === 'reload' ? 'Reload' : 'Restart';
    const begun = `${word} of ${what} has begun, as generation ${generation}.`;
    if (!queued) return { generation, message: begun };
    const waits = `${word} of ${what} follows the one that is under way, as generation ${generation + 1}.`;
    return { generation: generation + 1, message: told?.message ?? waits };
  }

  /** The first thing that the core says to it. */
  #dispatch(event: Event): { readonly id: string; readonly message: string } | undefined {
    const told: string[] = [];
    const unfollow = this.control.feed.events.follow((line) => told.push(line));
    try {
      this.crew.loop.dispatch(event);
    } finally {
      unfollow();
    }
    return told[0] === undefined ? undefined : JSON.parse(told[0]);
  }

  #known(service: string): void {
    const names = this.#state.services.map(({ name }) => name);
    if (!names.includes(service)) throw unknownService(service, names);
  }

  /** One that is there to be started or stopped: the core lets those alone that end anyway. */
  #staying(service: string): void {
    this.#known(service);
    if (this.#state.stopping) throw new LaunchError('NL_REFUSED', 'everything stops');
    if (this.#state.services.some(({ name, leaving }) => name === service && !leaving)) return;
    const message = `service ${service} leaves: the definition does not have it any more`;
    throw new LaunchError('NL_REFUSED', message);
  }

  async #sample({ service, worker, state }: Slot): Promise<Sampled> {
    const known = { service, process: worker! };
    if (!TALKING.includes(state)) return { ...known, sample: null, waited: 0 };
    const asked = monotonic();
    const text = await this.crew.questions.ask(worker!, { type: 'sample', asked }, SAMPLE_PATIENCE);
    return { ...known, sample: text ? decode(text) : undefined, waited: monotonic() - asked };
  }

  /** Of all workers that listen, at the same time. */
  async #figures(): Promise<Map<number, Figures | undefined>> {
    const talking = this.#state.slots.filter(
      ({ worker, state }) => worker !== null && TALKING.includes(state),
    );
    const asked = talking.map(async ({ worker }) => {
      const text = await this.crew.questions.ask(worker!, { type: 'figures', asked: monotonic() }, PATIENCE);
      const figures = text ? this.crew.log.maskedFigures(JSON.parse(text) as Figures) : undefined;
      return [worker!, figures] as const;
    });
    return new Map(await Promise.all(asked));
  }
}
