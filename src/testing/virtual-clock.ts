import { badValue, checkSeconds } from '../service/bad-value.js';
import type { Clock } from '../service/clock.js';
import { settle } from './settle.js';

/** Somebody who sleeps on a virtual clock. */
export interface Sleeping {
  /** When it is woken, in seconds of the clock. */
  readonly due: number;
  /** How long it sleeps, as it asked for. */
  readonly seconds: number;
}

interface Sleeper extends Sleeping {
  readonly atOnce: boolean;
  wake(): void;
}

export interface RunLimit {
  /** Seconds of the clock. */
  readonly limit?: number | undefined;
}

/** Sleeps of 0 seconds, one after the other without time passing, that count as a loop without end. */
const STANDSTILL = 2000;

/** Sums of seconds, without the last digits, in which 0.1 + 0.2 is more than 0.3. */
const exact = (seconds: number) => Math.round(seconds * 1e9) / 1e9;

/**
 * A clock that stands still until it is told how much time passes: seconds, from 0. Who sleeps is woken at his own
 * time, those of one time in the order in which they fell asleep. No real time passes. oslo_service.fixture.SleepFixture.
 */
export class VirtualClock implements Clock {
  /** Every sleep that was asked for, in seconds. */
  readonly sleeps: number[] = [];
  readonly #sleepers = new Set<Sleeper>();
  #now = 0;
  /** Whose turn it is to move the time: calls that overlap are taken one after the other. */
  #moving: Promise<unknown> = Promise.resolve();
  #wokenAtOnce = 0;
  #fallsAsleep = () => {};

  now(): number {
    return this.#now;
  }

  /** Sleeps of 0 seconds and less end with the next advance(), also advance(0). */
  sleep(seconds: number, signal?: AbortSignal): Promise<void> {
    this.sleeps.push(seconds);
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const due = exact(this.#now + (seconds > 0 ? seconds : 0));
      const wake = () => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper: Sleeper = { due, seconds, atOnce: due === this.#now, wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', wake);
      this.#fallsAsleep();
    });
  }

  /** Those who sleep, the next to be woken first. */
  get pending(): Sleeping[] {
    const all = [...this.#sleepers].map(({ due, seconds }) => ({ due, seconds }));
    return all.sort((a, b) => (a.due === b.due ? 0 : a.due - b.due));
  }

  /** Time passes without anybody being woken, as while a callback blocks the event loop. */
  block(seconds: number): void {
    checkSeconds(seconds, 'The time of block()');
    this.#now = exact(this.#now + seconds);
  }

  /**
   * Time passes; resolves when all that is due by then was run, each at its own time, what it has begun anew included.
   * What waits for files, sockets or other processes is not waited for: that takes no time of this clock. Throws
   * LaunchError NL_BAD_VALUE; rejects where sleeps of 0 seconds follow each other without end.
   */
  advance(seconds: number): Promise<void> {
    checkSeconds(seconds, 'The time of advance()');
    return this.#inTurn(async () => {
      const end = exact(this.#now + seconds);
      await settle();
      for (let next = this.#next(); next && next.due <= end; next = this.#next()) await this.#wake(next);
      this.#now = Math.max(this.#now, end);
    });
  }

  /** Jumps to the next time at which somebody is woken; resolves to the seconds until then. Rejects if nobody sleeps. */
  next(): Promise<number> {
    return this.#inTurn(async () => {
      await settle();
      const began = this.#now;
      const first = this.#next();
      if (!first || first.due === Number.POSITIVE_INFINITY) throw new Error('Nobody sleeps on the clock.');
      for (let next = this.#next(); next && next.due <= first.due; next = this.#next())
        await this.#wake(next);
      return exact(this.#now - began);
    });
  }

  /**
   * Lets time pass as far as needed: until a promise is settled, and gives what it does, or until a condition holds. For
   * a promise it waits, too, while nobody sleeps: sockets and files may settle it. Rejects after `limit` seconds (3600),
   * and where a condition does not hold and nobody sleeps. Throws LaunchError NL_BAD_VALUE.
   */
  runUntil<T>(goal: PromiseLike<T>, limit?: RunLimit): Promise<T>;
  runUntil(condition: () => unknown, limit?: RunLimit): Promise<void>;
  runUntil<T>(goal: PromiseLike<T> | (() => unknown), { limit = 3600 }: RunLimit = {}): Promise<T | void> {
    checkSeconds(limit, 'The limit of runUntil()');
    if (typeof goal === 'function') return this.#inTurn(() => this.#run(() => holds(goal), undefined, limit));
    let settled = false;
    const end = goal.then(
      () => {
        settled = true;
      },
      () => {
        settled = true;
      },
    );
    return this.#inTurn(async () => {
      await this.#run(() => settled, end, limit);
      return goal;
    });
  }

  async #run(reached: () => boolean, settled: PromiseLike<void> | undefined, limit: number): Promise<void> {
    const end = exact(this.#now + limit);
    await settle();
    while (!reached()) {
      const next = this.#next();
      if (next && next.due <= end) await this.#wake(next);
      else if (next) {
        this.#now = Math.max(this.#now, end);
        throw new Error(`What runUntil() waits for has not come within ${limit} s of the clock.`);
      } else if (settled) await Promise.race([settled, this.#somebodySleeps()]);
      else throw new Error('The condition of runUntil() does not hold, and nobody sleeps on the clock.');
    }
  }

  #inTurn<T>(body: () => Promise<T>): Promise<T> {
    const turn = this.#moving.then(body);
    this.#moving = turn.catch(() => {});
    return turn;
  }

  #next(): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of this.#sleepers) if (!first || sleeper.due < first.due) first = sleeper;
    return first;
  }

  async #wake(sleeper: Sleeper): Promise<void> {
    this.#now = Math.max(this.#now, sleeper.due);
    this.#wokenAtOnce = sleeper.atOnce ? this.#wokenAtOnce + 1 : 0;
    if (this.#wokenAtOnce >= STANDSTILL) {
      this.#wokenAtOnce = 0;
      throw new Error(
        `The clock stands still at ${this.#now} s: a sleep of 0 s follows another without end.`,
      );
    }
    sleeper.wake();
    await settle();
  }

  #somebodySleeps(): Promise<void> {
    return new Promise((resolve) => {
      this.#fallsAsleep = () => {
        this.#fallsAsleep = () => {};
        resolve();
      };
    });
  }
}

function holds(condition: () => unknown): boolean {
  const answer = condition();
  if (typeof (answer as PromiseLike<unknown> | undefined)?.then !== 'function') return Boolean(answer);
  throw badValue('The answer of the condition of runUntil()', answer, 'no promise: pass the promise itself');
}
