import { createRequire } from 'node:module';
import { inspect } from 'node:util';
import type { DestinationStream, Logger } from 'pino';
import { codeOf } from '../errors.js';

export interface LogOptions {
  readonly level: string;
  readonly bindings: Readonly<Record<string, unknown>>;
  /** Absent: fd 1, written at once, so that the last line before a crash is out. */
  readonly destination?: DestinationStream;
}

/** pino takes longer to load than all the rest of a worker: it is, when the first line is logged. */
export function makeLogger({ level, bindings, destination }: LogOptions): Logger {
  const pino = createRequire(import.meta.url)('pino') as typeof import('pino').default;
  const options = { level, base: { ...bindings, pid: process.pid } };
  return destination ? pino(options, destination) : pino(options);
}

/** A logger that is made at its first use; to look whether it has a method to log with is none. */
export function lazyLogger(make: () => Logger): Logger {
  let logger: Logger | undefined;
  const made = () => {
    logger ??= make();
    return logger;
  };
  const read = (key: PropertyKey) => {
    const value = Reflect.get(made(), key);
    return typeof value === 'function' ? value.bind(made()) : value;
  };
  return new Proxy({} as Logger, {
    get: (_target, key) =>
      !logger && LEVELS.includes(String(key)) ? (...told: unknown[]) => read(key)(...told) : read(key),
    set: (_target, key, value) => Reflect.set(made(), key, value),
    has: (_target, key) => key in made(),
  });
}

/** From the most to the least. */
export const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** The level that the config asks for: `logLevel`, else `debug`; NOVA_LAUNCH_LOG_LEVEL is stronger than both. */
export function levelOf(config: Readonly<Record<string, unknown>>, env = process.env): string {
  const wanted = [env.NOVA_LAUNCH_LOG_LEVEL, config.logLevel, config.debug === true ? 'debug' : 'info'];
  return (
    wanted.find((level): level is string => typeof level === 'string' && LEVELS.includes(level)) ?? 'info'
  );
}

/** What went wrong, in one line; the stack is in the line's data. An error of ours is a sentence by itself. */
export function firstLine(error: unknown): string {
  const text =
    error instanceof Error
      ? codeOf(error)
        ? error.message
        : `${error.name}: ${error.message}`
      : typeof error === 'string'
        ? error
        : inspect(error);
  return text.split('\n', 1)[0]!;
}
