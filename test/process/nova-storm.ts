import { expect } from 'vitest';
import type { Chain } from './nova-chain.js';

/** 200 boots while things die or are replaced: none is lost, none is there twice, and what they hold adds up. */

const BOOTS = 200;

/** In the middle: a conductor and a scheduler are killed, twice each. */
export async function bootsWhileWorkersAreKilled(chain: Chain): Promise<void> {
  const uuids: string[] = [];
  for (let part = 0; part < 4; part++) {
    uuids.push(...(await chain.boot(BOOTS / 4, { name: `killed-${part}` })));
    const service = part % 2 === 0 ? 'nova-conductor' : 'nova-scheduler';
    const [victim] = chain.pids(service);
    process.kill(victim!, 'SIGKILL');
    await chain.run.until(
      () => chain.run.of('worker-crashed').length > part,
      `the death of a worker of ${service}`,
    );
  }
  await chain.settled(uuids, 90);
  const { active } = await chain.audit();
  expect(active).toBeGreaterThan(BOOTS * 0.9);
}

/** All the time: every service is reloaded, worker by worker. */
export async function bootsWhileServicesAreReloaded(chain: Chain): Promise<void> {
  const before = chain.run.of('reload-accepted').length;
  const uuids: string[] = [];
  chain.run.signal('SIGHUP');
  for (let part = 0; part < 20; part++) {
    uuids.push(...(await chain.boot(BOOTS / 20, { name: `reloaded-${part}` })));
    if (part === 10) {
      await accepted(chain, before + 1);
      chain.run.signal('SIGHUP');
    }
  }
  await accepted(chain, before + 2);
  const instances = await chain.settled(uuids, 90);
  // A reload loses nothing.
  const failed = instances.filter(({ vm_state }) => vm_state !== 'active');
  const faults = failed.map(async ({ uuid }) => [uuid, (await chain.database.faults.latest(uuid))?.message]);
  expect(await Promise.all(faults)).toEqual([]);
  await chain.audit();
}

/** Each takes as many steps as there are workers, while they work. */
function accepted(chain: Chain, count: number): Promise<void> {
  return chain.run.until(() => chain.run.of('reload-accepted').length >= count, `reload ${count}`, 60);
}
