import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import type Libsql from 'libsql';
import type { QueryResult } from '../kysely.js';

/** libsql is CommonJS with a native part, and ends the process by a panic where it is given what it does not know. */
const open = (path: string): Libsql.Database => {
  const Class = createRequire(import.meta.url)('libsql') as typeof Libsql;
  return new Class(path);
};

/** So many statements stay prepared. */
const MOST = 500;

interface Prepared {
  readonly statement: Libsql.Statement;
  /** It has rows to return, as SELECT and RETURNING do. */
  readonly hasRows: boolean;
}

/** Which file has a path now; undefined for none. One that is open keeps its number to itself, also when it is deleted. */
export function fileAt(path: string): string | undefined {
  if (path === ':memory:') return path;
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}

/** One open handle of an SQLite file; whatever it does blocks the process until it is done. */
export class SqliteFile {
  readonly #path: string;
  readonly #file: Libsql.Database;
  readonly #opened: string | undefined;
  readonly #statements = new Map<string, Prepared>();

  /** Throws what libsql throws: an Error without a code if there is no such directory. */
  constructor(path: string, pragmas: string) {
    this.#path = path;
    this.#file = open(path);
    try {
      this.exec(pragmas);
      this.#opened = fileAt(path);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Whether it is still what others open by that path; SQLite writes on into a file that was deleted or replaced. */
  get isInPlace(): boolean {
    return this.#opened === fileAt(this.#path);
  }

  get inTransaction(): boolean {
    return this.#file.inTransaction;
  }

  /** For what has no parameters and may find the file locked: a prepared statement would stay half done then. */
  exec(text: string): void {
    this.#file.exec(text);
  }

  run<Row>(text: string, parameters: readonly unknown[]): QueryResult<Row> {
    const { statement, hasRows } = this.#statements.get(text) ?? this.#prepare(text);
    const values = parameters.map(bindable);
    if (hasRows) return { rows: statement.all(values) as Row[] };
    return { rows: [], numAffectedRows: BigInt(statement.run(values).changes) };
  }

  close(): void {
    this.#statements.clear();
    // The file stays open, with its lock, until the statements are collected as garbage.
    if (this.inTransaction) attempt(() => this.exec('rollback'));
    this.#file.close();
  }

  #prepare(text: string): Prepared {
    const statement = this.#file.prepare(text) as Libsql.Statement;
    const prepared = { statement, hasRows: statement.reader };
    if (this.#statements.size >= MOST) this.#statements.delete(this.#statements.keys().next().value!);
    this.#statements.set(text, prepared);
    return prepared;
  }
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // What is wrong with the file is told by who closes it for that.
  }
}

function bindable(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'bigint') return Number(value);
  if (value === undefined || value === null || typeof value === 'number') return value ?? null;
  if (typeof value !== 'string')
    throw new TypeError(`SQLite takes no ${typeof value} as the value of a column.`);
  if (value.includes('\0')) throw new TypeError('A text with a NUL cannot be kept in the database.');
  return value;
}
