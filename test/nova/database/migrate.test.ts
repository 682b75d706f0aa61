import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { dialectFor } from '../../../src/nova/database/engine/dialect.js';
import { Outage } from '../../../src/nova/database/engine/outage.js';
import { Kysely } from '../../../src/nova/database/kysely.js';
import { migrations } from '../../../src/nova/database/migrations/index.js';
import { parseDatabaseUrl } from '../../../src/nova/database/url.js';
import { eachDatabase, silent } from './databases.js';
import { atOnce } from './processes.js';

eachDatabase(
  'the tables',
  ({ kind, url, open }) => {
    // biome-ignore lint/suspicious/noExplicitAny: tables whose columns kysely does not know.
    async function bare(work: (db: Kysely<any>) => Promise<unknown>): Promise<void> {
      const { dialect } = await dialectFor(
        parseDatabaseUrl(url()),
        { timeout: 10, connections: 5 },
        new Outage(silent, 'it'),
      );
      const db = new Kysely({ dialect });
      try {
        await work(db);
      } finally {
        await db.destroy();
      }
    }

    it('are made once by 8 processes that start at once, and found by all', async () => {
      const tasks = Array.from({ length: 8 }, () => ({ url: url() }));
      const answers = await atOnce<object, { cells?: string[]; error?: string }>(
        new URL('fixtures/opener.ts', import.meta.url),
        tasks,
      );
      expect(answers.map(({ error }) => error)).toEqual(Array(8).fill(undefined));
      const [first] = answers;
      expect(first!.cells).toHaveLength(2);
      for (const { cells } of answers) expect(cells).toEqual(first!.cells);
    });

    it('are left alone where they are up to date', async () => {
      const first = await open();
      const cells = await first.cellMappings.list();
      expect(await (await open()).cellMappings.list()).toEqual(cells);
      await bare(async (db) => {
        const rows = await db.selectFrom('kysely_migration').selectAll().execute();
        expect(rows.map(({ name }) => name)).toEqual(Object.keys(migrations(kind)));
      });
    });

    it('of a newer release are refused, with a remedy', async () => {
      await open();
      await bare((db) =>
        db
          .insertInto('kysely_migration')
          .values({ name: '9999-later', timestamp: '2030-01-01T00:00:00Z' })
          .execute(),
      );
      await expect(open()).rejects.toMatchObject({
        code: 'NL_DATABASE_SCHEMA',
        exitCode: 78,
        message: expect.stringContaining('9999-later'),
      });
    });

    it('that somebody else has made are not touched', async () => {
      await bare(async (db) => {
        await db.schema.createTable('instances').addColumn('uuid', 'varchar(36)').execute();
        await db.insertInto('instances').values({ uuid: randomUUID() }).execute();
      });
      await expect(open()).rejects.toMatchObject({
        code: 'NL_DATABASE_SCHEMA',
        message: /instances.*exist/s,
      });
      await bare(async (db) => {
        expect(await db.selectFrom('instances').selectAll().execute()).toHaveLength(1);
        // All or nothing: none of the others was made.
        await expect(db.selectFrom('services').selectAll().execute()).rejects.toThrow(/services/);
      });
    });
  },
  { template: 'template1' },
);
