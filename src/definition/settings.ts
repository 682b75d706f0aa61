/**
 * Every setting of a definition in one table: what it is for, what may be written, its default and the reason for
 * that default. The schema, the reference page, the faults and the loader all read it; nothing else knows a default.
 */

/** A timer of Node.js holds 2^31 - 1 ms and fires at once beyond that: a longer time would be no time at all. */
export const MAX_SECONDS = 2_147_483;

/** Every worker costs some 40 MB and several descriptors of the supervisor: more than this is a slip of the finger. */
export const MAX_WORKERS = 1024;

/** node:cluster has one policy per supervisor; this one holds where no service names another. */
export const DEFAULT_SCHEDULING_POLICY = 'none';

/** What a service may be called: it stands in file names, log fields and on command lines. */
export const SERVICE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

export interface Setting {
  readonly about: string;
  /** Completes the sentence "expected ...". */
  readonly expected: string;
  readonly default?: unknown;
  /** Why the default is what it is. */
  readonly reason?: string;
}

const seconds = (from: string) => `a number of seconds ${from}, at most ${MAX_SECONDS}`;

const MEMORY = 'a number of bytes or a text like "512M" (K, M and G are powers of 1024)';

/** Settings of one service, by their path inside it. */
export const SETTINGS = {
  module: {
    about:
      'The module that exports the service. ./ and ../ start at the directory of the definition; anything else is a package, looked up from that directory. May be left out where the name is a declared or built-in binary.',
    expected: 'the path of a file, like "./api.js", or the name of a package',
  },
  export: {
    about:
      'Which export of the module is the service: a class, a factory or an object with start(). Without it, `default` is taken, or the only export that can be a service.',
    expected: 'the name of an export, like "default"',
  },
  workers: {
    about:
      'How many processes run the service; "auto" is the number of CPUs that this process may use (affinity and cgroup quota), or fewer where memory is scarce (machine and cgroup limit): each worker counts as its `recycle.maxMemory`, else 64 MiB, the supervisor as 64 MiB, and room is kept for what a reload has beyond them.',
    expected: `a positive integer or "auto" (at most ${MAX_WORKERS})`,
    default: 1,
    reason:
      'What a service keeps in its memory stays right with one process; more than one is a decision, and "auto" makes it in a word.',
  },
  quorum: {
    about:
      'With how many ready workers the service counts as ready: for `after`, for systemd and for /readyz. Without it, half of its workers, rounded up. Where it is scaled to fewer, all of them.',
    expected: `an integer of at least 1, not more than "workers" (at most ${MAX_WORKERS})`,
  },
  config: {
    about: 'What the service is given as context.config, merged deeply over the top-level config.',
    expected: 'an object',
    default: {},
    reason: 'A service that needs no configuration should not have to say so.',
  },
  env: {
    about: "Environment variables of the workers, on top of the launcher's own.",
    expected: 'an object of strings',
    default: {},
    reason: 'Workers inherit the environment of the launcher, as any child process does.',
  },
  nodeArgs: {
    about:
      'Options of node itself for the workers, like ["--import", "tsx"] or ["--max-old-space-size=512"].',
    expected: 'an array of strings',
    default: [],
    reason: "Workers run with the launcher's own node options.",
  },
  after: {
    about:
      'Services that must be ready (have had their `quorum`) before this one is started; it is stopped before them.',
    expected: 'an array of service names',
    default: [],
    reason: 'Services that do not say otherwise do not need each other, and start together.',
  },
  essential: {
    about:
      'Whether the launcher ends (in order, exit code 4) when the restart budget of this service is empty.',
    expected: 'true or false',
    default: true,
    reason:
      'A launcher that goes on without a service it was asked to run hides an outage from whoever watches the launcher.',
  },
  restartMethod: {
    about:
      'What SIGHUP does: "reload" replaces the workers one after another by new processes; "mutate" keeps them, hands them the new config and calls reset().',
    expected: '"reload" or "mutate"',
    default: 'reload',
    reason:
      'New code and new settings take effect alike, and a reload that fails leaves the old workers serving.',
  },
  readyTimeout: {
    about: 'How long start() of a worker may take. When it has passed, the worker has failed.',
    expected: seconds('above 0'),
    default: 30,
    reason:
      'Enough for a cold start that connects to a database and a broker; short enough that a rollout which hangs is seen by the person who started it.',
  },
  gracefulShutdownTimeout: {
    about: 'How long a worker may finish what it has begun before it is killed; 0 waits without an end.',
    expected: seconds('of at least 0 (0 is unlimited)'),
    default: 60,
    reason:
      "oslo.service's own default; below the 90 s after which systemd kills the whole unit, so that the stop is ours to the end. Under Kubernetes keep it below terminationGracePeriodSeconds (30 unless set).",
  },
  'restart.intensity': {
    about:
      'How many crashes within `period` are paid for by a new worker; one more gives the service up. "unlimited" never does.',
    expected: 'an integer of at least 0 or "unlimited"',
    default: 5,
    reason:
      'A single crash and a short outage of a dependency are survived; a service that cannot start is given up after 1.5 s of back-off (0 + 0.1 + 0.2 + 0.4 + 0.8, and up to half as much again of jitter) instead of filling the log for a night.',
  },
  'restart.period': {
    about: 'The window in which crashes are counted.',
    expected: seconds('above 0'),
    default: 30,
    reason:
      'Several times the back-off that `intensity` adds up to, so that a crash loop cannot slip out of the window.',
  },
  'restart.backoff.initial': {
    about:
      'The first pause before a worker is started again; it doubles with each crash. The very first replacement does not wait.',
    expected: seconds('above 0'),
    default: 0.1,
    reason:
      'About what starting a Node.js process takes: a crash loop then costs at most half a CPU, and nobody feels it.',
  },
  'restart.backoff.max': {
    about: 'The longest pause.',
    expected: seconds('above 0'),
    default: 30,
    reason: 'Once a dependency is back, the service is back within half a minute.',
  },
  'reload.surge': {
    about: 'How many new workers may exist beyond `workers` while a reload is under way.',
    expected: `an integer of at least 1, at most ${MAX_WORKERS}`,
    default: 1,
    reason:
      'A reload then needs the memory of one more worker, which is what a host can be expected to have left.',
  },
  'reload.stableFor': {
    about: 'How long the first new worker must stay ready before the others follow.',
    expected: seconds('of at least 0'),
    default: 1,
    reason: 'Code that dies on its first request or its first timer mostly does so within a second.',
  },
  watchdogTimeout: {
    about:
      'How long the event loop of a worker that is ready may be stuck before the worker is replaced; 0 is for ever. A report with the stack that blocks it is written before.',
    expected: seconds('of at least 0 (0 is for ever)'),
    default: 60,
    reason:
      'Longer than any garbage collection or start of a debugger, and what puma waits; a worker that long without a turn serves nobody. A supervisor that has nothing else to do wakes up for it once in about that time, for all workers together.',
  },
  healthInterval: {
    about: 'How often health() is asked, where a service has one; it has as long to answer.',
    expected: seconds('above 0'),
    default: 10,
    reason: 'What Kubernetes does with its probes.',
  },
  'recycle.maxLifetime': {
    about:
      'After how long a worker is replaced by a new one, which gets ready first; 0 is never. Each worker goes up to a tenth earlier, at random.',
    expected: seconds('of at least 0 (0 is never)'),
    default: 0,
    reason: 'A worker that works is best left alone.',
  },
  'recycle.maxTasks': {
    about:
      'After how many tasks (HTTP requests, RPC methods and what the service counts with context.taskDone()) a worker is replaced by a new one, which gets ready first; 0 is never.',
    expected: 'an integer of at least 0 (0 is never)',
    default: 0,
    reason: 'A worker that works is best left alone.',
  },
  'recycle.maxMemory.soft': {
    about:
      'With how much resident memory a worker is replaced by a new one, which gets ready first. Looked at every 5 seconds.',
    expected: MEMORY,
  },
  'recycle.maxMemory.hard': {
    about: 'With how much resident memory a worker is killed and replaced. Looked at every 5 seconds.',
    expected: MEMORY,
  },
  schedulingPolicy: {
    about:
      'Who accepts connections: "none" lets the workers accept, "rr" lets the supervisor accept and hand out. One policy holds for all services of a launcher.',
    expected: '"none" or "rr"',
    default: DEFAULT_SCHEDULING_POLICY,
    reason:
      'The supervisor stays out of the data path, and a worker that is killed leaves reset connections behind, never clients that hang.',
  },
} as const satisfies Record<string, Setting>;

/** Settings beside the services. */
export const TOP_LEVEL = {
  $schema: { about: 'Where editors find this schema.', expected: 'a string' },
  config: {
    about: "Configuration shared by all services; a service's own config is merged deeply over it.",
    expected: 'an object',
  },
  backdoor: {
    about:
      'Opens a REPL for debugging in every process: the path of a unix socket, with {pid}, {service} and {worker}; or a port on the loopback interface, 0 for any; or a range of them, like "8800:8899".',
    expected: 'a path like "/run/hello/{pid}.sock", a port of at most 65535, or a range like "8800:8899"',
  },
  log: {
    about:
      'A `file` that gets the log instead of stdout; SIGUSR1 opens it anew. It is made with the `mode` "0640", if it says no other.',
    expected: 'an object with file and mode',
  },
  'log.file': {
    about:
      'The file that gets the log, at its end. A relative one starts at the directory of the definition.',
    expected: 'the path of a file',
  },
  'log.mode': { about: 'The mode of the file if it is made.', expected: 'an octal mode like "0640"' },
  metrics: {
    about:
      'Where GET /metrics (Prometheus), /livez and /readyz are answered over TCP. Without it only the control socket answers them. Whoever reaches the address may ask.',
    expected: 'HOST:PORT, like "127.0.0.1:9464" or "[::1]:9464"; port 0 is any free one',
  },
  report: {
    about: 'Where reports (SIGUSR2) go, and a file that asks for one.',
    expected: 'an object with directory and trigger',
  },
  'report.directory': {
    about:
      'The directory for reports, which must be there; else they go to stderr. A relative one starts at the directory of the definition.',
    expected: 'the path of a directory',
  },
  'report.trigger': {
    about: 'A file that asks for a report when it is touched; it may be missing.',
    expected: 'the path of a file',
  },
  services: {
    about:
      'The services by name. They start in this order as far as `after` leaves it open, and stop in reverse.',
    expected: 'an object with a service for each name',
  },
} as const satisfies Record<string, Setting>;

export type SettingPath = keyof typeof SETTINGS;
