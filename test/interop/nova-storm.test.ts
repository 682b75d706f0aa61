import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Chain } from '../process/nova-chain.js';
import { bootsWhileServicesAreReloaded, bootsWhileWorkersAreKilled } from '../process/nova-storm.js';
import { Hosts, needsHosts } from './hosts.js';
import { installed } from './needs.js';

/** The chain as on several hosts: RabbitMQ and PostgreSQL, of both of which a connection may be lost. */

let hosts: Hosts;
let chain: Chain;

beforeEach(needsHosts);

beforeAll(async () => {
  if (!installed(needsHosts)) return;
  hosts = await Hosts.start();
  ({ chain } = hosts);
}, 90_000);

afterAll(() => hosts?.end());

it('loses no boot while workers are killed', () => bootsWhileWorkersAreKilled(chain), 120_000);

it('loses no boot while services are reloaded', () => bootsWhileServicesAreReloaded(chain), 120_000);

it('goes on after the database was away, of which each process tells once', async () => {
  const before = chain.run.lines.length;
  const told = () => chain.run.lines.slice(before).filter(({ msg }) => /What needs it fails/.test(msg));
  const workers = ['nova-conductor', 'nova-scheduler', ...chain.computes].flatMap((name) => chain.pids(name));
  expect(workers).toHaveLength(8);
  await hosts.postgresql.stop();
  await chain.until(
    async () => workers.every((pid) => told().some((line) => line.pid === pid)),
    'all to notice it',
  );
  const twice = told().filter(({ pid }, at, all) => all.findIndex((line) => line.pid === pid) !== at);
  expect(twice.map(({ service, msg }) => `${service} ${msg}`)).toEqual([]);
  await hosts.postgresql.start();
  await chain.settled(await chain.boot(10, { together: 5 }));
  await chain.audit();
});

it('stops clean', async () => {
  expect(await chain.stop()).toBe(0);
});
