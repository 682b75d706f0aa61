import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pino, { type Logger } from 'pino';
import { afterEach, beforeEach, describe, inject } from 'vitest';
import { type Database, type DatabaseOptions, openDatabase } from '../../../src/nova/database/index.js';
import { MIGRATED, PostgresqlClient, requiresPostgresql } from './postgresql.js';

export type Kind = 'sqlite' | 'postgresql';

export interface Place {
  readonly kind: Kind;
  /** Of a database of this test. */
  url(): string;
  /** Opens it; it is closed after the test. */
  open(options?: Partial<DatabaseOptions>): Promise<Database>;
  /** A directory of this test. */
  directory(): string;
}

export const silent = pino({ level: 'silent' });

export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** A log, and what stands in it. */
export function captured(): { log: Logger; lines: LogLine[] } {
  const lines: LogLine[] = [];
  return { log: pino({ level: 'debug' }, { write: (line: string) => lines.push(JSON.parse(line)) }), lines };
}

interface Options {
  readonly kinds?: readonly Kind[];
  /** Of PostgreSQL, what a database begins as; SQLite has no file. */
  readonly template?: string;
}

/** The same tests for both databases, each test with one of its own. */
export function eachDatabase(
  name: string,
  tests: (place: Place) => void,
  { kinds = ['sqlite', 'postgresql'], template = MIGRATED }: Options = {},
) {
  describe.each(kinds)(`${name} (%s)`, (kind) => {
    let directory = '';
    let url = '';
    const opened: Database[] = [];

    beforeEach(async (context) => {
      directory = mkdtempSync(join(tmpdir(), 'nova-db-'));
      url = `sqlite:${join(directory, 'nova.sqlite')}`;
      if (kind === 'sqlite') return;
      requiresPostgresql()(context);
      url = await (await postgresql()).create({ template });
    });
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((database) => database.close()));
      rmSync(directory, { recursive: true, force: true });
    });

    tests({
      kind,
      url: () => url,
      async open(options = {}) {
        const database = await openDatabase(url, { log: silent, ...options });
        opened.push(database);
        return database;
      },
      directory: () => directory,
    });
  });
}

/** The server of all tests. */
async function postgresql(): Promise<PostgresqlClient> {
  const answer = JSON.parse(await text(connect(inject('postgresqlPort'), '127.0.0.1')));
  if (answer.error) throw new Error(answer.error);
  return new PostgresqlClient(answer.directory);
}
