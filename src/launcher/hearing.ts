import type { UnusableCode } from '../errors.js';
import type { Event } from '../supervisor/types.js';
import type { WorkerNews } from './messages.js';

/** What workers say of themselves becomes events; what they say last, the reason of their exit. */
export class Hearing {
  readonly #reasons = new Map<number, string>();
  readonly #unusable = new Map<number, UnusableCode>();

  constructor(private readonly dispatch: (event: Event) => void) {}

  hear(worker: number, message: WorkerNews): void {
    switch (message.type) {
      case 'failed':
        this.#reasons.set(worker, message.reason);
        break;
      case 'unusable':
        this.#unusable.set(worker, message.code);
        this.dispatch({ type: 'unusable', worker, reason: message.reason });
        break;
      case 'worn':
      case 'exceeded':
        this.dispatch({ type: message.type, worker, reason: message.reason });
        break;
      default:
        this.dispatch({ type: message.type, worker });
    }
  }

  exited(worker: number, code: number | null, signal: string | null): void {
    const reason = this.#reasons.get(worker);
    this.#reasons.delete(worker);
    this.#unusable.delete(worker);
    this.dispatch({ type: 'exit', worker, code, signal, ...(reason !== undefined && { reason }) });
  }

  /** Why it is unusable, if it is. */
  whyUnusable(worker: number): UnusableCode | undefined {
    return this.#unusable.get(worker);
  }
}
