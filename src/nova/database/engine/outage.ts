import type { Logger } from 'pino';
import { DatabaseUnavailable } from '../errors.js';
import { refusalOf } from './refusal.js';

/** While the database cannot be reached: told once when that begins, and once when it is over. */
export class Outage {
  /** Milliseconds. */
  #since: number | undefined;

  constructor(
    private readonly log: Logger,
    /** Of which database: without a password. */
    private readonly database: string,
  ) {}

  get isOver(): boolean {
    return this.#since === undefined;
  }

  /** What is thrown instead of what the driver threw. */
  begin(cause: unknown): DatabaseUnavailable {
    const error = new DatabaseUnavailable(
      `The database ${this.database} cannot be used: ${causeOf(cause)}.`,
      { remedy: refusalOf(cause), cause },
    );
    if (this.#since === undefined) {
      this.#since = performance.now();
      const { code, remedy } = error;
      this.log.error(
        { code, remedy, database: this.database, err: cause },
        `${error.message} What needs it fails.`,
      );
    }
    return error;
  }

  /** Something was answered that was asked at `asked`, of performance.now(): before the outage, that says nothing. */
  end(asked: number): void {
    if (this.#since === undefined || asked < this.#since) return;
    const seconds = Math.round((performance.now() - this.#since) / 100) / 10;
    this.#since = undefined;
    this.log.info({ database: this.database, seconds }, `The database answers again, after ${seconds} s.`);
  }
}

/**
 * What a driver says, without its full stop. pg has one error for all addresses of a host that refuse, whose own text is
 * empty.
 */
export function causeOf(cause: unknown): string {
  const errors = cause instanceof AggregateError ? cause.errors : [cause];
  const texts = errors.map((error) => (error instanceof Error ? error.message || error.name : String(error)));
  return [...new Set(texts)].join(', ').replace(/\.$/, '');
}
