import { appendFileSync } from 'node:fs';
import type { Definition } from '../definition/types.js';
import { initialState, nextDeadline, step } from '../supervisor/step.js';
import type { Action, Event, Note, State } from '../supervisor/types.js';
import { Generations } from './generations.js';
import { Guard } from './guard.js';
import { LauncherLog } from './launcher-log.js';
import type { WorkerNews } from './messages.js';
import { type Listener, Processes } from './processes.js';
import { onSignals, type SignalOrders } from './signal-orders.js';
import { gracefulTimeoutOf, specFor, workerServiceFor } from './spec.js';

export interface ProcessLauncherOptions {
  /** Reads the definition again, for a reload; without it a reload starts the same one anew. */
  readonly reload?: (() => Promise<Definition>) | undefined;
}

/** Seconds for the last lines of workers, and then for the reader of our stdout, before the supervisor exits. */
const LAST_LINES = 0.5;

/** setTimeout takes no more; a later deadline is looked at again then. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/**
 * Runs services in worker processes and keeps them running: oslo_service.service.ProcessLauncher. It decides nothing:
 * what happens becomes an event for the supervisor core, and the actions that come back are performed.
 */
export class ProcessLauncher {
  readonly #log: LauncherLog;
  readonly #processes: Processes;
  readonly #guard: Guard;
  #resolve!: (code: number) => void;
  readonly #exited = new Promise<number>((resolve) => {
    this.#resolve = resolve;
  });
  readonly #reasons = new Map<number, string>();
  readonly #events: Event[] = [];
  readonly #trace = process.env.NOVA_LAUNCH_TRACE;
  readonly #generations: Generations;
  #state: State;
  #stepping = false;
  #timer: NodeJS.Timeout | undefined;
  #armed: number | null = null;
  #ignoreSignals: (() => void) | undefined;

  constructor(
    definition: Definition,
    private readonly options: ProcessLauncherOptions = {},
  ) {
    this.#generations = new Generations(definition);
    this.#log = new LauncherLog(definition);
    this.#guard = new Guard((reason) =>
      this.#log.write('warn', `No guard against orphans could be started: ${reason}.`),
    );
    this.#processes = new Processes(definition.schedulingPolicy, this.#listener());
    const specs = definition.services.map(specFor);
    const seed = process.pid;
    this.#state = initialState(specs, seed);
    this.#record({ specs, seed });
  }

  /** Forks the workers; they are ready some time later. Signals are handled from now on. */
  start(): void {
    this.#ignoreSignals = onSignals(this.#orders());
    this.#dispatch({ type: 'tick' });
    setImmediate(() => this.#log.begin(this.#generations.accepted, 'ProcessLauncher'));
  }

  /** Resolves with the exit code when the last worker has ended. */
  wait(): Promise<number> {
    return this.#exited;
  }

  /** Stops everything gracefully, as SIGTERM does; wait() tells when that is done. */
  stop(): void {
    this.#dispatch({ type: 'stop' });
  }

  /** Reads the definition again and replaces the workers one by one, as SIGHUP does. */
  reload(): void {
    this.#dispatch({ type: 'reload' });
  }

  /** One worker more or less of a service, as SIGTTIN and SIGTTOU. */
  scale(service: string, by: 1 | -1): void {
    this.#dispatch({ type: 'scale', service, by });
  }

  #orders(): SignalOrders {
    return {
      stop: () => this.stop(),
      interrupt: () => this.#dispatch({ type: 'interrupt' }),
      reload: () => this.reload(),
      hungUp: (meaning) => this.#log.hangUp(meaning),
      scale: (by) => {
        for (const service of this.#scalable()) this.scale(service, by);
      },
    };
  }

  /** A signal names no service: those that run more than one worker are meant, or the only one. */
  #scalable(): string[] {
    const { services } = this.#state;
    const several = services.filter(({ size, spec }) => size > 1 || (spec?.size ?? 1) > 1);
    return (services.length === 1 ? services : several).map(({ name }) => name);
  }

  #listener(): Listener {
    return {
      forked: (worker, pid) => this.#guard.add(pid, this.#gracefulTimeout(worker)),
      forkFailed: (worker, reason) => this.#dispatch({ type: 'forkFailed', worker, reason }),
      said: (worker, message) => this.#hear(worker, message),
      exited: (worker, pid, code, signal) => {
        this.#guard.remove(pid);
        const reason = this.#reasons.get(worker);
        this.#reasons.delete(worker);
        this.#dispatch({ type: 'exit', worker, code, signal, ...(reason !== undefined && { reason }) });
      },
      line: (text) => this.#log.pass(text),
      room: () => this.#log.room(),
    };
  }

  #hear(worker: number, message: WorkerNews): void {
    if (message.type === 'failed') this.#reasons.set(worker, message.reason);
    else if (message.type === 'unusable')
      this.#dispatch({ type: 'unusable', worker, reason: message.reason });
    else this.#dispatch({ type: message.type, worker });
  }

  #gracefulTimeout(worker: number): number | null {
    const slot = this.#state.slots.find((candidate) => candidate.worker === worker);
    const service = slot && this.#generations.serviceOf(slot.service, slot.generation);
    return service ? gracefulTimeoutOf(service) : null;
  }

  /** One event after the other: what an action brings about at once waits its turn. */
  #dispatch(event: Event): void {
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

  #step(event: Event): void {
    const now = performance.now() / 1000;
    const [state, actions] = step(this.#state, event, now);
    this.#state = state;
    this.#record({ now, event, actions });
    for (const action of actions) this.#perform(action);
  }

  #perform(action: Action): void {
    switch (action.type) {
      case 'fork': {
        const { worker, number, generation } = action;
        const service = this.#generations.serviceOf(action.service, generation)!;
        this.#processes.fork({ worker, number, generation, service });
        break;
      }
      case 'drain':
      case 'terminate':
        this.#processes.send(action.worker, { type: action.type });
        break;
      case 'kill':
        this.#processes.kill(action.worker);
        break;
      case 'mutate':
        this.#mutate(action.worker);
        break;
      case 'readDefinition':
        void this.#read();
        break;
      case 'accept':
        this.#generations.accept();
        break;
      case 'refuse':
        break;
      case 'announce':
        this.#log.announce(action.what);
        break;
      case 'log':
        this.#tell(action.note);
        break;
      case 'exit':
        void this.#leave(action.code);
        break;
    }
  }

  #mutate(worker: number): void {
    const slot = this.#state.slots.find((candidate) => candidate.worker === worker);
    const service = slot && this.#generations.serviceOf(slot.service, slot.generation);
    if (!service) return;
    this.#processes.send(worker, { type: 'mutate', service: workerServiceFor(service) });
    const pid = this.#processes.pidOf(worker);
    if (pid !== undefined) this.#guard.add(pid, gracefulTimeoutOf(service));
  }

  async #read(): Promise<void> {
    const { accepted } = this.#generations;
    let definition = accepted;
    try {
      if (this.options.reload) definition = await this.options.reload();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#dispatch({ type: 'definitionRefused', reason });
      return;
    }
    this.#generations.offer(definition, this.#state.generation + 1);
    this.#log.mask(definition.secrets);
    if (definition.schedulingPolicy !== accepted.schedulingPolicy) {
      this.#log.write(
        'warn',
        "schedulingPolicy is the supervisor's: it changes when nova-launch is started anew.",
      );
    }
    this.#dispatch({ type: 'definition', services: definition.services.map(specFor) });
  }

  #tell(note: Note): void {
    this.#log.tell(
      note,
      'worker' in note && note.worker !== null ? this.#processes.pidOf(note.worker) : undefined,
    );
  }

  async #leave(code: number): Promise<void> {
    clearTimeout(this.#timer);
    this.#guard.close();
    await this.#processes.printed(LAST_LINES);
    this.#log.write('info', `Everything has stopped; exit code ${code}.`, { id: 'stopped', code });
    await this.#log.close(LAST_LINES);
    this.#ignoreSignals?.();
    this.#resolve(code);
  }

  /** The one timer, at the nearest deadline. What has arrived meanwhile (a "ready" after a SIGSTOP) is heard first. */
  #arm(): void {
    const deadline = nextDeadline(this.#state);
    if (deadline === this.#armed && this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#armed = deadline;
    if (deadline === null) return;
    const delay = Math.min(Math.max(0, Math.ceil(deadline * 1000 - performance.now())), LONGEST_TIMEOUT);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      setImmediate(() => this.#dispatch({ type: 'tick' }));
    }, delay);
  }

  /** For test/simulation/replay.ts: NOVA_LAUNCH_TRACE names a file that gets every event with its actions. */
  #record(entry: object): void {
    if (this.#trace) appendFileSync(this.#trace, `${JSON.stringify(entry)}\n`);
  }
}
