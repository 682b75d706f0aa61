import type { Definition, ServiceDefinition } from '../definition/types.js';
import type { Action, Note, Request } from '../supervisor/types.js';
import { whatItDoes } from '../system/process-state.js';
import { factsOf, isHealthy } from './facts.js';
import { fitIn } from './fit-in.js';
import { compose, Generations } from './generations.js';
import { Guard } from './guard.js';
import { judge } from './judge.js';
import { LauncherLog } from './launcher-log.js';
import { Loop } from './loop.js';
import type { WorkerNews } from './messages.js';
import { type Listener, Processes } from './processes.js';
import { Questions } from './questions.js';
import { ServiceManager } from './service-manager.js';
import { onSignals, type SignalOrders } from './signal-orders.js';
import { gracefulTimeoutOf, specFor, workerServiceFor } from './spec.js';

export interface ProcessLauncherOptions {
  /** Reads the definition again, for a reload; without it a reload starts the same one anew. */
  readonly reload?: (() => Promise<Definition>) | undefined;
}

/** Seconds for the last lines of workers, and then for the reader of our stdout, before the supervisor exits. */
const LAST_LINES = 0.5;

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
  /** Of workers whose config is what makes them unusable. */
  readonly #misconfigured = new Set<number>();
  readonly #questions = new Questions((worker, message) => this.#processes.send(worker, message));
  readonly #generations: Generations;
  readonly #loop: Loop;
  readonly #manager: ServiceManager;
  #cleanUp: (() => void)[] = [];

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
    this.#loop = new Loop(
      definition.services.map(specFor),
      (action) => this.#perform(action),
      () => this.#manager.changed(),
    );
    this.#manager = new ServiceManager({
      facts: () => factsOf(this.#loop.state, this.#loop.now()),
      healthy: () => isHealthy(this.#loop),
      log: (level, sentence, data) => this.#log.write(level, sentence, data),
    });
  }

  /** Forks the workers; they are ready some time later. Signals are handled from now on. */
  start(): void {
    this.#cleanUp = [onSignals(this.#orders()), fitIn(this.#log)];
    this.#loop.dispatch({ type: 'tick' });
    setImmediate(() => this.#log.begin(this.#generations.accepted, 'ProcessLauncher'));
  }

  /** Resolves with the exit code when the last worker has ended. */
  wait(): Promise<number> {
    return this.#exited;
  }

  /** Stops everything gracefully, as SIGTERM does; wait() tells when that is done. */
  stop(): void {
    this.#loop.dispatch({ type: 'stop' });
  }

  /** Reads the definition again and replaces the workers one by one, as SIGHUP does. */
  reload(): void {
    this.#loop.dispatch({ type: 'reload', only: null });
  }

  /** One worker more or less of a service, as SIGTTIN and SIGTTOU. */
  scale(service: string, by: 1 | -1): void {
    this.#loop.dispatch({ type: 'scale', service, by });
  }

  #orders(): SignalOrders {
    return {
      stop: () => this.stop(),
      interrupt: () => this.#loop.dispatch({ type: 'interrupt' }),
      reload: () => this.reload(),
      hungUp: (meaning) => this.#log.hangUp(meaning),
      scale: (by) => {
        for (const service of this.#scalable()) this.scale(service, by);
      },
    };
  }

  /** A signal names no service: those that run more than one worker are meant, or the only one. */
  #scalable(): string[] {
    const { services } = this.#loop.state;
    const several = services.filter(({ size, spec }) => size > 1 || (spec?.size ?? 1) > 1);
    return (services.length === 1 ? services : several).map(({ name }) => name);
  }

  #listener(): Listener {
    return {
      forked: (worker, pid) => this.#guard.add(pid, this.#gracefulTimeout(worker)),
      forkFailed: (worker, reason) => this.#loop.dispatch({ type: 'forkFailed', worker, reason }),
      said: (worker, message) => this.#hear(worker, message),
      answered: (_worker, id, text) => this.#questions.answer(id, text),
      exited: (worker, pid, code, signal) => {
        this.#guard.remove(pid);
        const reason = this.#reasons.get(worker);
        this.#reasons.delete(worker);
        this.#misconfigured.delete(worker);
        this.#loop.dispatch({ type: 'exit', worker, code, signal, ...(reason !== undefined && { reason }) });
      },
      line: (text) => this.#log.pass(text),
      room: () => this.#log.room(),
    };
  }

  #hear(worker: number, message: WorkerNews): void {
    switch (message.type) {
      case 'failed':
        this.#reasons.set(worker, message.reason);
        break;
      case 'unusable':
        if (message.code === 'NL_OPTIONS') this.#misconfigured.add(worker);
        this.#loop.dispatch({ type: 'unusable', worker, reason: message.reason });
        break;
      case 'worn':
      case 'exceeded':
        this.#loop.dispatch({ type: message.type, worker, reason: message.reason });
        break;
      default:
        this.#loop.dispatch({ type: message.type, worker });
    }
  }

  #gracefulTimeout(worker: number): number | null {
    const service = this.#serviceOf(worker);
    return service ? gracefulTimeoutOf(service) : null;
  }

  /** From which definition the worker is made, or is to be told of. */
  #serviceOf(worker: number): ServiceDefinition | undefined {
    const slot = this.#loop.state.slots.find((candidate) => candidate.worker === worker);
    return slot && this.#generations.serviceOf(slot.service, slot.generation);
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
      case 'diagnose':
        this.#diagnose(action.worker);
        break;
      case 'readDefinition':
        void this.#read(action);
        break;
      case 'accept':
        this.#generations.accept();
        break;
      case 'refuse':
        break;
      case 'announce':
        // What systemd is told follows from the state; see facts.ts.
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
    const service = this.#serviceOf(worker);
    if (!service) return;
    this.#processes.send(worker, { type: 'mutate', service: workerServiceFor(service) });
    const pid = this.#processes.pidOf(worker);
    if (pid !== undefined) this.#guard.add(pid, gracefulTimeoutOf(service));
  }

  async #read({ generation, reload, restart }: Request & { readonly generation: number }): Promise<void> {
    const { accepted } = this.#generations;
    let definition = accepted;
    try {
      const isRead = reload === null || reload.length > 0;
      if (this.options.reload && isRead) definition = await this.options.reload();
      definition = compose(accepted, definition, reload, restart);
      await judge(definition, this.#questions, () => this.#loop.state);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#loop.dispatch({ type: 'definitionRefused', reason });
      return;
    }
    this.#generations.offer(definition, generation);
    this.#log.mask(definition.secrets);
    if (definition.schedulingPolicy !== accepted.schedulingPolicy) {
      this.#log.write(
        'warn',
        "schedulingPolicy is the supervisor's: it changes when nova-launch is started anew.",
      );
    }
    this.#loop.dispatch({ type: 'definition', services: definition.services.map(specFor) });
  }

  #diagnose(worker: number): void {
    const pid = this.#processes.pidOf(worker);
    if (pid === undefined) return;
    this.#log.write('warn', `The kernel says of the silent worker: ${whatItDoes(pid)}.`, {
      id: 'diagnosis',
      workerPid: pid,
    });
  }

  #tell(note: Note): void {
    const worker = 'worker' in note && note.worker !== null ? note.worker : undefined;
    const pid = worker === undefined ? undefined : this.#processes.pidOf(worker);
    const misconfigured = worker !== undefined && this.#misconfigured.has(worker) && note.id === 'no-service';
    this.#log.tell(note, pid, misconfigured ? 'NL_OPTIONS' : undefined);
  }

  async #leave(code: number): Promise<void> {
    this.#loop.stop();
    this.#guard.close();
    await this.#processes.printed(LAST_LINES);
    this.#log.write('info', `Everything has stopped; exit code ${code}.`, { id: 'stopped', code });
    await this.#manager.close();
    await this.#log.close(LAST_LINES);
    for (const undo of this.#cleanUp) undo();
    this.#resolve(code);
  }
}
