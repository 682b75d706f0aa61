import { badValue } from '../service/bad-value.js';
import type { Clock } from '../service/clock.js';
import { askHealth, type Health } from '../service/health.js';
import { Launcher } from '../service/launcher.js';
import type { ServiceBase, ServiceContext } from '../service/types.js';
import type { CapturedLog } from './captured-log.js';
import { within } from './patience.js';
import { settle } from './settle.js';
import type { Surroundings } from './surroundings.js';
import type { CheckedOptions } from './test-options.js';
import { VirtualClock } from './virtual-clock.js';

type Values = Readonly<Record<string, unknown>>;

/** Seconds that HTTP connections get before stop() is called all the same; a worker's, with its default settings. */
const BEFORE_STOP = 45;

/** Seconds of the clock that a graceful stop gets at the end of a test; a worker's, by default. */
const GRACEFUL = 60;

/** Seconds in which health() must answer; a worker's, by default. */
const ANSWER = 10;

/**
 * A service as its worker has it, in the hands of a test. What a method waits for may need time of the clock: then it is
 * called, the time is advanced, and its promise awaited. One that gets none within `patience` rejects.
 */
export class TestedService<S extends ServiceBase = ServiceBase, C extends Clock = VirtualClock> {
  readonly context: ServiceContext;
  /** Where the service takes time from; see VirtualClock. */
  readonly clock: C;
  /** What the service has logged. */
  readonly log: CapturedLog;
  readonly #terminating = new AbortController();
  /** terminate() has done all that it can, and so has a stop() under way. */
  #cut!: () => void;
  readonly #whenCut = new Promise<void>((resolve) => {
    this.#cut = resolve;
  });
  #launcher: Launcher;
  #given: Values;
  #state: 'made' | 'starting' | 'started' | 'failed' = 'made';
  /** Whether stop() or terminate() has done all that it can. */
  #ended = false;
  /** Resolves when a start() under way has resolved or thrown. */
  #settled: Promise<unknown> = Promise.resolve();
  #stopped: Promise<void> | undefined;
  #terminated: Promise<void> | undefined;

  constructor(
    /** What the class or the factory has made, or the object that was given. */
    readonly service: S,
    private readonly surroundings: Surroundings<C>,
    private readonly options: CheckedOptions<C>,
  ) {
    this.context = surroundings.context;
    this.clock = surroundings.clock;
    this.log = surroundings.log;
    this.#given = options.config;
    this.#launcher = this.#newLauncher();
  }

  /** How much context.taskDone() has counted. */
  get tasks(): number {
    return this.surroundings.tasks;
  }

  /** Resolves when the service is ready; rejects with what its start() threw. testService() has called it. */
  start(): Promise<void> {
    return this.#call('start()', async () => {
      if (this.#state !== 'made') throw new Error(`${this.context.name} was started before.`);
      await this.#begin(() => this.#launcher.launchService(this.service, this.context.name));
    });
  }

  /**
   * Stops it as its worker does: the signal of the context fires, HTTP servers close and their connections end, then come
   * stop(true) and wait(). With false it is terminate(). Rejects with an Error that names the threads, timers and sleeps
   * that are left, unless `allowLeftovers`. Repeated calls do nothing more.
   */
  stop(graceful = true): Promise<void> {
    if (!graceful) return this.terminate();
    this.#stopped ??= this.#call('stop()', () => Promise.race([this.#drain(), this.#whenCut]));
    return this.#stopped;
  }

  /** What a worker does when the time is up: the signal fires, and stop(false) is called. Ends a stop() under way. */
  terminate(): Promise<void> {
    this.#terminated ??= this.#call('terminate()', () => this.#terminate());
    return this.#terminated;
  }

  /**
   * A mutate: what is mutable gets its new value, onMutate() calls back, and reset() is called. Rejects with what that
   * throws, or with LaunchError NL_OPTIONS, having changed nothing. Without a config, the one that holds.
   */
  reset(config: Values = this.#given): Promise<void> {
    return this.#call('reset()', async () => {
      await this.#settled;
      await this.surroundings.config.mutate({ config });
      this.#given = config;
      await this.#launcher.restart('mutate');
    });
  }

  /**
   * A reload in place: stops it gracefully, resets and starts it, with another config or the one that holds. Rejects with
   * what start() throws (it may be tried again then), or with LaunchError NL_OPTIONS, having changed nothing.
   */
  restart(config: Values = this.#given): Promise<void> {
    return this.#call('restart()', async () => {
      await this.#settled;
      await this.#restart(config);
    });
  }

  /** What a supervisor is told of its health; see ServiceBase.health. Never rejects. */
  health(): Promise<Health> {
    return this.#call('health()', () => askHealth(this.service, ANSWER, this.clock));
  }

  /** Lets time pass; see VirtualClock.advance. Throws LaunchError NL_BAD_VALUE for a clock that is not virtual. */
  advance(seconds: number): Promise<void> {
    const { clock } = this;
    if (clock instanceof VirtualClock) return clock.advance(seconds);
    throw badValue('clock', clock, 'a VirtualClock: the time of another does not pass by advance()');
  }

  /**
   * The end of a test: stop(), with the time that it needs; after 60 seconds of the clock terminate(), and an Error that
   * says so. Does nothing after a stop() or terminate() of the test's own has ended.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#ended) return;
    const { clock } = this;
    const passing = <T>(promise: Promise<T>, limit: number) =>
      clock instanceof VirtualClock ? clock.runUntil(promise, { limit }) : promise;
    let over = false;
    const stopped = this.stop().finally(() => {
      over = true;
    });
    try {
      await passing(stopped, GRACEFUL);
    } catch (error) {
      if (this.#ended) throw error;
      const late = new Error(
        `stop() of ${this.context.name} has not ended within ${GRACEFUL} s of its clock.`,
      );
      const said = over ? error : late;
      await passing(this.terminate(), GRACEFUL).catch(() => {});
      throw said;
    }
  }

  /** For a start, also the one of a restart. */
  async #begin(start: () => Promise<void>): Promise<void> {
    this.#state = 'starting';
    const started = start();
    this.#settled = started.catch(() => {});
    try {
      await started;
      this.#state = 'started';
    } catch (error) {
      this.#state = 'failed';
      throw error;
    }
  }

  async #drain(): Promise<void> {
    const left = await this.#quiesce();
    await this.#launcher.stop(true);
    await this.#launcher.wait();
    if (left > 0) await this.surroundings.servers.drain(this.#terminating.signal);
    // What was ended by terminate() is looked at there.
    if (!this.#terminating.signal.aborted) await this.#end();
  }

  /** Resolves to the number of connections that are left. */
  async #quiesce(): Promise<number> {
    const { servers } = this.surroundings;
    this.surroundings.drain();
    if (!servers.any) return 0;
    const over = new AbortController();
    const late = new AbortController();
    void this.clock.sleep(BEFORE_STOP, over.signal).then(() => late.abort());
    return servers
      .drain(AbortSignal.any([this.#terminating.signal, late.signal]))
      .finally(() => over.abort());
  }

  async #terminate(): Promise<void> {
    this.surroundings.drain();
    this.#terminating.abort();
    await this.#launcher.stop(false);
    await this.#end().finally(this.#cut);
  }

  async #restart(config: Values): Promise<void> {
    await this.surroundings.config.checkReplace({ config });
    await this.#quiesce();
    await this.surroundings.config.replace({ config });
    this.#given = config;
    this.surroundings.goOn();
    if (this.#state === 'started') return this.#begin(() => this.#launcher.restart('reload'));
    // A start() that threw has closed the launcher.
    this.#launcher = this.#newLauncher();
    await this.service.reset?.();
    await this.#begin(() => this.#launcher.launchService(this.service, this.context.name));
  }

  /** What a service whose start() failed has left is no leak: its worker exits then. */
  async #end(): Promise<void> {
    await settle(1);
    this.#ended = true;
    const { allowLeftovers, ownClock } = this.options;
    const clock = ownClock && this.clock instanceof VirtualClock ? this.clock : undefined;
    const found = this.surroundings.leftovers.found(this.service, clock);
    this.surroundings.end();
    if (this.#state === 'failed' || allowLeftovers || found.length === 0) return;
    throw new Error(
      `${this.context.name} has left after its stop: ${found.join('; ')}. Its stop() and wait() must end them; ` +
        'those of a subclass of Service call super.stop(graceful) and super.wait().',
    );
  }

  #newLauncher(): Launcher {
    return new Launcher({ log: this.context.log, clock: this.clock });
  }

  /** With the servers that it makes listen as its own, and within the patience of the test. */
  #call<T>(what: string, body: () => Promise<T>): Promise<T> {
    const { patience } = this.options;
    return within(patience, this.surroundings.servers.run(body), () => this.#stuck(what, patience));
  }

  #stuck(what: string, patience: number): string {
    const said = `${what} of ${this.context.name} has not ended within ${patience} s of real time.`;
    if (!(this.clock instanceof VirtualClock)) return said;
    const found = this.surroundings.leftovers.found(this.service, undefined);
    const sleeps = this.clock.pending.map(({ seconds, due }) => `${seconds} s until ${due} s`);
    return [
      said,
      `Its clock stands at ${this.clock.now()} s, and only advance(), next() and runUntil() move it.`,
      sleeps.length > 0 ? `Sleeps: ${sleeps.join(', ')}.` : 'Nobody sleeps on it.',
      ...(found.length > 0 ? [`There are ${found.join('; ')}.`] : []),
    ].join(' ');
  }
}
