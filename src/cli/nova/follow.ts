import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../nova/database/index.js';
import { Looker } from './look.js';
import { type Hop, hopsBetween, NOTHING, type Snapshot } from './progress.js';

/** A hop of one of those that are followed, and how long it was after the beginning, in seconds. */
export interface Step extends Hop {
  readonly uuid: string;
  readonly after: number;
}

export interface Followed {
  /** What was to be seen last, by uuid. */
  readonly last: ReadonlyMap<string, Snapshot>;
  readonly ended: 'all' | 'late' | 'interrupted';
  /** Seconds. */
  readonly took: number;
}

export interface FollowOptions {
  readonly requestId: string;
  /** Whether nothing more is to come of an instance. */
  readonly isOver: (snapshot: Snapshot) => boolean;
  readonly tell: (step: Step) => void;
  /** Of performance.now(), in milliseconds. */
  readonly since: number;
  /** What was to be seen before the beginning. */
  readonly before?: ReadonlyMap<string, Snapshot>;
  /** Seconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** Milliseconds between two looks at an instance, and at how many in that time at the most. */
const PAUSE = 50;
const AT_A_TIME = 10;

/** Tells what happens to instances until it is over, its time is, or nobody wants to know any more. */
export async function follow(
  database: Database,
  uuids: readonly string[],
  { requestId, isOver, tell, since, before, timeout, signal }: FollowOptions,
): Promise<Followed> {
  const looker = new Looker(database, requestId);
  const last = new Map<string, Snapshot>(uuids.map((uuid) => [uuid, before?.get(uuid) ?? NOTHING]));
  const open = new Set(uuids);
  const until = since + timeout * 1000;
  const seconds = () => (performance.now() - since) / 1000;
  while (open.size > 0) {
    for (const uuid of open) {
      if (signal.aborted) return { last, ended: 'interrupted', took: seconds() };
      const snapshot = await looker.look(uuid);
      for (const step of timed(hopsBetween(last.get(uuid)!, snapshot), seconds())) tell({ ...step, uuid });
      last.set(uuid, snapshot);
      if (isOver(snapshot)) open.delete(uuid);
    }
    if (open.size === 0) break;
    if (performance.now() >= until) return { last, ended: 'late', took: seconds() };
    const pause = PAUSE * Math.ceil(open.size / AT_A_TIME);
    await sleep(pause, undefined, { signal }).catch(() => {});
  }
  return { last, ended: 'all', took: seconds() };
}

/**
 * When each was, in the order of that. What is written down with its time was then, though clocks of other machines may be
 * ahead; anything else was before the next that must have come after it.
 */
export function timed<Any extends Hop>(
  hops: readonly Any[],
  now: number,
): (Any & { readonly after: number })[] {
  let next = now;
  const all = hops.toReversed().map((hop) => {
    const written = hop.at ? now - (Date.now() - hop.at.getTime()) / 1000 : next;
    next = Math.min(Math.max(written, 0), now);
    return { ...hop, after: next };
  });
  return all.reverse().sort((one, other) => one.after - other.after);
}
