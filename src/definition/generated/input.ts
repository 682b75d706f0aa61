// Generated from ../schema.ts by `npm run generate`; do not edit.

/** What a user writes for one service. */
export interface ServiceInput {
  /** The module that exports the service. ./ and ../ start at the directory of the definition; anything else is a package, looked up from that directory. May be left out where the name is a declared or built-in binary. */
  module?: string | undefined;
  /** Which export of the module is the service: a class, a factory or an object with start(). Without it, `default` is taken, or the only export that can be a service. */
  export?: string | undefined;
  /** How many processes run the service; "auto" is the number of CPUs that this process may use (affinity and cgroup quota), or fewer where memory is scarce (machine and cgroup limit): each worker counts as its `recycle.maxMemory`, else 64 MiB, the supervisor as 64 MiB, and room is kept for what a reload has beyond them. Default: 1. */
  workers?: number | "auto" | undefined;
  /** With how many ready workers the service counts as ready: for `after`, for systemd and for /readyz. Without it, half of its workers, rounded up. Where it is scaled to fewer, all of them. */
  quorum?: number | undefined;
  /** What the service is given as context.config, merged deeply over the top-level config. Default: {}. */
  config?: Record<string, unknown> | undefined;
  /** Environment variables of the workers, on top of the launcher's own. Default: {}. */
  env?: Record<string, string> | undefined;
  /** Options of node itself for the workers, like ["--import", "tsx"] or ["--max-old-space-size=512"]. Default: []. */
  nodeArgs?: string[] | undefined;
  /** Services that must be ready (have had their `quorum`) before this one is started; it is stopped before them. Default: []. */
  after?: string[] | undefined;
  /** Whether the launcher ends (in order, exit code 4) when the restart budget of this service is empty. Default: true. */
  essential?: boolean | undefined;
  /** What SIGHUP does: "reload" replaces the workers one after another by new processes; "mutate" keeps them, hands them the new config and calls reset(). Default: "reload". */
  restartMethod?: "reload" | "mutate" | undefined;
  /** How long start() of a worker may take. When it has passed, the worker has failed. Default: 30. */
  readyTimeout?: number | undefined;
  /** How long a worker may finish what it has begun before it is killed; 0 waits without an end. Default: 60. */
  gracefulShutdownTimeout?: number | undefined;
  /** The budget from which crashes are paid. */
  restart?: {
    /** How many crashes within `period` are paid for by a new worker; one more gives the service up. "unlimited" never does. Default: 5. */
    intensity?: number | "unlimited" | undefined;
    /** The window in which crashes are counted. Default: 30. */
    period?: number | undefined;
    /** The pauses between starts of a worker that keeps crashing. */
    backoff?: {
      /** The first pause before a worker is started again; it doubles with each crash. The very first replacement does not wait. Default: 0.1. */
      initial?: number | undefined;
      /** The longest pause. Default: 30. */
      max?: number | undefined;
    } | undefined;
  } | undefined;
  /** How a reload goes about. */
  reload?: {
    /** How many new workers may exist beyond `workers` while a reload is under way. Default: 1. */
    surge?: number | undefined;
    /** How long the first new worker must stay ready before the others follow. Default: 1. */
    stableFor?: number | undefined;
  } | undefined;
  /** How long the event loop of a worker that is ready may be stuck before the worker is replaced; 0 is for ever. A report with the stack that blocks it is written before. Default: 60. */
  watchdogTimeout?: number | undefined;
  /** How often health() is asked, where a service has one; it has as long to answer. Default: 10. */
  healthInterval?: number | undefined;
  /** When a worker is replaced though nothing is wrong with it. */
  recycle?: {
    /** After how long a worker is replaced by a new one, which gets ready first; 0 is never. Each worker goes up to a tenth earlier, at random. Default: 0. */
    maxLifetime?: number | undefined;
    /** After how many tasks (HTTP requests, RPC methods and what the service counts with context.taskDone()) a worker is replaced by a new one, which gets ready first; 0 is never. Default: 0. */
    maxTasks?: number | undefined;
    /** How much memory a worker may have. */
    maxMemory?: {
      /** With how much resident memory a worker is replaced by a new one, which gets ready first. Looked at every 5 seconds. */
      soft?: number | string | undefined;
      /** With how much resident memory a worker is killed and replaced. Looked at every 5 seconds. */
      hard?: number | string | undefined;
    } | undefined;
  } | undefined;
  /** Who accepts connections: "none" lets the workers accept, "rr" lets the supervisor accept and hand out. One policy holds for all services of a launcher. Default: "none". */
  schedulingPolicy?: "none" | "rr" | undefined;
}

/** What a user writes. */
export interface DefinitionInput {
  /** Where editors find this schema. */
  $schema?: string | undefined;
  /** Configuration shared by all services; a service's own config is merged deeply over it. */
  config?: Record<string, unknown> | undefined;
  /** Opens a REPL for debugging in every process: the path of a unix socket, with {pid}, {service} and {worker}; or a port on the loopback interface, 0 for any; or a range of them, like "8800:8899". */
  backdoor?: number | string | undefined;
  /** A `file` that gets the log instead of stdout; SIGUSR1 opens it anew. It is made with the `mode` "0640", if it says no other. */
  log?: {
    /** The file that gets the log, at its end. A relative one starts at the directory of the definition. */
    file?: string | undefined;
    /** The mode of the file if it is made. Default: "0640". */
    mode?: string | undefined;
  } | undefined;
  /** Where GET /metrics (Prometheus), /livez and /readyz are answered over TCP. Without it only the control socket answers them. Whoever reaches the address may ask. */
  metrics?: string | undefined;
  /** Where reports (SIGUSR2) go, and a file that asks for one. */
  report?: {
    /** The directory for reports, which must be there; else they go to stderr. A relative one starts at the directory of the definition. */
    directory?: string | undefined;
    /** A file that asks for a report when it is touched; it may be missing. */
    trigger?: string | undefined;
  } | undefined;
  /** The services by name. They start in this order as far as `after` leaves it open, and stop in reverse. */
  services?: Record<string, ServiceInput> | undefined;
}
