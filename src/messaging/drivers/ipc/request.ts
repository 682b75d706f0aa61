import type { Incoming } from '../../driver.js';
import { MessageDeliveryFailure } from '../../errors.js';
import { fits, MAX_PAYLOAD } from './frames.js';
import { Type } from './protocol.js';
import type { Wire } from './wire.js';

/** A request at its server. */
export class Request implements Incoming {
  #state: 'held' | 'taken' | 'begun' | 'refused' = 'held';
  #acknowledged: Promise<void> | undefined;

  constructor(
    readonly message: unknown,
    private readonly id: number,
    private readonly wire: Wire,
    /** It is held no more. */
    private readonly onLeave: (id: number) => void,
  ) {}

  #gone: (() => void) | undefined;

  whenGone(callback: () => void): void {
    this.#gone = callback;
  }

  /** Its client is. */
  end(): void {
    this.#gone?.();
  }

  begin(): boolean {
    // Who is gone has it back, if he lives.
    if (this.#state === 'refused' || this.wire.closed) return false;
    if (this.#state === 'held') {
      this.#state = 'taken';
      this.wire.send({ type: Type.TAKEN, id: this.id });
    }
    return true;
  }

  acknowledge(): Promise<void> {
    this.#acknowledged ??= this.#acknowledge();
    return this.#acknowledged;
  }

  requeue(): void {
    if (this.#state !== 'held') return;
    this.#leave('refused');
    this.wire.send({ type: Type.REFUSED, id: this.id });
  }

  async reply(text: string, kind: 'final' | 'sign-of-life'): Promise<boolean> {
    if (!fits(text))
      throw new MessageDeliveryFailure(
        `The reply has more than ${MAX_PAYLOAD / 1024 / 1024} MiB; that is the limit of ipc://.`,
      );
    // With it the client knows that the request was begun, and may send another one.
    if (kind === 'final' && (this.#state === 'held' || this.#state === 'taken')) this.#leave('begun');
    const type = kind === 'final' ? Type.REPLY : Type.SIGN;
    return new Promise((resolve) => this.wire.send({ type, id: this.id, text }, resolve));
  }

  async #acknowledge(): Promise<void> {
    if (this.#state === 'refused')
      throw new MessageDeliveryFailure('The caller has given up, or somebody else has got the request.');
    // It may have been answered before it is acknowledged: the client then knows already.
    const answered = this.#state === 'begun';
    if (!answered) this.#leave('begun');
    // What the kernel has reaches the client also if this process is killed; so he knows of all that runs. A place is
    // kept until then, which one that is frozen must not do.
    const told =
      answered ||
      (await new Promise<boolean>((resolve) =>
        this.wire.send({ type: Type.BEGUN, id: this.id }, resolve, true),
      ));
    if (!told)
      throw new MessageDeliveryFailure('The client is gone, or has got the request back: it is not run.');
  }

  #leave(state: 'begun' | 'refused'): void {
    this.#state = state;
    this.onLeave(this.id);
    if (state === 'refused') this.#gone?.();
  }
}
