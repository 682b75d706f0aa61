/** What a process is in nova-launch. */
export type Role = 'supervisor' | 'worker' | 'service launcher';

/** One service that runs in the process, or that the supervisor runs. */
export interface ReportedService {
  readonly name: string;
  /** Number of the worker; absent on the supervisor. */
  readonly worker?: number | undefined;
  readonly generation?: number | undefined;
  readonly module?: string | undefined;
  /** What it does just now, in words: starting, ready, draining. */
  readonly state?: string | undefined;
  readonly health?: unknown;
  /** Gives the config without what its schema calls secret; what is named like a secret is masked anyway. */
  readonly config?: (() => unknown) | undefined;
}

/** What one worker has answered: its report, or what it does while it cannot answer. */
export interface WorkerReport {
  /** As it is called in the log: the service and the number. */
  readonly name: string;
  readonly pid: number;
  readonly report: string | { readonly blocked: string };
}

/** Whom a report tells of. */
export interface ReportSubject {
  readonly role: Role;
  /** What was run; part of the name of the file. */
  readonly program: string;
  /** nova-launch's own. */
  readonly version: string;
  readonly services: readonly ReportedService[];
  /** Takes the secrets that it knows out of a text; the whole report passes through it. */
  readonly mask?: ((text: string) => string) | undefined;
  /** For a supervisor: the reports of its workers, each within a deadline of its own. */
  readonly askWorkers?: (() => Promise<readonly WorkerReport[]>) | undefined;
  /** More sections, by title: text or data, or what gives it. They come before those that services register. */
  readonly sections?: Readonly<Record<string, unknown>> | undefined;
}
