import { currentMember, type Member, onWait, type Waitable, waitingFor } from './member.js';

/** Members that are awaited together. */
export interface Resting extends Waitable {
  /** Whether one of them can end before the caller (absent: somebody outside) does. */
  isBusy(caller: Member | undefined): boolean;
}

interface Waiter {
  readonly awaited: Resting;
  readonly caller: Member | undefined;
  readonly patient: boolean;
  readonly resolve: () => void;
}

/** Those who wait until a thread group is quiet: until nobody is left in it who can end before the caller does. */
export class Quiet {
  readonly #waiters = new Set<Waiter>();

  /** Resolves when `awaited` is quiet; an impatient wait ends at giveUp(), too. */
  wait(awaited: Resting, patient: boolean): Promise<void> {
    const caller = currentMember();
    const quiet = new Promise<void>((resolve) => {
      this.#waiters.add({ awaited, caller, patient, resolve });
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
    for (const waiter of this.#waiters) if (!waiter.awaited.isBusy(waiter.caller)) this.#release(waiter);
  };

  #release(waiter: Waiter): void {
    this.#waiters.delete(waiter);
    if (this.#waiters.size === 0) onWait.delete(this.look);
    waiter.resolve();
  }
}
