import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Chain } from '../process/nova-chain.js';
import { nova } from '../process/nova-command.js';
import { Hosts, needsHosts } from './hosts.js';
import { installed } from './needs.js';

/** The commands that drive Nova's services, over RabbitMQ and PostgreSQL. */

let hosts: Hosts;
let chain: Chain;

beforeEach(needsHosts);

beforeAll(async () => {
  if (!installed(needsHosts)) return;
  hosts = await Hosts.start({ conductors: 1, schedulers: 1 });
  ({ chain } = hosts);
}, 90_000);

afterAll(() => hosts?.end());

it('boot, migrate, stop, start, reboot and delete an instance', async () => {
  const booted = await nova(chain, 'boot', 'web', '--json');
  expect(booted).toMatchObject({ exitCode: 0, err: '' });
  const [{ host, hops }] = JSON.parse(booted.out).instances;
  expect(hops.map(({ what }: { what: string }) => what)).toContain('active');
  const moved = await nova(chain, 'instance', 'migrate', 'web', '--json');
  expect(moved).toMatchObject({ exitCode: 0, err: '' });
  expect(JSON.parse(moved.out).instances[0].host).not.toBe(host);
  for (const deed of ['stop', 'start', 'reboot', 'delete'])
    expect(await nova(chain, 'instance', deed, 'web')).toMatchObject({ exitCode: 0, err: '' });
  expect(await chain.audit()).toEqual({ active: 0, failed: 0 });
});

it('list the services', async () => {
  const { out } = await nova(chain, 'service', 'list', '--json');
  const services = JSON.parse(out).map(({ binary, state }: Record<string, string>) => `${binary} ${state}`);
  expect(services.sort()).toEqual([
    'nova-compute up',
    'nova-compute up',
    'nova-conductor up',
    'nova-scheduler up',
  ]);
});

it('tell what to start when nothing runs, and that the database is away', async () => {
  expect(await chain.stop()).toBe(0);
  const nobody = await nova(chain, 'boot');
  expect(nobody).toMatchObject({
    exitCode: 3,
    err: expect.stringContaining('no nova-conductor runs on rabbit:'),
  });
  await hosts.postgresql.stop();
  const away = await nova(chain, 'instance', 'list');
  expect(away).toMatchObject({ exitCode: 75, err: expect.stringContaining('Remedy: ') });
});
