import type { Asked, ToWorker } from './messages.js';

interface Waiting {
  readonly worker: number;
  settle(text: string | null | undefined): void;
}

/** Questions to workers that wait for their answers. */
export class Questions {
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;

  constructor(private readonly send: (worker: number, message: ToWorker) => void) {}

  /** Resolves to the answer; to undefined when none has come within `timeout` seconds, or the worker has ended. */
  ask(worker: number, asked: Asked, timeout: number): Promise<string | null | undefined> {
    const id = this.#next++;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.answer(id, undefined), timeout * 1000);
      const settle = (text: string | null | undefined) => {
        clearTimeout(timer);
        resolve(text);
      };
      this.#waiting.set(id, { worker, settle });
      this.send(worker, { ...asked, id });
    });
  }

  answer(id: number, text: string | null | undefined): void {
    this.#waiting.get(id)?.settle(text);
    this.#waiting.delete(id);
  }

  /** The worker has ended: nothing that it was asked will be answered. */
  drop(worker: number): void {
    for (const [id, waiting] of this.#waiting) if (waiting.worker === worker) this.answer(id, undefined);
  }
}
