import { EventEmitter, once } from 'node:events';
import { expectedExceptions, Target } from '../../src/messaging/index.js';

/** What our servers offer to Python clients: python/endpoints.py in TypeScript. */

type Args<T extends object = Record<string, unknown>> = T;

export class InteropError extends Error {
  static readonly python = { module: 'interop_exc', class: 'InteropError' };
  readonly args: readonly unknown[];

  constructor(
    readonly text: string,
    readonly code: number,
  ) {
    super(`${text} (code ${code})`);
    this.args = [text, code];
  }
}

export class InteropKwError extends Error {
  static readonly python = { module: 'interop_exc', class: 'InteropKwError' };
  readonly args: readonly unknown[];

  constructor(
    message: string,
    readonly kwargs: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.args = [message];
  }
}

export class PrivateError extends Error {
  static readonly python = { module: 'interop_private', class: 'PrivateError' };
}

/** Of the application, without a Python counterpart. */
export class QuotaExceeded extends Error {}

export class Base {
  readonly #counters = new Map<string, number>();
  readonly #changed = new EventEmitter();

  constructor(readonly server: string) {}

  /** The counter, once it is `least`: casts tell nobody that they were run. */
  async counter(key: string, least = 0): Promise<number> {
    while ((this.#counters.get(key) ?? 0) < least)
      await once(this.#changed, 'change', { signal: AbortSignal.timeout(10_000) });
    return this.#counters.get(key) ?? 0;
  }

  /** Counted, as `echo`. */
  echo(_context: unknown, { value }: Args) {
    this.counter_incr(undefined, { key: 'echo' });
    return value;
  }

  /** What the value is here. */
  type_of(_context: unknown, { value }: Args) {
    return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  }

  add(_context: unknown, { a, b }: Args<{ a: number; b: number }>) {
    return a + b;
  }

  whoami() {
    return { server: this.server, pid: process.pid };
  }

  get_none() {}

  ctxt_echo(context: unknown) {
    return context;
  }

  fail_expected = expectedExceptions(
    [InteropError],
    (_context: unknown, { message, code }: Args<{ message: string; code: number }>) => {
      throw new InteropError(message, code);
    },
  );

  fail_kwargs(_context: unknown, { message, ...kwargs }: Args<{ message: string }>) {
    throw new InteropKwError(message, kwargs);
  }

  fail_private(_context: unknown, { message }: Args<{ message: string }>) {
    throw new PrivateError(message);
  }

  fail_as(_context: unknown, { kind, message }: Args<{ kind: string; message: string }>) {
    const classes = { Error, TypeError, RangeError, QuotaExceeded };
    throw new classes[kind as keyof typeof classes](message);
  }

  async sleep(_context: unknown, { seconds }: Args<{ seconds: number }>) {
    await new Promise((done) => setTimeout(done, seconds * 1000));
    return seconds;
  }

  counter_incr(_context: unknown, { key }: Args<{ key: string }>) {
    this.#counters.set(key, (this.#counters.get(key) ?? 0) + 1);
    this.#changed.emit('change');
  }

  blob(_context: unknown, { size }: Args<{ size: number }>) {
    return 'x'.repeat(size);
  }

  size_of(_context: unknown, { value }: Args<{ value: string }>) {
    return value.length;
  }

  _hidden() {
    return 'hidden';
  }
}

export class Namespaced {
  readonly target = new Target({ namespace: 'ns_a', version: '2.3' });

  echo(_context: unknown, { value }: Args) {
    return { ns: 'ns_a', value };
  }

  only_here() {
    return 'only in ns_a';
  }
}
