import { once } from 'node:events';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Database,
  type DatabaseOptions,
  DatabaseUnavailable,
  openDatabase,
} from '../../../src/nova/database/index.js';
import { captured, silent } from './databases.js';
import { PostgresqlServer, requiresPostgresql } from './postgresql.js';
import { newService } from './samples.js';

/** Resolves when it does not reject any more; to how often it has, by then. */
async function untilItWorks(work: () => Promise<unknown>): Promise<void> {
  const until = performance.now() + 30_000;
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable) || performance.now() > until) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('PostgreSQL', () => {
  let server: PostgresqlServer;
  beforeEach(async (context) => {
    requiresPostgresql()(context);
    server ??= new PostgresqlServer();
    await server.start();
    return () => server.stop();
  });
  afterAll(() => server?.remove());

  const opened = async (
    url: string,
    work: (database: Database) => Promise<void>,
    options: Partial<DatabaseOptions> = {},
  ) => {
    const database = await openDatabase(url, { log: silent, ...options });
    try {
      await work(database);
    } finally {
      await database.close();
    }
  };

  it.each(['fast', 'immediate'] as const)(
    'that is stopped (%s) and started again is told of once each',
    async (mode) => {
      const { log, lines } = captured();
      const work = async (database: Database) => {
        const { services } = database;
        const service = await services.create(newService());
        // Several connections, which all break.
        await Promise.all(Array.from({ length: 5 }, () => services.list()));
        const inTransaction = database.transaction(async (stores) => {
          await stores.services.beat(service);
          await server.stop(mode);
          await stores.services.beat(service);
        });
        await expect(inTransaction).rejects.toThrow(DatabaseUnavailable);
        for (let attempt = 0; attempt < 3; attempt += 1)
          await expect(services.beat(service)).rejects.toMatchObject({
            code: 'NL_DATABASE',
            remedy: expect.stringContaining('Start the database'),
          });
        expect(database.reachable).toBe(false);
        await server.start();
        await untilItWorks(() => services.beat(service));
        expect(database.reachable).toBe(true);
        expect(await services.list()).toMatchObject([{ report_count: 1 }]);
      };
      await opened(await server.create(), work, { log });
      expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
        [
          50,
          expect.stringMatching(/^The database postgresql:.* cannot be used: .*\. What needs it fails\.$/),
        ],
        [30, expect.stringMatching(/^The database answers again, after [\d.]+ s\.$/)],
      ]);
    },
  );

  it('that is not there yet is waited for', async () => {
    const url = await server.create();
    await server.stop();
    const { log, lines } = captured();
    const opening = openDatabase(url, { log });
    const isOpen = { value: false };
    void opening.then(() => {
      isOpen.value = true;
    });
    while (lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(isOpen.value).toBe(false);
    await server.start();
    const database = await opening;
    expect(await database.services.list()).toEqual([]);
    await database.close();
    expect(lines.map(({ level }) => level)).toEqual([50, 30]);
  });

  it('that is not there is waited for as long as is asked, or until somebody gives up', async () => {
    const url = await server.create();
    await server.stop();
    const patience = openDatabase(url, { log: silent, patience: 0.2 });
    await expect(patience).rejects.toMatchObject({ code: 'NL_DATABASE', exitCode: 75 });
    const stop = new AbortController();
    const opening = openDatabase(url, { log: silent, signal: stop.signal });
    stop.abort(new Error('stopped'));
    await expect(opening).rejects.toThrow('stopped');
  });

  it('that gives no more connections is used with those that there are', async () => {
    const { log, lines } = captured();
    const url = await server.create();
    const name = new URL(url).pathname.slice(1);
    await server.query('create role frugal login connection limit 2');
    await server.query(`alter database ${name} owner to frugal`);
    await server.query('grant all on schema public to frugal', name);
    const work = async (database: Database) => {
      const service = await database.services.create(newService());
      const beats = Array.from({ length: 20 }, () =>
        database.transaction(({ services }) => services.beat(service)),
      );
      await Promise.all(beats);
      expect(await database.services.list()).toMatchObject([{ report_count: 20 }]);
    };
    await opened(url.replace('postgres@', 'frugal@'), work, { log });
    expect(lines).toEqual([]);
  });

  it('undoes one of two transactions that wait for each other, which is tried again', async () => {
    await opened(await server.create(), async (database) => {
      const one = await database.services.create(newService());
      const two = await database.services.create(newService({ host: 'c2' }));
      const met = new AbortController();
      const both = once(met.signal, 'abort');
      let arrived = 0;
      const cross = (first: typeof one, second: typeof one) =>
        database.transaction(async ({ services }) => {
          await services.beat(first);
          arrived += 1;
          if (arrived === 2) met.abort();
          await both;
          await services.beat(second);
        });
      await Promise.all([cross(one, two), cross(two, one)]);
      // The one that is tried again may be the first to lock its row, and then they meet once more.
      expect(arrived).toBeGreaterThanOrEqual(3);
      expect((await database.services.list()).map(({ report_count }) => report_count)).toEqual([2, 2]);
    });
  });

  it('refuses a wrong password, what is not there, and what may not be done, with a remedy', async () => {
    await server.query(`create role secured login password 'right'`);
    const secured = await server.create();
    const at = (url: string, user: string) => url.replace('postgres@', `${user}@`);
    const open = (url: string) => openDatabase(url, { log: silent });
    const wrong = open(at(secured, 'secured:wrong'));
    await expect(wrong).rejects.toMatchObject({ code: 'NL_DATABASE', remedy: /user or the password/ });
    await expect(wrong).rejects.not.toThrow(/:wrong/);
    await expect(open(server.url('nowhere'))).rejects.toMatchObject({
      code: 'NL_DATABASE',
      remedy: /createdb/,
    });
    // A standby, or one that was made to take no writes.
    const standby = await server.create();
    await opened(standby, async () => {});
    await server.query(
      `alter database ${new URL(standby).pathname.slice(1)} set default_transaction_read_only = on`,
    );
    await expect(open(standby)).rejects.toMatchObject({ code: 'NL_DATABASE', remedy: /not a standby/ });
    // It may connect, and make no tables.
    await expect(open(at(secured, 'secured:right'))).rejects.toMatchObject({
      remedy: /right to make tables/,
    });
  });
});

it('a database that was closed says so, and logs nothing', async () => {
  const { log, lines } = captured();
  const database = await openDatabase('sqlite::memory:', { log });
  await database.close();
  await expect(database.services.list()).rejects.toThrow(/closed: this process stops/);
  expect(lines).toEqual([]);
});

it('a scheme that is not known is refused before anything is tried', async () => {
  await expect(openDatabase('mysql://nova@db/nova', { log: silent })).rejects.toMatchObject({
    code: 'NL_DATABASE_URL',
  });
});
