import { currentCall, type Member, type MemberCall, onWait, type Waitable, waitingFor } from './member.js';

/** Members that are awaited together. */
export interface Resting extends Waitable {
  /** Whether one of them can end before the caller (absent: somebody outside) does. */
  isBusy(caller: Member | undefined): boolean;
}

interface Waiter {
  readonly awaited: Resting;
  /** When it has ended, the wait is one from outside. */
  readonly call: MemberCall | undefined;
  readonly patient: boolean;
  readonly resolve: () => void;
}

/** Those who wait until a thread group is quiet: until nobody is left in it who can end before the caller does. */
export class Quiet {
  readonly #waiters = new Set<Waiter>();

  /** Resolves when `awaited` is quiet; an impatient wait ends at giveUp(), too. */
  wait(awaited: Resting, patient: boolean): Promise<void> {
    const call = currentCall();
    const quiet = new Promise<void>((resolve) => {
      this.#waiters.add({ awaited, call, patient, resolve });
      onWait.add(this.look);
    });
    const waiting = waitingFor(awaited, quiet);
    this.look();
    return waiting;
  }

  giveUp(): void {
    for (const waiter of this.#waiters) if (!waiter.patient) this.#release(waiter);
  }

  /** To be called whenever a member has left the group. */
  readonly look = () => {
    for (const waiter of this.#waiters)
      if (!waiter.awaited.isBusy(waiter.call?.member)) this.#release(waiter);
  };

  #release(waiter: Waiter): void {
    this.#waiters.delete(waiter);
    if (this.#waiters.size === 0) onWait.delete(this.look);
    waiter.resolve();
  }
}
