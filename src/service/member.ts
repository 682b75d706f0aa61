import { AsyncLocalStorage } from 'node:async_hooks';

/** What a member can wait for: another member, or a group of them. */
export interface Waitable {
  /** For the report. */
  readonly name: string;
  /** Those of whom each must end before a wait for this ends. */
  waitedFor(): Iterable<Member>;
}

/** The wait of one who stops or awaits a whole launcher: for every member there is. */
export const EVERYTHING: Waitable = { name: 'everything', waitedFor: () => [] };

interface Wait {
  readonly target: Waitable;
}

const NO_WAITS: ReadonlySet<Wait> = new Set();

/** How many members wait for something just now. */
let waitingMembers = 0;

/** Something that runs in a thread group and may itself stop or await the group: a thread or a timer. */
export abstract class Member implements Waitable {
  abstract readonly name: string;
  // Made when it is needed: most members never wait for another.
  #waits: Set<Wait> | undefined;

  /** What this member waits for just now. */
  get waits(): ReadonlySet<Wait> {
    return this.#waits ?? NO_WAITS;
  }

  /** The names of what it waits for, for the report. */
  get waitsForNames(): string[] {
    return [...this.waits].map(({ target }) => target.name);
  }

  waitedFor(): Iterable<Member> {
    return [this];
  }

  /** Whether this member cannot end before `goal` does. Without a goal: whether it awaits everything. */
  waitsFor(goal: Member | undefined, seen = new Set<Member>()): boolean {
    if (!this.#waits?.size || seen.has(this)) return false;
    seen.add(this);
    for (const { target } of this.#waits) {
      if (target === EVERYTHING) return true;
      for (const member of target.waitedFor()) {
        if ((goal && member === goal) || member.waitsFor(goal, seen)) return true;
      }
    }
    return false;
  }

  /** A wait of this member begins; returns what ends it. */
  beginWait(target: Waitable): () => void {
    const wait = { target };
    this.#waits ??= new Set();
    if (this.#waits.size === 0) waitingMembers++;
    this.#waits.add(wait);
    return () => {
      if (this.#waits?.delete(wait) && this.#waits.size === 0) waitingMembers--;
    };
  }

  /** What its call has begun to wait for does not hold it up any more: the call has ended without that. */
  endWaits(): void {
    if (!this.#waits?.size) return;
    this.#waits.clear();
    waitingMembers--;
  }
}

/** Whether one of `members` can end before the caller (absent: somebody outside) does. */
export function canOneEnd(members: ReadonlySet<Member>, caller: Member | undefined): boolean {
  // So many cannot all wait: no need to look at each, whenever one of thousands has ended.
  if (members.size > waitingMembers + 1) return true;
  for (const member of members) if (member !== caller && !member.waitsFor(caller)) return true;
  return false;
}

/** One call of a member: the whole of a thread, or a single call of a timer's callback. */
export class MemberCall {
  #member: Member | undefined;

  constructor(member: Member) {
    this.#member = member;
  }

  /** Undefined when the call has ended: what it has left behind is nobody's, and is not kept alive by it. */
  get member(): Member | undefined {
    return this.#member;
  }

  /** Runs `body` as the member; what it starts belongs to the call, too. */
  run<T>(body: () => T): T {
    storage ??= new AsyncLocalStorage();
    return storage.run(this, body);
  }

  end(): void {
    this.#member?.endWaits();
    this.#member = undefined;
  }
}

// Made by the first member that runs: on Node 20 an AsyncLocalStorage in use costs every await of the process
// about 0.1 microseconds, which a process without threads and timers need not pay.
let storage: AsyncLocalStorage<MemberCall> | undefined;

/** The call, ended or not, in which (or in what it started) the caller runs. */
export function currentCall(): MemberCall | undefined {
  return storage?.getStore();
}

/** The member whose call that is, while it has not ended. */
export function currentMember(): Member | undefined {
  return currentCall()?.member;
}

/** Called whenever somebody begins to wait: a wait for him may have become one that nobody can end. */
export const onWait = new Set<() => void>();

/** Awaits `promise`, and lets it be known meanwhile that the current member waits for `target`. */
export async function waitingFor<T>(target: Waitable, promise: Promise<T>): Promise<T> {
  const end = currentMember()?.beginWait(target);
  if (!end) return promise;
  for (const look of [...onWait]) look();
  try {
    return await promise;
  } finally {
    end();
  }
}
