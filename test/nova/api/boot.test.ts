import { expect, it } from 'vitest';
import { flavorOf, writeBoot } from '../../../src/nova/api/index.js';
import { TooManyInstances } from '../../../src/nova/exception/index.js';
import { World } from '../compute/world.js';

it('refuses more than the quota of the project, of which instances and build requests are counted, and writes nothing', async () => {
  const world = await World.open();
  const { database } = world;
  const wish = { name: 'vm', flavor: flavorOf('m1.nano'), quota: 3 };
  await world.instance();
  await writeBoot(database, world.context, { ...wish, count: 1 });
  const refused = writeBoot(database, world.context, { ...wish, count: 2 });
  await expect(refused).rejects.toThrow(TooManyInstances);
  await expect(refused).rejects.toThrow('Requested 2, but already used 2 of 3 instances');
  expect(await database.buildRequests.list()).toHaveLength(1);
  await writeBoot(database, world.context, { ...wish, count: 1 });
  await writeBoot(database, world.context, { ...wish, count: 2, quota: -1 });
  expect(await database.buildRequests.list()).toHaveLength(4);
});
