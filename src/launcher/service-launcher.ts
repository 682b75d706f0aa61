import type { Definition } from '../definition/types.js';
import type { Backdoor } from '../operations/backdoor/index.js';
import { forgiveStdio } from '../system/stdio.js';
import type { Control } from './control.js';
import { debuggingFor, openBackdoor } from './debugging.js';
import { factsInPlace } from './facts-in-place.js';
import { fitIn } from './fit-in.js';
import { warnOfFixed } from './fixed-settings.js';
import { Host } from './host.js';
import type { Inmate } from './in-place-orders.js';
import { LadderInPlace } from './ladder-in-place.js';
import { LauncherLog } from './launcher-log.js';
import type { Phase } from './notifier.js';
import { ReloadInPlace } from './reload-in-place.js';
import { ReloadQueue } from './reload-queue.js';
import { Reporter } from './reporter.js';
import { ServiceManager } from './service-manager.js';
import { onSignals, signalsInPlace } from './signal-orders.js';
import { gracefulTimeoutOf, workerServiceFor } from './spec.js';
import { startWithin, tellFailedStart } from './starting.js';
import { tellIdle } from './tell-idle.js';

export interface ServiceLauncherOptions {
  /** Reads the definition again, for a reload. */
  readonly reload?: (() => Promise<Definition>) | undefined;
  /** The service itself, where there is no module to load it from. */
  readonly given?: unknown;
  readonly control?: Control | undefined;
}

/** Why no reload comes through any more. */
const STOPPED = 'everything stops';

/** Seconds for the reader of our stdout before the process exits. */
const LAST_LINES = 0.5;

/**
 * Runs services in this process: oslo_service.service.ServiceLauncher. Signals, deadlines and exit codes are those of
 * ProcessLauncher; a reload is in place: stop, reset, start, with the new configuration but the same code.
 */
export class ServiceLauncher {
  readonly #log: LauncherLog;
  readonly #manager: ServiceManager;
  #hosts: Host[] = [];
  #definition: Definition;
  #started: Promise<void> | undefined;
  readonly #reloads = new ReloadQueue(
    () => this.#reload(),
    (outcome) => {
      this.options.control?.outcomes.settle(outcome);
      this.#manager.changed();
    },
  );
  #ready = false;
  /** When it became what it is: starting, running, reloading, stopping. */
  #since = new Date();
  #cleanUp: (() => void)[] = [];
  #exiting = false;
  readonly #reporter: Reporter;
  #backdoor: Promise<Backdoor | undefined> | undefined;
  readonly #ladder: LadderInPlace;
  #resolve!: (code: number) => void;
  readonly #exited = new Promise<number>((resolve) => {
    this.#resolve = resolve;
  });

  constructor(
    definition: Definition,
    private readonly options: ServiceLauncherOptions = {},
  ) {
    this.#definition = definition;
    this.#log = new LauncherLog(definition, options.control?.feed);
    this.#reporter = new Reporter(
      this.#log,
      () => this.#definition.report,
      () => ({ role: 'service launcher', services: this.#hosts.map((host) => host.reported()) }),
    );
    this.#ladder = new LadderInPlace({
      log: this.#log,
      terminate: () => Promise.all(this.#hosts.map((host) => host.terminate())),
      leave: (code) => void this.#leave(code),
    });
    this.#manager = new ServiceManager({
      facts: () => factsInPlace(this.#definition.services, this.#phase(), this.#hosts.length),
      // That it comes to ask is what there is to know: the services run in the same event loop.
      healthy: () => true,
      log: (level, sentence, data) => this.#log.write(level, sentence, data),
    });
  }

  /** Starts the services, in order. Signals are handled from now on. */
  start(): void {
    // What a service prints by itself, as it would in a worker.
    forgiveStdio();
    const orders = signalsInPlace(this, () => this.#interrupt(), this.#log);
    // A service that leaves nothing to wait for has finished; Node would exit without a word.
    process.on('beforeExit', this.#idle);
    this.#cleanUp = [onSignals(orders), fitIn(this.#log), () => process.off('beforeExit', this.#idle)];
    this.#log.begin(this.#definition, 'ServiceLauncher');
    this.#reporter.watch();
    this.options.control?.begin(
      this.#log,
      (code) => new code.InPlaceOrders(this.#inmate(), this.options.control!),
    );
    this.#started = this.#start();
  }

  /** Resolves with the exit code when all has stopped. */
  wait(): Promise<number> {
    return this.#exited;
  }

  /** Stops gracefully, as SIGTERM does; a repeated call changes nothing. */
  stop(): void {
    if (this.#ladder.stopping) return;
    this.#log.write('info', 'Stopping.', { id: 'stopping' });
    void this.#drain().then(() => this.#leave(this.#ladder.code ?? 0));
  }

  /** Reads the definition again, and restarts the services in place with it (mutate: only resets them). As SIGHUP. */
  reload(): number {
    return this.#ladder.stopping ? this.#reloads.generation + 1 : this.#reloads.ask();
  }

  #phase(): Phase {
    if (this.#ladder.stopping) return 'stopping';
    if (!this.#ready) return 'starting';
    return this.#reloads.running ? 'reloading' : 'ready';
  }

  #inmate(): Inmate {
    return {
      log: this.#log,
      definition: () => this.#definition,
      hosts: () => this.#hosts,
      phase: () => this.#phase(),
      since: () => this.#since,
      reloads: this.#reloads,
      reload: () => this.reload(),
      stop: () => this.stop(),
      report: () => this.#reporter.text(),
    };
  }

  /** Writes the report of this process, as SIGUSR2 does. Never rejects. */
  report(): Promise<void> {
    return this.#reporter.write();
  }

  async #start(): Promise<void> {
    const began = performance.now();
    try {
      for (const service of this.#definition.services) await this.#launch(service);
    } catch (error) {
      if (!this.#ladder.stopping) await this.#giveUp(error);
      return;
    }
    if (this.#ladder.stopping) return;
    this.#since = new Date();
    const took = ((performance.now() - began) / 1000).toFixed(2);
    this.#log.write('info', `Ready after ${took} s.`, { id: 'ready' });
    this.#ready = true;
    this.#manager.changed();
  }

  async #launch(service: Definition['services'][number]): Promise<void> {
    if (this.#ladder.stopping) return;
    Object.assign(process.env, service.env);
    const host = new Host(
      workerServiceFor(service, this.#definition),
      { number: 0, generation: 1 },
      this.#log.destination,
    );
    this.#hosts.push(host);
    this.#manager.changed();
    this.#backdoor ??= openBackdoor(
      debuggingFor(this.#definition),
      { ...host.inside(), report: () => this.#reporter.text() },
      this.#log.logger,
    );
    host.backdoorPort = (await this.#backdoor)?.port;
    await startWithin(host, this.options.given, service.readyTimeout);
  }

  async #giveUp(error: unknown): Promise<void> {
    const code = tellFailedStart(this.#log, this.#hosts.at(-1)?.service.name, error);
    await this.#drain();
    await this.#leave(code);
  }

  /** Why it was refused; null when it was not. */
  async #reload(): Promise<string | null> {
    // A service that is starting is not disturbed: its turn comes when it is ready.
    await this.#started;
    const stopping = () => this.#ladder.stopping;
    if (stopping()) return STOPPED;
    this.#since = new Date();
    this.#manager.changed();
    const reload = new ReloadInPlace(this.#hosts, this.#log, stopping, () => this.#ladder.terminate(75));
    const outcome = await reload.run(this.options.reload ?? (async () => this.#definition));
    this.#since = new Date();
    if (outcome instanceof Error) {
      // Who has asked is told before the end.
      if (!stopping()) void this.#giveUp(outcome);
      return this.#log.masked(outcome.message);
    }
    if (!outcome) return reload.refusal ?? STOPPED;
    warnOfFixed(this.#log, this.#definition, outcome);
    this.#definition = outcome;
    this.#reporter.watch();
    return null;
  }

  #interrupt(): void {
    this.stop();
    this.#ladder.interrupt();
  }

  /** In reverse start order, within the longest of their times. */
  async #drain(): Promise<void> {
    this.#since = new Date();
    const timeouts = this.#definition.services.map(gracefulTimeoutOf);
    this.#ladder.begin(timeouts.includes(null) ? null : Math.max(...timeouts.map(Number)));
    this.#manager.changed();
    for (const host of [...this.#hosts].reverse()) await host.drain();
  }

  readonly #idle = () => void this.#leave(tellIdle(this.#log, this.#definition, this.#hosts));

  async #leave(code: number): Promise<void> {
    if (this.#exiting) return;
    this.#exiting = true;
    this.#ladder.clear();
    this.#log.write('info', `Stopped; exit code ${code}.`, { id: 'stopped', code });
    this.options.control?.close();
    await this.#manager.close();
    await this.#log.close(LAST_LINES);
    this.#reporter.close();
    await (await this.#backdoor)?.close();
    for (const undo of this.#cleanUp) undo();
    this.#resolve(code);
  }
}
