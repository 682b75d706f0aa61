import { KILL_TIMEOUT, ONE_KEYPRESS } from '../supervisor/limits.js';
import type { LauncherLog } from './launcher-log.js';

export interface LadderInput {
  readonly log: LauncherLog;
  /** The services' stop(false); resolves when they have ended. */
  readonly terminate: () => Promise<unknown>;
  /** Ends the process with that exit code. */
  readonly leave: (code: number) => unknown;
}

/** The way down of one process: drain; when that takes too long, stop(false); when that does, too, out. */
export class LadderInPlace {
  #stopping = false;
  #rung = 0;
  #interruptedAt: number | null = null;
  #code: number | undefined;
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(private readonly input: LadderInput) {}

  /** Whether it goes down. */
  get stopping(): boolean {
    return this.#stopping;
  }

  /** Why it ends, when work had to be cut. */
  get code(): number | undefined {
    return this.#code;
  }

  /** It drains from now on, within so many seconds; null is for ever. */
  begin(limit: number | null): void {
    this.#stopping = true;
    if (limit !== null) this.#timers.push(setTimeout(() => this.terminate(75), limit * 1000));
  }

  /** A SIGINT, after begin(): a second one takes the next rung, a third the last. */
  interrupt(): void {
    const now = performance.now() / 1000;
    const last = this.#interruptedAt;
    this.#interruptedAt = now;
    if (last === null || now - last < ONE_KEYPRESS) return;
    this.#rung += 1;
    if (this.#rung > 1) this.input.leave(130);
    else this.terminate(130);
  }

  /** The work is cut: the exit code says so, also when stop(false) then succeeds. */
  terminate(code: number): void {
    const { log, terminate, leave } = this.input;
    this.#code ??= code;
    log.write('warn', 'Not stopped in time: told to end at once.', { id: 'worker-overdue' });
    this.#timers.push(setTimeout(() => leave(code), KILL_TIMEOUT * 1000));
    void terminate().then(() => leave(code));
  }

  /** It has ended. */
  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
