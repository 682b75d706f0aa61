/** Why a worker was replaced by a new process. */
export const RESTART_REASONS = [
  /** it exited, or was killed */
  'crashed',
  /** not ready within readyTimeout */
  'late',
  /** its event loop was blocked for too long (watchdogTimeout) */
  'stuck',
  /** it used more than recycle.maxMemory.hard */
  'memory',
  /** it had reached another limit of `recycle` */
  'recycled',
  /** somebody had sent its pid a SIGTERM */
  'terminated',
  /** the machine had no process for it */
  'fork-failed',
] as const;

export type RestartReason = (typeof RESTART_REASONS)[number];

/** What comes right before a `worker-crashed` that it explains. */
const CAUSES: Readonly<Record<string, RestartReason>> = {
  'worker-late': 'late',
  'worker-stuck': 'stuck',
  'worker-exceeded': 'memory',
};

const RESTARTS: Readonly<Record<string, RestartReason>> = {
  'worker-recycled': 'recycled',
  'worker-leaves': 'terminated',
  'fork-failed': 'fork-failed',
};

/** Counts what happens, from the start on, for who asks for metrics: by the ids of events. */
export class Tally {
  readonly reloads = { accepted: 0, refused: 0 };
  readonly #restarts = new Map<string, Map<RestartReason, number>>();
  #cause: RestartReason | undefined;

  count({ id = '', service }: { readonly id?: string; readonly service?: string }): void {
    const cause = this.#cause;
    this.#cause = CAUSES[id];
    if (id === 'reload-accepted') this.reloads.accepted += 1;
    if (id === 'reload-refused') this.reloads.refused += 1;
    const reason = id === 'worker-crashed' ? (cause ?? 'crashed') : RESTARTS[id];
    if (reason === undefined || service === undefined) return;
    const counts = this.#restarts.get(service) ?? new Map<RestartReason, number>();
    this.#restarts.set(service, counts.set(reason, (counts.get(reason) ?? 0) + 1));
  }

  restarts(service: string, reason: RestartReason): number {
    return this.#restarts.get(service)?.get(reason) ?? 0;
  }
}
