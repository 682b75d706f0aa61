import { AsyncLocalStorage } from 'node:async_hooks';

/** What a member can wait for: another member, or a group of them. */
export interface Waitable {
  /** Those of whom each must end before a wait for this ends. */
  waitedFor(): Iterable<Member>;
}

/** The wait of one who stops or awaits a whole launcher: for every member there is. */
export const EVERYTHING: Waitable = { waitedFor: () => [] };

/** Something that runs in a thread group and may itself stop or await the group: a thread or a timer. */
export class Member implements Waitable {
  /** What this member waits for just now. */
  readonly waits = new Set<{ readonly target: Waitable }>();

  waitedFor(): Iterable<Member> {
    return [this];
  }

  /** Whether this member cannot end before `goal` does. Without a goal: whether it awaits everything. */
  waitsFor(goal: Member | undefined, seen = new Set<Member>()): boolean {
    if (seen.has(this)) return false;
    seen.add(this);
    for (const { target } of this.waits) {
      if (target === EVERYTHING) return true;
      for (const member of target.waitedFor()) {
        if ((goal && member === goal) || member.waitsFor(goal, seen)) return true;
      }
    }
    return false;
  }
}

// Made by the first member that runs: on Node 20 an AsyncLocalStorage in use costs every await of the process
// about 0.1 microseconds, which a process without threads and timers need not pay.
let storage: AsyncLocalStorage<Member> | undefined;

/** The member in whose callback (or in what that started) the caller runs. */
export function currentMember(): Member | undefined {
  return storage?.getStore();
}

/** Runs `body` as `member`. */
export function asMember<T>(member: Member, body: () => T): T {
  storage ??= new AsyncLocalStorage();
  return storage.run(member, body);
}

/** Called whenever somebody begins to wait: a wait for him may have become one that nobody can end. */
const onWait = new Set<() => void>();

/** Awaits `promise`, and lets it be known meanwhile that the current member waits for `target`. */
export async function waitingFor<T>(target: Waitable, promise: Promise<T>): Promise<T> {
  const member = currentMember();
  if (!member) return promise;
  const wait = { target };
  member.waits.add(wait);
  for (const look of [...onWait]) look();
  try {
    return await promise;
  } finally {
    member.waits.delete(wait);
  }
}

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
