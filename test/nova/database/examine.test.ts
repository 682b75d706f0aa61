import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { refusalOf } from '../../../src/nova/database/engine/refusal.js';
import { SqliteFile } from '../../../src/nova/database/engine/sqlite-file.js';
import { examineDatabase } from '../../../src/nova/database/examine.js';
import { parseDatabaseUrl } from '../../../src/nova/database/url.js';
import { eachDatabase } from './databases.js';
import { PostgresqlClient } from './postgresql.js';

const examine = (url: string, seconds = 5) => examineDatabase(parseDatabaseUrl(url), seconds);

/** What an operator is told to do about what examine() throws. */
const remedyOf = (url: string, seconds?: number) =>
  examine(url, seconds).then(
    () => expect.unreachable('it was not refused'),
    (error) => refusalOf(error) ?? error.message,
  );

eachDatabase('a database with tables', ({ kind, url, open, directory }) => {
  it('is in use, also while others have it open, and stays as it was', async () => {
    const database = await open();
    const before = await database.cellMappings.list();
    expect(await examine(url())).toBe('in use');
    expect(await examine(url())).toBe('in use');
    expect(await database.cellMappings.list()).toEqual(before);
  });

  it('of a newer release is refused', async () => {
    await (await open()).close();
    const later = `insert into kysely_migration (name, timestamp) values ('9999-later', '2030')`;
    if (kind === 'sqlite') withFile(join(directory(), 'nova.sqlite'), (file) => file.exec(later));
    else await serverOf(url()).query(later, nameOf(url()));
    await expect(examine(url())).rejects.toMatchObject({ code: 'NL_DATABASE_SCHEMA', message: /9999-later/ });
  });
});

eachDatabase(
  'an empty database',
  ({ kind, url, directory }) => {
    it('is new, and stays so', async () => {
      const file = join(directory(), 'nova.sqlite');
      if (kind === 'sqlite') writeFileSync(file, '');
      expect(await examine(url())).toBe('new');
      expect(await examine(url())).toBe('new');
      if (kind === 'sqlite') expect(readFileSync(file, 'utf8')).toBe('');
    });
  },
  { template: 'template1' },
);

eachDatabase(
  'an SQLite file',
  ({ url, directory }) => {
    it('that is not there is new, and is not made', async () => {
      expect(await examine(url())).toBe('new');
      expect(readdirSync(directory())).toEqual([]);
    });

    it('in a directory that is not there, or is no directory, is refused', async () => {
      const remedy = /Make the directory of the file/;
      expect(await remedyOf(`sqlite:${directory()}/missing/nova.sqlite`)).toMatch(remedy);
      writeFileSync(join(directory(), 'file'), '');
      expect(await remedyOf(`sqlite:${directory()}/file/nova.sqlite`)).toMatch(remedy);
    });

    it('that is something else is refused', async () => {
      writeFileSync(
        join(directory(), 'nova.sqlite'),
        'a letter to my aunt, which is long enough. '.repeat(40),
      );
      expect(await remedyOf(url())).toMatch(/is no SQLite database/);
    });

    it('whose lock somebody keeps is refused after a while', async () => {
      const file = new SqliteFile(join(directory(), 'nova.sqlite'), 'begin immediate');
      onTestFinished(() => file.close());
      expect(await remedyOf(url(), 0.1)).toMatch(/locked/);
    });
  },
  { kinds: ['sqlite'] },
);

eachDatabase(
  'a PostgreSQL database',
  ({ url }) => {
    it('that is not there is refused', async () => {
      expect(await remedyOf(serverOf(url()).url('missing'))).toMatch(/Make the database/);
    });

    it('whose user may make no tables is refused', async () => {
      const server = serverOf(url());
      await server.query('create role nobody_at_all login').catch(() => {});
      await server.query('revoke create on schema public from public', nameOf(url()));
      expect(await remedyOf(server.url(nameOf(url()), 'nobody_at_all'))).toMatch(/the right to make tables/);
    });
  },
  { kinds: ['postgresql'], template: 'template1' },
);

describe('a database in memory', () => {
  it('is of each process alone', async () =>
    expect(await examine('sqlite::memory:')).toBe('of this process alone'));
});

function withFile(path: string, work: (file: SqliteFile) => void): void {
  const file = new SqliteFile(path, 'pragma busy_timeout = 0');
  try {
    work(file);
  } finally {
    file.close();
  }
}

const nameOf = (url: string) => url.split('/').at(-1)!;
const serverOf = (url: string) => new PostgresqlClient(decodeURIComponent(new URL(url).hostname));
