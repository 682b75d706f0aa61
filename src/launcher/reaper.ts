import { isChildSubreaper, openReaper } from '../system/posix.js';
import { zombiesOf } from '../system/zombies.js';

/** Milliseconds within which Node.js has asked for the exit code of a child of its own: it does so at the signal. */
const NODE_FIRST = 1000;

/**
 * Takes away the zombies that process 1 of a container inherits, or a child subreaper: descendants of its services whose
 * parents have ended. Node.js waits only for what it has started itself, and must get that: so what is a zombie twice in
 * a row, and Node.js has heard of it in between, is nobody's. It wakes up when a child has ended, and once after that.
 */
export class Reaper {
  readonly #onChild = () => this.#look();
  #seen = new Set<number>();
  #timer: NodeJS.Timeout | undefined;
  #waitFor: ((pid: number) => boolean) | undefined;
  #closed = false;

  /** `failed` hears why zombies stay, once. */
  constructor(private readonly failed: (reason: string) => void) {
    process.on('SIGCHLD', this.#onChild);
    this.#look();
  }

  close(): void {
    this.#closed = true;
    process.off('SIGCHLD', this.#onChild);
    clearTimeout(this.#timer);
  }

  /** However many children end: one look a second. */
  #look(): void {
    if (this.#timer) return;
    this.#seen = new Set(zombiesOf(process.pid));
    this.#again();
  }

  #again(): void {
    if (this.#closed) return;
    // Timers come before signals in a turn of the event loop, immediates after them: by then Node.js has had its chance.
    this.#timer = setTimeout(() => setImmediate(() => void this.#reap()), NODE_FIRST);
    this.#timer.unref();
  }

  async #reap(): Promise<void> {
    if (zombiesOf(process.pid).some((pid) => this.#seen.has(pid)) && !(await this.#isOpen())) return;
    const zombies = zombiesOf(process.pid);
    const left = zombies.filter((pid) => !this.#seen.has(pid) || !this.#waitFor!(pid));
    this.#timer = undefined;
    this.#seen = new Set(left);
    if (left.length > 0) this.#again();
  }

  /** Whether what is left is this process's to take away: asked when there is something, as libc is loaded for it. */
  async #isOpen(): Promise<boolean> {
    try {
      if (this.#waitFor) return true;
      if (process.pid === 1 || (await isChildSubreaper())) {
        this.#waitFor = await openReaper();
        return true;
      }
      // Of somebody else in this process, who will ask for it.
      this.close();
    } catch (error) {
      this.close();
      this.failed(error instanceof Error ? error.message : String(error));
    }
    return false;
  }
}
