import { currentMember, type Member, onWait, type Waitable, waitingFor } from './member.js';

interface Waiter {
  readonly caller: Member | undefined;
  readonly patient: boolean;
  readonly resolve: () => void;
}

/** Those who wait until a thread group is quiet: until nobody is left in it who can end before the caller does. */
export class Quiet {
  readonly #waiters = new Set<Waiter>();

  /** `blocked` says whether a member cannot end before the caller (absent: somebody outside) does. */
  constructor(
    private readonly group: Waitable,
    private readonly blocked: (member: Member, caller: Member | undefined) => boolean,
  ) {}

  /** Resolves when the group is quiet; an impatient wait ends at giveUp(), too. */
  wait(patient: boolean): Promise<void> {
    const caller = currentMember();
    const quiet = new Promise<void>((resolve) => {
      this.#waiters.add({ caller, patient, resolve });
      onWait.add(this.look);
    });
    const waiting = waitingFor(this.group, quiet);
    this.look();
    return waiting;
  }

  giveUp(): void {
    for (const waiter of this.#waiters) if (!waiter.patient) this.#release(waiter);
  }

  /** To be called whenever a member has left the group. */
  readonly look = () => {
    for (const waiter of this.#waiters) if (!this.#isBusy(waiter.caller)) this.#release(waiter);
  };

  #isBusy(caller: Member | undefined): boolean {
    for (const member of this.group.waitedFor()) {
      if (member !== caller && !this.blocked(member, caller)) return true;
    }
    return false;
  }

  #release(waiter: Waiter): void {
    this.#waiters.delete(waiter);
    if (this.#waiters.size === 0) onWait.delete(this.look);
    waiter.resolve();
  }
}
