/** One service of a definition: validated, interpolated, overridden, with defaults; deeply frozen. Times are seconds. */
export interface ServiceDefinition {
  readonly name: string;
  /** Absolute path of the module, symbolic links resolved, so that a generation keeps the release it was started from. */
  readonly module: string;
  /** Which export of the module is the service; absent: `default`, or the only one that can be a service. */
  readonly export?: string;
  readonly workers: number;
  /** Ready workers with which the service counts as ready; null: half of its workers, rounded up. */
  readonly quorum: number | null;
  /** The top-level config, then the service's, then --set and the options after `--`. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
  readonly nodeArgs: readonly string[];
  readonly after: readonly string[];
  readonly essential: boolean;
  readonly restartMethod: 'reload' | 'mutate';
  readonly readyTimeout: number;
  /** 0 waits for ever. */
  readonly gracefulShutdownTimeout: number;
  readonly restart: {
    /** Crashes that are paid for within `period`; one more gives the service up. `Infinity` for "unlimited". */
    readonly intensity: number;
    readonly period: number;
    readonly backoff: { readonly initial: number; readonly max: number };
  };
  readonly reload: { readonly surge: number; readonly stableFor: number };
  /** 0 is for ever. */
  readonly watchdogTimeout: number;
  readonly healthInterval: number;
  readonly recycle: {
    /** 0 is never. */
    readonly maxLifetime: number;
    /** 0 is never. */
    readonly maxTasks: number;
    /** Bytes; null: as much as there is. */
    readonly maxMemory: { readonly soft: number | null; readonly hard: number | null };
  };
  /** Keys of `config` that nobody wrote for this service: they are of the top-level config alone. */
  readonly sharedKeys: readonly string[];
}

/** Where reports go, as absolute paths. */
export interface ReportSettings {
  /** Absent: to stderr. */
  readonly directory?: string;
  /** A file that asks for a report when it is touched. */
  readonly trigger?: string;
}

/** A file for the log. */
export interface LogSettings {
  /** Absolute. */
  readonly file: string;
  /** Of one that is made. */
  readonly mode: number;
}

/** What `run` runs: the selected services in start order. */
export interface Definition {
  /** The file it was read from; absent when every service is a declared or built-in binary. */
  readonly file?: string;
  readonly services: readonly ServiceDefinition[];
  /** One policy for all: node:cluster has one per supervisor. */
  readonly schedulingPolicy: 'none' | 'rr';
  readonly report: ReportSettings;
  /** Where a REPL listens in every process: a port, a range of ports, or the path of a socket. */
  readonly backdoor?: number | string;
  /** Absent: the log goes to stdout. */
  readonly log?: LogSettings;
  /** HOST:PORT where metrics and probes are answered; absent: only on the control socket. */
  readonly metrics?: string;
  /** Values read with ${file:...}, to be masked wherever something is printed. */
  readonly secrets: readonly string[];
  /** What an operator should know but need not act on, as sentences. */
  readonly warnings: readonly string[];
}
