import type { Asked, ToWorker } from './messages.js';

/** Questions to workers that wait for their answers. */
export class Questions {
  readonly #waiting = new Map<number, (text: string | null | undefined) => void>();
  #next = 1;

  constructor(private readonly send: (worker: number, message: ToWorker) => void) {}

  /** Resolves to the answer; to undefined when none has come within `timeout` seconds. */
  ask(worker: number, asked: Asked, timeout: number): Promise<string | null | undefined> {
    const id = this.#next++;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.answer(id, undefined), timeout * 1000);
      this.#waiting.set(id, (text) => {
        clearTimeout(timer);
        resolve(text);
      });
      this.send(worker, { ...asked, id });
    });
  }

  answer(id: number, text: string | null | undefined): void {
    this.#waiting.get(id)?.(text);
    this.#waiting.delete(id);
  }
}
