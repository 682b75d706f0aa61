import { type Assignments, NotifySocket } from '../system/systemd.js';

/** What a service manager knows of the life of a service. */
export type Phase = 'starting' | 'ready' | 'reloading' | 'stopping';

export interface Facts {
  readonly phase: Phase;
  /** One line for people, shown by systemctl status. */
  readonly status: string;
  /** Seconds that the phase may still take, as far as is known now; null: as long as it takes. */
  readonly patience: number | null;
}

/** Whom it is told about. */
export interface Told {
  facts(): Facts;
  /** Looked at for each ping of the watchdog: does it work, and does it serve? */
  healthy(): boolean;
  log(level: 'info' | 'warn', sentence: string, data: { readonly id: string }): void;
}

/** Seconds on top of what a phase may take, for the way to the service manager and back. */
const MARGIN = 5;

/** Seconds that a phase without an end is prolonged by; it is told again when half of them are over. */
const PROLONGED = 60;

/**
 * Tells systemd, over NOTIFY_SOCKET, what changes: READY, RELOADING and STOPPING, the status, how long a phase may
 * still take; and pings its watchdog where it has asked for that. Loaded only when somebody wants to be told.
 */
export class Notifier {
  readonly #socket: NotifySocket;
  readonly #watchdog: NodeJS.Timeout | undefined;
  #phase: Phase = 'starting';
  #status = '';
  /** Until when the phase may take, as was told: monotonic seconds. */
  #prolonged = Number.NEGATIVE_INFINITY;
  #renewal: NodeJS.Timeout | undefined;
  #withheld = false;

  constructor(
    private readonly told: Told,
    env: NodeJS.ProcessEnv = process.env,
  ) {
    this.#socket = new NotifySocket(env.NOTIFY_SOCKET!, (reason) =>
      told.log('warn', `systemd could not be told how it goes: ${reason}.`, { id: 'notify-failed' }),
    );
    const interval = watchdogInterval(env);
    if (interval !== undefined) this.#watchdog = setInterval(() => this.#ping(), interval).unref();
    this.changed();
  }

  /** Looks what is different from what was told last, and tells that. */
  changed(): void {
    const { phase, status, patience } = this.told.facts();
    const message: Assignments = {
      ...(phase !== this.#phase && this.#enter(phase)),
      ...this.#prolong(phase, patience),
      ...(status !== this.#status && { STATUS: status }),
    };
    this.#status = status;
    if (Object.keys(message).length > 0) this.#socket.tell(message);
  }

  async close(): Promise<void> {
    clearInterval(this.#watchdog);
    clearTimeout(this.#renewal);
    await this.#socket.close();
  }

  #enter(phase: Phase): Assignments {
    this.#phase = phase;
    this.#prolonged = Number.NEGATIVE_INFINITY;
    if (phase === 'reloading') return { RELOADING: 1, MONOTONIC_USEC: process.hrtime.bigint() / 1000n };
    if (phase === 'stopping') return { STOPPING: 1 };
    // A shell or npm in between has another pid.
    return { READY: 1, MAINPID: process.pid };
  }

  #prolong(phase: Phase, patience: number | null): Assignments {
    clearTimeout(this.#renewal);
    if (phase === 'ready' || patience === 0) return {};
    if (patience === null) {
      this.#renewal = setTimeout(() => this.changed(), (PROLONGED / 2) * 1000).unref();
    }
    const seconds = (patience ?? PROLONGED) + MARGIN;
    const until = performance.now() / 1000 + seconds;
    if (until < this.#prolonged + 1) return {};
    this.#prolonged = until;
    return { EXTEND_TIMEOUT_USEC: Math.ceil(seconds * 1e6) };
  }

  #ping(): void {
    const healthy = this.told.healthy();
    if (healthy) this.#socket.tell({ WATCHDOG: 1 });
    if (healthy !== this.#withheld) return;
    this.#withheld = !healthy;
    if (healthy) {
      this.told.log('info', "systemd's watchdog is pinged again.", { id: 'watchdog-resumed' });
      return;
    }
    const sentence =
      "systemd's watchdog is not pinged while an essential service lacks its quorum; when WatchdogSec is over, systemd restarts the unit.";
    this.told.log('warn', sentence, { id: 'watchdog-withheld' });
  }
}

/** Milliseconds: twice in the time that systemd gives, if it gives one to this process. */
function watchdogInterval({ WATCHDOG_USEC, WATCHDOG_PID }: NodeJS.ProcessEnv): number | undefined {
  const limit = Number(WATCHDOG_USEC);
  const isMeant = WATCHDOG_PID === undefined || Number(WATCHDOG_PID) === process.pid;
  return isMeant && limit > 0 && Number.isFinite(limit) ? Math.max(1, limit / 2000) : undefined;
}
