import { expect, it } from 'vitest';
import type { Database } from '../../../../src/nova/database/index.js';
import { Manager } from '../../../../src/nova/manager.js';
import { deferred } from '../../../service/helpers.js';
import { World } from '../../world.js';
import { eachDatabase } from '../databases.js';

/** How many of more transactions than that are open at once, each until so many are. */
async function together(database: Database, count: number): Promise<number> {
  const met = deferred();
  let [open, most] = [0, 0];
  const one = () =>
    database.transaction(async ({ services }) => {
      open++;
      most = Math.max(most, open);
      if (open === count) met.resolve();
      await met.promise;
      await services.list();
      open--;
    });
  await Promise.all(Array.from({ length: count + 3 }, one));
  return most;
}

eachDatabase(
  'a service',
  ({ url }) => {
    it.for([
      [{}, 5],
      [{ databaseMaxPoolSize: 8 }, 8],
      [{ databaseMaxPoolSize: '1' }, 1],
    ] as const)('with %j has up to %i connections', async ([written, count]) => {
      const databases: Database[] = [];
      class Told extends Manager {
        override initHost() {
          databases.push(this.init.database);
        }
      }
      const world = new World();
      Object.assign(world.config, { database: url(), ...written });
      const { service } = world.service(Told);
      await service.start();
      expect(await together(databases[0]!, count)).toBe(count);
    });
  },
  { kinds: ['postgresql'] },
);
