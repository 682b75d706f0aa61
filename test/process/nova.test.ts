import { afterAll, beforeAll, expect, it } from 'vitest';
import { Chain } from './nova-chain.js';
import { bootsWhileServicesAreReloaded, bootsWhileWorkersAreKilled } from './nova-storm.js';

/** The chain of services.example.json in real processes, on ipc:// and SQLite. */

let chain: Chain;

beforeAll(async () => {
  chain = await Chain.start();
});

afterAll(() => chain?.destroy());

it('boots an instance, hop by hop with one request id', async () => {
  const [instance] = await chain.settled(await chain.boot(1));
  await chain.audit();
  const [action] = await chain.database.actions.list(instance!.uuid);
  const events = await chain.database.actions.events(action!.id);
  expect(events.map(({ event, result }) => [event, result])).toEqual([
    ['compute__do_build_and_run_instance', 'Success'],
  ]);
});

it('loses no boot while workers are killed', () => bootsWhileWorkersAreKilled(chain), 120_000);

it('loses no boot while services are reloaded', () => bootsWhileServicesAreReloaded(chain), 120_000);

it('stops clean', async () => {
  expect(await chain.stop()).toBe(0);
});
