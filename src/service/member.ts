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
export const onWait = new Set<() => void>();

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
