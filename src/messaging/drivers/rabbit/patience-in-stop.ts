import { MessageDeliveryFailure } from '../../errors.js';

/** Seconds that a server which is stopping waits for a caller that has vanished, or for a broker. */
export const PATIENCE_IN_STOP = 5;

/** Replies under way, by the signal of their server: it has one listener for all of them. */
const underWay = new WeakMap<AbortSignal, Set<PatienceInStop>>();

/** How long a reply waits for a broker: without an end, but for some seconds once its server is stopping. */
export class PatienceInStop {
  readonly #beside: Set<PatienceInStop>;
  #controller: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #reject: ((failure: Error) => void) | undefined;

  constructor(private readonly stopping: AbortSignal) {
    this.#beside = besideOf(stopping);
    this.#beside.add(this);
  }

  /** Made when there is something to wait for; then the seconds begin, however long the server has been stopping. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.stopping.aborted) this.arm();
    return this.#controller.signal;
  }

  /** What `promise` gives, unless the seconds are over first. */
  orOver<Value>(promise: Promise<Value>): Promise<Value> {
    if (this.stopping.aborted) this.arm();
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      promise.then(resolve, reject);
    });
  }

  /** The seconds begin. */
  arm(): void {
    const failure = new MessageDeliveryFailure('there was no broker that took it while the server stopped');
    this.#timer ??= setTimeout(() => {
      this.#controller?.abort(failure);
      this.#reject?.(failure);
    }, PATIENCE_IN_STOP * 1000);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#beside.delete(this);
  }
}

function besideOf(stopping: AbortSignal): Set<PatienceInStop> {
  const known = underWay.get(stopping);
  if (known) return known;
  const all = new Set<PatienceInStop>();
  underWay.set(stopping, all);
  stopping.addEventListener('abort', () => {
    for (const patience of all) patience.arm();
  });
  return all;
}
