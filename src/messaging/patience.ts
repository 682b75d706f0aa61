import { forMany } from './abort.js';
import { MessageDeliveryFailure } from './errors.js';
import { delayOf } from './seconds.js';

/** How long a cast waits for somebody to take it. Its timer runs only when it has to wait: few have to. */
export class Patience {
  #controller: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly seconds: number,
    private readonly given: AbortSignal | undefined,
    private readonly what: string,
  ) {}

  /** Fires when the cast is to be given up. */
  get signal(): AbortSignal {
    if (this.#controller) return this.#controller.signal;
    const controller = new AbortController();
    this.#controller = controller;
    if (this.given?.aborted) controller.abort(this.given.reason);
    if (this.given) forMany(this.given).addEventListener('abort', this.#abort);
    const failure = () =>
      new MessageDeliveryFailure(`Nobody has taken the cast ${this.what} within ${this.seconds} s.`);
    this.#timer = setTimeout(() => controller.abort(failure()), delayOf(this.seconds));
    return controller.signal;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.given?.removeEventListener('abort', this.#abort);
  }

  readonly #abort = () => this.#controller?.abort(this.given?.reason);
}
