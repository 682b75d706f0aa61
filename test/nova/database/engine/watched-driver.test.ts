import { expect, it } from 'vitest';
import { Outage } from '../../../../src/nova/database/engine/outage.js';
import { WatchedDriver } from '../../../../src/nova/database/engine/watched-driver.js';
import type { CompiledQuery, DatabaseConnection, Driver } from '../../../../src/nova/database/kysely.js';
import { captured, eachDatabase } from '../databases.js';

/** A connection whose queries end when they are told to. */
class Connection implements DatabaseConnection {
  readonly asked: { answer(): void; fail(error: Error): void }[] = [];

  executeQuery<Row>(): Promise<{ rows: Row[] }> {
    return new Promise((resolve, reject) => {
      this.asked.push({ answer: () => resolve({ rows: [] }), fail: reject });
    });
  }

  // biome-ignore lint/correctness/useYield: nobody streams.
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('Nobody streams.');
  }
}

it('is not over because of an answer to what was asked before the outage', async () => {
  const { log, lines } = captured();
  const inner = new Connection();
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => inner,
    beginTransaction: async () => {},
    commitTransaction: async () => {},
    rollbackTransaction: async () => {},
    releaseConnection: async () => {},
    destroy: async () => {},
  };
  const watched = new WatchedDriver(driver, new Outage(log, 'postgresql://host/nova'), () => false);
  const connection = await watched.acquireConnection();
  const query = () => connection.executeQuery({} as CompiledQuery);
  const told = () => lines.map(({ msg }) => msg);

  const [first, second] = [query(), query()];
  inner.asked[0]!.fail(new Error('gone'));
  await expect(first).rejects.toThrow('cannot be used');
  inner.asked[1]!.answer();
  await second;
  expect(told()).toEqual([expect.stringContaining('cannot be used')]);

  const third = query();
  inner.asked[2]!.answer();
  await third;
  expect(told()).toEqual([
    expect.stringContaining('cannot be used'),
    expect.stringContaining('answers again'),
  ]);
});

eachDatabase('a database', ({ open }) => {
  it('may be closed twice', async () => {
    const database = await open();
    await database.close();
    await database.close();
    await expect(database.services.list()).rejects.toThrow('The database is closed');
  });
});
