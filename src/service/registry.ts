/**
 * What this process has that a report tells of. It hangs on globalThis: a worker may have this room twice (see
 * docs/architecture.md), and a report tells of what both have made.
 */

/** Something with a state that can be told, as plain data. */
export interface Described {
  describe(): unknown;
}

export type Kind = 'thread group' | 'periodic tasks' | 'http server';

interface Registry {
  readonly described: Map<Kind, Set<WeakRef<Described>>>;
  readonly gone: FinalizationRegistry<() => void>;
}

const KEY = Symbol.for('nova-launch.registry');

function registry(): Registry {
  const world = globalThis as { [KEY]?: Registry };
  world[KEY] ??= {
    described: new Map(),
    gone: new FinalizationRegistry((forget) => forget()),
  };
  return world[KEY];
}

/** Lets reports tell of `subject` for as long as somebody else holds it. */
export function enlist(kind: Kind, subject: Described): void {
  const { described, gone } = registry();
  const all = described.get(kind) ?? new Set();
  described.set(kind, all);
  const reference = new WeakRef(subject);
  all.add(reference);
  gone.register(subject, () => all.delete(reference));
}

/** What there is of a kind, in the order in which it was made. */
export function enlisted(kind: Kind): Described[] {
  const all = registry().described.get(kind) ?? [];
  return [...all].flatMap((reference) => reference.deref() ?? []);
}
