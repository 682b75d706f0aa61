import { enlisted } from '../service/registry.js';
import type { ServiceBase } from '../service/types.js';
import type { VirtualClock } from './virtual-clock.js';

/** What a thread group tells of itself. */
interface Content {
  readonly name?: unknown;
  readonly threads?: readonly { readonly name: string }[];
  readonly timers?: readonly { readonly name: string }[];
}

/** The services under test just now: where there are several, a group that nobody has in hand may be anybody's. */
const underTest = new Set<Leftovers>();

/** Finds what a service leaves behind: threads and timers of groups that were made since, and sleeps on its clock. */
export class Leftovers {
  readonly #before = new WeakSet<object>(enlisted('thread group'));
  #alone = underTest.size === 0;

  constructor() {
    for (const other of underTest) other.#alone = false;
    underTest.add(this);
  }

  /** No more services begin while this one is there. */
  end(): void {
    underTest.delete(this);
  }

  /** In words, one for each group; sleeps are told where no group tells of them. `clock` is that of this service alone. */
  found(service: ServiceBase, clock: VirtualClock | undefined): string[] {
    const groups = this.#groups(service).flatMap(told);
    if (groups.length > 0) return groups;
    return (clock?.pending ?? []).map(({ seconds, due }) => {
      return `a sleep of ${seconds} s on the clock that ends at ${due} s`;
    });
  }

  #groups(service: ServiceBase): object[] {
    const own = (service as { tg?: unknown }).tg;
    const made = this.#alone ? enlisted('thread group').filter((group) => !this.#before.has(group)) : [];
    return [...new Set([...(isGroup(own) ? [own] : []), ...made])];
  }
}

function isGroup(value: unknown): value is object {
  const { threads, timers } = (value ?? {}) as Content;
  return Array.isArray(threads) && Array.isArray(timers);
}

function told(group: object): string[] {
  const { name, threads = [], timers = [] } = contentOf(group);
  const members = [
    ...threads.map((thread) => `the thread ${thread.name}`),
    ...timers.map((timer) => `the timer ${timer.name}`),
  ];
  return members.length > 0 ? [`${members.join(', ')} (thread group ${name})`] : [];
}

function contentOf(group: object): Content {
  return 'describe' in group ? (group as { describe(): Content }).describe() : group;
}
