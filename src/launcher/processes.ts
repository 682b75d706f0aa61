import cluster, { type Worker } from 'node:cluster';
import { fileURLToPath } from 'node:url';
import type { ServiceDefinition } from '../definition/types.js';
import { passedDescriptors } from '../service/http/systemd-sockets.js';
import { DebugPorts, isDebugged } from './debug-ports.js';
import type { Debugging } from './debugging.js';
import {
  type FromWorker,
  type ToWorker,
  unwrap,
  WORKER_VARIABLE,
  type WorkerNews,
  wrap,
} from './messages.js';
import { forwardLines, type Lines } from './output.js';
import { Pulses } from './pulses.js';
import { workerServiceFor } from './spec.js';

/** What the core asked for, and from which definition. */
export interface Birth {
  readonly worker: number;
  readonly number: number;
  readonly generation: number;
  readonly service: ServiceDefinition;
  /** Of the whole definition. */
  readonly secrets: readonly string[];
  readonly debugging: Debugging;
}

export interface Listener extends Pick<Lines, 'line' | 'room'> {
  hides(worker: number, line: string): boolean;
  forked(worker: number, pid: number): void;
  forkFailed(worker: number, reason: string): void;
  said(worker: number, message: WorkerNews): void;
  /** The report that it has made of itself. */
  reported(pid: number, text: string): void;
  answered(worker: number, id: number, text: string | null): void;
  exited(worker: number, pid: number, code: number | null, signal: string | null): void;
}

const ENTRY = fileURLToPath(new URL('./worker-entry.cjs', import.meta.url));

/** Seconds within which the channel of a worker that has exited must end. */
const LAST_WORDS = 1;

/** What systemd has said to the supervisor alone. */
const OWN = { NOTIFY_SOCKET: undefined, WATCHDOG_USEC: undefined, WATCHDOG_PID: undefined };

/** pino's numbers: what a worker prints on stdout is information, on stderr an error. */
const LEVEL = { stdout: 30, stderr: 50 };

/**
 * node:cluster as the loop wants it: a fork ends in exactly one of forkFailed and exited. Node reports a fork that
 * failed by an `error`, with no `exit` to follow, or by throwing, and leaves a dead entry in cluster.workers.
 */
export class Processes {
  readonly #workers = new Map<number, Worker>();
  /** Workers that have not said hello, with what they are to be told then. */
  readonly #deaf = new Map<number, ToWorker[]>();
  readonly #open = new Set<Promise<void>>();
  readonly #debugPorts = new DebugPorts();
  readonly pulses = new Pulses();

  constructor(
    schedulingPolicy: 'none' | 'rr',
    private readonly listener: Listener,
  ) {
    cluster.schedulingPolicy = schedulingPolicy === 'rr' ? cluster.SCHED_RR : cluster.SCHED_NONE;
  }

  fork(birth: Birth): void {
    const { worker: id, service, number, generation, debugging } = birth;
    const { module } = service;
    // Without a module, the program that was run is run again, and calls launch() there.
    const program = module === '' ? { exec: process.argv[1]!, args: process.argv.slice(2) } : { exec: ENTRY };
    // node:cluster counts ports up for ever, and does not see what only the service's environment says.
    const inspectPort = isDebugged(service) ? this.#debugPorts.take(id, service) : undefined;
    const debug = inspectPort === undefined ? [] : [`--inspect-port=${inspectPort}`];
    const descriptors = ['ignore', 'pipe', 'pipe', ...passedDescriptors(), 'ipc'] as const;
    const { fd } = this.pulses;
    let worker: Worker;
    try {
      cluster.setupPrimary({
        inspectPort,
        args: [`${service.name}#${number}`],
        ...program,
        execArgv: [...process.execArgv, ...service.nodeArgs, ...debug],
        stdio: [...descriptors, ...(fd === undefined ? [] : [fd])],
      });
      worker = cluster.fork({ ...service.env, [WORKER_VARIABLE]: service.name, ...OWN });
    } catch (error) {
      this.#forget();
      this.#debugPorts.release(id);
      setImmediate(() => this.listener.forkFailed(id, reasonOf(error)));
      return;
    }
    worker.on('error', (error) => {
      if (worker.process.pid !== undefined) return;
      this.#workers.delete(id);
      this.#debugPorts.release(id);
      this.#deaf.delete(id);
      delete cluster.workers?.[worker.id];
      this.listener.forkFailed(id, reasonOf(error));
    });
    this.#workers.set(id, worker);
    this.#deaf.set(id, []);
    const { pid } = worker.process;
    if (pid === undefined) return;
    this.listener.forked(id, pid);
    worker.on('message', (message) => {
      const said = unwrap<FromWorker>(message);
      if (said?.type === 'hello')
        this.#greet(id, {
          type: 'start',
          number,
          generation,
          debugging,
          service: workerServiceFor(service, birth),
          pulse: this.pulses.pulseOf(id, descriptors.length),
        });
      else if (said?.type === 'idle') this.send(id, said);
      else if (said?.type === 'answer') this.listener.answered(id, said.id, said.text);
      else if (said?.type === 'report') this.listener.reported(pid, said.text);
      else if (said) this.listener.said(id, said);
    });
    worker.process.once('exit', (code, signal) => {
      const report = () => {
        clearTimeout(late);
        worker.off('disconnect', report);
        this.#workers.delete(id);
        this.#debugPorts.release(id);
        this.#deaf.delete(id);
        this.pulses.forget(id);
        this.listener.exited(id, pid, code, signal);
      };
      // What it said last may still be in the channel, whose end comes after that.
      const late = setTimeout(report, LAST_WORDS * 1000);
      if (worker.isConnected()) worker.once('disconnect', report);
      else report();
    });
    // A service may close the channel; its worker takes that for the end of the supervisor, and drains.
    worker.once('disconnect', () => {
      const alive = () =>
        this.#workers.has(id) && worker.process.exitCode === null && !worker.process.signalCode;
      setTimeout(() => alive() && this.listener.said(id, { type: 'leave' }), LAST_WORDS * 1000);
    });
    const bindings = { service: service.name, worker: number, generation, pid };
    for (const name of ['stdout', 'stderr'] as const) {
      const stream = worker.process[name];
      if (!stream) continue;
      forwardLines(stream, LEVEL[name], bindings, {
        line: (text) => this.listener.line(text),
        room: () => this.listener.room(),
        hides: (text) => this.listener.hides(id, text),
      });
      this.#follow(new Promise((resolve) => stream.once('close', resolve)));
    }
  }

  /** What is sent before the worker listens waits for its greeting. One whose channel has closed drains by itself. */
  send(id: number, message: ToWorker): void {
    const worker = this.#workers.get(id);
    if (!worker) return;
    const waiting = this.#deaf.get(id);
    if (waiting) waiting.push(message);
    else if (worker.isConnected()) worker.send(wrap(message), () => {});
    else if (message.type === 'terminate') this.kill(id);
  }

  /** The worker listens: it may start, unless it was told to end before. */
  #greet(id: number, start: ToWorker): void {
    const waiting = this.#deaf.get(id) ?? [];
    this.#deaf.delete(id);
    const end = waiting.findLast(({ type }) => type === 'drain' || type === 'terminate');
    for (const message of end ? [end] : [start, ...waiting]) this.send(id, message);
  }

  kill(id: number): void {
    this.#workers.get(id)?.process.kill('SIGKILL');
  }

  /** Whether it has said hello, and so hears what it is told. */
  listens(id: number): boolean {
    return this.#workers.has(id) && !this.#deaf.has(id);
  }

  pidOf(id: number): number | undefined {
    return this.#workers.get(id)?.process.pid;
  }

  /** Waits for the last lines of workers that have exited, `timeout` seconds at most: a grandchild may hold them open. */
  async printed(timeout: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, timeout * 1000);
    });
    await Promise.race([Promise.all(this.#open), late]);
    clearTimeout(timer);
  }

  #follow(closed: Promise<void>): void {
    const followed = closed.finally(() => this.#open.delete(followed));
    this.#open.add(followed);
  }

  /** cluster keeps the entry of a fork that threw. */
  #forget(): void {
    for (const [key, worker] of Object.entries(cluster.workers ?? {})) {
      if (worker && worker.process.pid === undefined) delete cluster.workers![key];
    }
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
