/**
 * Every error that an operator can meet: a stable code, the exit code it leads to, and what to do about it.
 * The message of an error says what was found, and where; the remedy is the same for all errors of a code.
 */
export const ERRORS = {
  NL_USAGE: { exitCode: 2, remedy: 'See nova-launch --help.' },
  NL_DEFINITION: { exitCode: 78, remedy: 'Correct the definition; nova-launch check lists every fault.' },
  NL_NOT_A_SERVICE: {
    exitCode: 78,
    remedy:
      'Export a class, a factory or an object that has a start() method, and name it with "export" in the definition.',
  },
  NL_START_FAILED: {
    exitCode: 4,
    remedy: 'See what start(), or the module, threw; it is tried again as far as the restart budget goes.',
  },
  NL_GAVE_UP: {
    exitCode: 4,
    remedy: 'The last exits are logged above; raise restart.intensity if they are normal.',
  },
  NL_CRASHED: {
    exitCode: 4,
    remedy:
      'The service threw where nobody caught it. With --workers 2 or more a crashed worker is replaced.',
  },
  NL_BAD_VALUE: {
    exitCode: 4,
    remedy: 'Correct the value that the message names, in the code that passes it.',
  },
  NL_NO_MANAGER: {
    exitCode: 78,
    remedy:
      'Pass the class of its manager: Service.create({ binary, manager: MyManager }); nova-conductor, nova-scheduler and nova-compute have theirs.',
  },
  NL_TOO_OLD_COMPUTE: {
    exitCode: 78,
    remedy:
      'Upgrade those computes first, or force them down; workarounds.disableComputeServiceCheckForFfu starts all the same.',
  },
  NL_SERVED: {
    exitCode: 2,
    remedy: 'serve() is for the one service of a program; several stand in a services.json.',
  },
  NL_NO_TEMPORARY_DIRECTORY: {
    exitCode: 4,
    remedy: 'Let the user that runs nova-launch write in TMPDIR, or name another directory there.',
  },
  NL_OPTIONS: {
    exitCode: 78,
    remedy: 'Correct the config of the service; nova-launch options --binary NAME prints what it may have.',
  },
  NL_ADDRESS: {
    exitCode: 4,
    remedy: 'Free the address, or listen on another; port 0 is any free port.',
  },
  NL_LOG_FILE: {
    exitCode: 78,
    remedy:
      'Make its directory, and let the user that runs nova-launch write there; or name another "log.file".',
  },
  NL_DATABASE: {
    exitCode: 75,
    remedy:
      'Start the database, or correct "database" in the config; the services go on by themselves once it answers.',
  },
  NL_DATABASE_URL: {
    exitCode: 78,
    remedy: 'Write "database" as sqlite:PATH or as postgresql://user:password@host/name.',
  },
  NL_DATABASE_SCHEMA: {
    exitCode: 78,
    remedy: 'Use a database of this release, or run the newer nova-launch that has changed this one.',
  },
  NL_TLS: {
    exitCode: 4,
    remedy: 'Correct the file that the message names; what served with the old certificates goes on.',
  },
  NL_UNFIT: {
    exitCode: 4,
    remedy: 'Do what stands below each "fail", and run nova-launch doctor again.',
  },
  NL_RELOAD_REFUSED: {
    exitCode: 5,
    remedy: 'The old workers still serve. Correct what the reason names and reload again.',
  },
  NL_REFUSED: { exitCode: 5, remedy: 'The message says why; the order has changed nothing.' },
  NL_NOT_RUNNING: {
    exitCode: 3,
    remedy: 'Name it as it was started: with the same --config and --binary, or with --name or --control.',
  },
  NL_ALREADY_RUNNING: {
    exitCode: 2,
    remedy: 'Use the one that runs (nova-launch status), or give this one a name of its own with --name.',
  },
  NL_NO_ANSWER: {
    exitCode: 75,
    remedy: 'See its log, and what its process does (top, ps); signals reach it without the control socket.',
  },
  NL_INTERNAL: { exitCode: 70, remedy: 'This is a fault of nova-launch; please report it with the log.' },
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** What a service cannot be started with, however often it is tried. */
const UNUSABLE = [
  'NL_NOT_A_SERVICE',
  'NL_OPTIONS',
  'NL_NO_MANAGER',
  'NL_TOO_OLD_COMPUTE',
  'NL_DATABASE_URL',
  'NL_DATABASE_SCHEMA',
] as const;

export type UnusableCode = (typeof UNUSABLE)[number];

export const isUnusable = (code: ErrorCode | undefined): code is UnusableCode =>
  (UNUSABLE as readonly unknown[]).includes(code);

/** The code that an error has itself, be it of this or of another copy of this module. */
export function codeOf(error: unknown): ErrorCode | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' && Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : undefined;
}

/** For a log line: the code of an error, or `otherwise`, and its remedy. */
export function remedyFor(error: unknown, otherwise: ErrorCode): { code: ErrorCode; remedy: string } {
  const code = codeOf(error);
  if (!code) return { code: otherwise, remedy: ERRORS[otherwise].remedy };
  const { remedy = ERRORS[code].remedy } = error as { remedy?: string };
  return { code, remedy };
}

/** The remedy that belongs beside a sentence: none where that brings its own along, as of a fault of an option. */
export function remedyBeside(
  sentence: string,
  code: ErrorCode,
  remedy: string = ERRORS[code].remedy,
): { remedy?: string } {
  return sentence.includes('Remedy: ') ? {} : { remedy };
}

/** An error for an operator; printed without its stack. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
  readonly code: ErrorCode;
  readonly exitCode: number;
  readonly remedy: string;

  constructor(code: ErrorCode, message: string, options?: { remedy?: string | undefined; cause?: unknown }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.exitCode = ERRORS[code].exitCode;
    this.remedy = options?.remedy ?? ERRORS[code].remedy;
  }
}
