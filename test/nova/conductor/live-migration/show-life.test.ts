import { expect, it } from 'vitest';
import { showLife } from '../../../../src/nova/conductor/live-migration/show-life.js';
import { Chain } from '../chain.js';
import { migrating } from '../migrating.js';

it('writes to the migration for as long as the work takes, and nothing that others have written', async () => {
  const chain = await Chain.of('c1', 'c2');
  const { args } = await migrating(chain);
  const { computeTasks } = await chain.conductor();
  await computeTasks.live_migrate_instance(chain.context, args);
  const { migrations } = chain.database;
  const [migration] = await migrations.list();
  const read = () => migrations.getByUuid(migration!.uuid);
  const work = async () => {
    chain.pass(5);
    const queued = await read();
    queued.status = 'queued';
    await migrations.save(queued);
    chain.pass(5);
    const later = chain.now();
    await expect
      .poll(async () => (await read()).updated_at!.getTime())
      .toBeGreaterThanOrEqual(later.getTime());
    return 'done';
  };
  expect(await showLife(chain, migration!, work, 0.01)).toBe('done');
  expect((await read()).status).toBe('queued');
});
