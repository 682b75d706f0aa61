import type { Definition } from '../definition/types.js';
import type { Action, Note, Request } from '../supervisor/types.js';
import { Assignments } from './assignments.js';
import type { Control } from './control.js';
import { factsOf, isHealthy } from './facts.js';
import { fitIn } from './fit-in.js';
import { tellKept } from './fixed-settings.js';
import { Generations } from './generations.js';
import { Guard } from './guard.js';
import { Hearing } from './hearing.js';
import { Insight } from './insight.js';
import { LauncherLog } from './launcher-log.js';
import { Levels } from './levels.js';
import { Loop } from './loop.js';
import { nextDefinition } from './next-definition.js';
import { type Listener, Processes } from './processes.js';
import { lookForBeats } from './pulses.js';
import { Questions } from './questions.js';
import { ServiceManager } from './service-manager.js';
import { onSignals, supervisorSignals } from './signal-orders.js';
import { specFor } from './spec.js';
import type { Crew } from './supervisor-orders.js';

export interface ProcessLauncherOptions {
  /** Reads the definition again, for a reload; without it a reload starts the same one anew. */
  readonly reload?: (() => Promise<Definition>) | undefined;
  readonly control?: Control | undefined;
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
  readonly #hearing = new Hearing((event) => this.#loop.dispatch(this.#log.maskedReason(event)));
  readonly #questions = new Questions((worker, message) => this.#processes.send(worker, message));
  readonly #generations: Generations;
  readonly #loop: Loop;
  readonly #insight: Insight;
  readonly #manager: ServiceManager;
  readonly #levels: Levels;
  readonly #assignments: Assignments;
  #cleanUp: (() => void)[] = [];
  #alive: NodeJS.Timeout | undefined;

  constructor(
    definition: Definition,
    private readonly options: ProcessLauncherOptions = {},
  ) {
    this.#generations = new Generations(definition);
    this.#log = new LauncherLog(definition, options.control?.feed);
    this.#guard = new Guard((reason) =>
      this.#log.write('warn', `No guard against orphans could be started: ${reason}.`, { id: 'no-guard' }),
    );
    this.#processes = new Processes(definition.schedulingPolicy, this.#listener());
    this.#levels = new Levels(this.#log, (worker, message) => this.#processes.send(worker, message));
    this.#assignments = new Assignments(
      this.#generations,
      this.#processes,
      this.#levels,
      this.#guard,
      () => this.#loop.state,
    );
    this.#insight = new Insight(
      this.#log,
      this.#generations,
      this.#processes,
      this.#questions,
      () => this.#loop,
    );
    this.#loop = new Loop(
      definition.services.map(specFor),
      (action) => this.#perform(action),
      () => this.#manager.changed(),
      () =>
        lookForBeats(this.#loop.state.slots, this.#processes.pulses, (worker) =>
          this.#assignments.of(worker),
        ),
      (event, actions) => this.#log.step(event, actions),
    );
    this.#manager = new ServiceManager({
      facts: () => factsOf(this.#loop.state, this.#loop.now()),
      healthy: () => isHealthy(this.#loop),
      log: (level, sentence, data) => this.#log.write(level, sentence, data),
    });
  }

  /** Forks the workers; they are ready some time later. Signals are handled from now on. */
  start(): void {
    this.#cleanUp = [onSignals(supervisorSignals(this, this.#loop, this.#log)), fitIn(this.#log)];
    // Also without a worker, when an operator has stopped all services.
    this.#alive = setInterval(() => {}, 2 ** 31 - 1);
    this.#loop.dispatch({ type: 'tick' });
    setImmediate(() => {
      this.#log.begin(this.#generations.accepted, 'ProcessLauncher');
      this.#insight.begin(this);
      this.options.control?.begin(
        this.#log,
        (code) => new code.SupervisorOrders(this.#crew(), this.options.control!),
      );
    });
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

  /** Writes the report of this process and its workers, as SIGUSR2 does. Never rejects. */
  report(): Promise<void> {
    return this.#insight.reporter.write();
  }

  /** One worker more or less of a service, as SIGTTIN and SIGTTOU. */
  scale(service: string, by: 1 | -1): void {
    this.#loop.dispatch({ type: 'scale', service, by });
  }

  #crew(): Crew {
    return {
      log: this.#log,
      loop: this.#loop,
      questions: this.#questions,
      definition: () => this.#generations.accepted,
      pidOf: (worker) => this.#processes.pidOf(worker),
      report: () => this.#insight.reporter.text(),
      levels: this.#levels,
    };
  }

  #listener(): Listener {
    return {
      // It has a shell to start: not before all are forked that are to be forked now.
      forked: (worker, pid) => setImmediate(() => this.#assignments.watch(worker, pid)),
      forkFailed: (worker, reason) => this.#loop.dispatch({ type: 'forkFailed', worker, reason }),
      said: (worker, message) => this.#hearing.hear(worker, message),
      reported: (pid, text) => void this.#insight.reporter.put(text, pid),
      answered: (_worker, id, text) => this.#questions.answer(id, text),
      exited: (worker, pid, code, signal) => {
        this.#guard.remove(pid);
        this.#hearing.exited(worker, code, signal);
        this.#insight.forget(worker);
      },
      line: (text) => this.#log.pass(text),
      room: () => this.#log.room(),
      hides: (worker, line) => this.#insight.hides(worker, line),
    };
  }

  #perform(action: Action): void {
    switch (action.type) {
      case 'fork':
        this.#assignments.fork(action);
        break;
      case 'drain':
      case 'terminate':
        this.#processes.send(action.worker, { type: action.type });
        break;
      case 'kill':
        this.#processes.kill(action.worker);
        break;
      case 'mutate':
        this.#assignments.mutate(action.worker);
        break;
      case 'diagnose':
        void this.#insight.diagnose(action.worker);
        break;
      case 'readDefinition':
        void this.#read(action);
        break;
      case 'accept':
        tellKept(this.#log, this.#generations.accept());
        this.#insight.reporter.watch();
        this.#settle(action.generation, null);
        break;
      case 'refuse':
        this.#settle(action.generation, action.reason);
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

  #settle(generation: number, refusal: string | null): void {
    this.options.control?.outcomes.settle({ generation, refusal });
  }

  async #read(asked: Request & { readonly generation: number }): Promise<void> {
    const state = () => this.#loop.state;
    const { reload: read } = this.options;
    const given = { generations: this.#generations, log: this.#log, read, questions: this.#questions, state };
    this.#loop.dispatch(await nextDefinition(asked, given));
  }

  #tell(note: Note): void {
    const worker = 'worker' in note && note.worker !== null ? note.worker : undefined;
    const pid = worker === undefined ? undefined : this.#processes.pidOf(worker);
    const unusable = worker !== undefined && note.id === 'no-service';
    this.#log.tell(note, pid, unusable ? this.#hearing.whyUnusable(worker) : undefined);
  }

  async #leave(code: number): Promise<void> {
    this.#loop.stop();
    this.#insight.close();
    this.#guard.close();
    await this.#processes.printed(LAST_LINES);
    this.#log.write('info', `Everything has stopped; exit code ${code}.`, { id: 'stopped', code });
    this.options.control?.close();
    this.#processes.pulses.close();
    await this.#manager.close();
    await this.#log.close(LAST_LINES);
    for (const undo of this.#cleanUp) undo();
    clearInterval(this.#alive);
    this.#resolve(code);
  }
}
