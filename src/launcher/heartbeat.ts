import { subscribe } from 'node:diagnostics_channel';
import type { Health } from '../service/health.js';
import type { Beat, WorkerService } from './messages.js';

export type Sign =
  | ({ readonly type: 'beat' } & Beat)
  | { readonly type: 'worn' | 'exceeded'; readonly reason: string };

/** What counts as a task by itself: a response of HTTP that is done, an RPC method that has ended. */
const TASK_CHANNELS = ['http.server.response.finish', 'nova-launch.rpc.request.finish'];

/** The signs of life that a worker gives, and its wear: tells when it should be replaced. */
export class Heartbeat {
  #service: WorkerService;
  #tasks = 0;
  #worn = false;
  #counts = false;
  /** The soft limit of the memory that it was above from the start: that one says nothing. */
  #tooLow: number | null = null;
  #looked = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    service: WorkerService,
    private readonly health: () => Health | undefined,
    private readonly tell: (sign: Sign) => void,
    private readonly warn: (sentence: string) => void,
  ) {
    this.#service = service;
    this.#count();
  }

  get tasks(): number {
    return this.#tasks;
  }

  taskDone(count = 1): void {
    this.#tasks += count;
    const { maxTasks } = this.#service.wear;
    if (maxTasks !== null && this.#tasks >= maxTasks) {
      this.#wear(`has done ${this.#tasks} tasks (recycle.maxTasks is ${maxTasks})`);
    }
  }

  /** Begins to beat, or goes on with what a mutate has changed. Its timer keeps nothing running. */
  beat(service = this.#service): void {
    this.#service = service;
    this.#count();
    clearTimeout(this.#timer);
    const { beatInterval } = service;
    if (beatInterval === null) return;
    // All workers of a machine have this clock: who beats at its multiples wakes the supervisor together with the others.
    const interval = beatInterval * 1000;
    const now = Number(process.hrtime.bigint() / 1000n) / 1000;
    this.#timer = setTimeout(() => this.#beat(), interval - (now % interval)).unref();
  }

  /** Who sets no limit, also not by a mutate, does not pay for the counting. */
  #count(): void {
    if (this.#counts || this.#service.wear.maxTasks === null) return;
    this.#counts = true;
    for (const channel of TASK_CHANNELS) subscribe(channel, () => this.taskDone());
  }

  #beat(): void {
    const memory = process.memoryUsage.rss();
    const health = this.health();
    this.tell({ type: 'beat', memory, tasks: this.#tasks, ...(health && { health }) });
    const { softMemory, hardMemory } = this.#service.wear;
    const uses = `uses ${mebibytes(memory)} of memory`;
    if (hardMemory !== null && memory > hardMemory) {
      this.tell({
        type: 'exceeded',
        reason: `${uses}, above recycle.maxMemory.hard (${mebibytes(hardMemory)})`,
      });
    } else if (softMemory !== null && softMemory !== this.#tooLow && memory > softMemory) {
      const above = `${uses}, above recycle.maxMemory.soft (${mebibytes(softMemory)})`;
      if (this.#looked) this.#wear(above);
      else this.#needsMore(above, softMemory);
    }
    this.#looked = true;
    this.beat();
  }

  /** So much from the start: its replacement would be no better, and be replaced in turn, for ever. */
  #needsMore(above: string, softMemory: number): void {
    this.#tooLow = softMemory;
    this.warn(`It ${above}, from the start: it is not replaced for that. Raise recycle.maxMemory.soft.`);
  }

  /** Once: it is known then. */
  #wear(reason: string): void {
    if (this.#worn) return;
    this.#worn = true;
    this.tell({ type: 'worn', reason });
  }
}

const mebibytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
