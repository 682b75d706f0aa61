import { describe, expect, it } from 'vitest';
import { flavorOf } from '../../../src/nova/api/index.js';
import { NoValidHost } from '../../../src/nova/exception/index.js';
import type { RequestSpec, Selection } from '../../../src/nova/objects/index.js';
import { SchedulerManager } from '../../../src/nova/scheduler/manager.js';
import { SchedulerRpcApi } from '../../../src/nova/scheduler/rpc-api.js';
import { Chain } from '../conductor/chain.js';

async function asked(chain: Chain, count = 1): Promise<{ uuids: readonly string[]; spec: RequestSpec }> {
  const { uuids, args } = await chain.write({ count });
  return { uuids, spec: args.request_specs[0]! };
}

const select = async (chain: Chain, uuids: readonly string[], spec: RequestSpec, alternates = false) =>
  new SchedulerRpcApi(chain.rpc).selectDestinations(chain.context, spec, uuids, { alternates });

const hostsOf = (lists: readonly (readonly Selection[])[]) =>
  lists.map((list) => list.map(({ service_host }) => service_host));

describe('select_destinations', () => {
  it('claims on the best host, and says what it has claimed', async () => {
    const chain = await Chain.open();
    const c1 = await chain.compute('c1', { memory_mb: 8192 });
    await chain.compute('c2');
    const { uuids, spec } = await asked(chain);
    const [[selection]] = (await select(chain, uuids, spec)) as [[Selection]];
    expect(selection).toMatchObject({
      compute_node_uuid: c1.node.uuid,
      service_host: 'c1',
      nodename: 'c1',
      allocation_request_version: '1.36',
      availability_zone: 'nova',
    });
    expect(selection.cell_uuid).toBe((await chain.database.cellMappings.cell1()).uuid);
    expect(JSON.parse(selection.allocation_request!)).toEqual({
      allocations: { [c1.node.uuid]: { resources: { VCPU: 1, MEMORY_MB: 512, DISK_GB: 1 } } },
      mappings: { '': [c1.node.uuid] },
    });
    expect(await chain.held()).toEqual({ c1: 1, c2: 0 });
  });

  it('gives alternates, together not more than there may be attempts', async () => {
    const chain = await Chain.of('c1', 'c2', 'c3', 'c4');
    const { uuids, spec } = await asked(chain, 2);
    const lists = hostsOf(await select(chain, uuids, spec, true));
    expect(lists.map((list) => new Set(list).size)).toEqual([3, 3]);
  });

  it('spreads what belongs together, as each claim makes its host worse', async () => {
    const chain = await Chain.of('c1', 'c2');
    const { uuids, spec } = await asked(chain, 4);
    await select(chain, uuids, spec);
    expect(await chain.held()).toEqual({ c1: 2, c2: 2 });
  });

  it('claims nothing where not all find a host', async () => {
    const chain = await Chain.open();
    await chain.compute('c1', { vcpus: 2 });
    const { uuids, spec } = await asked(chain, 3);
    await expect(select(chain, uuids, spec)).rejects.toThrow(NoValidHost);
    expect(await chain.held()).toEqual({ c1: 0 });
  });

  it('says in the log what each filter has left', async () => {
    const chain = await Chain.of('c1', 'c2');
    chain.down.add('c1');
    chain.down.add('c2');
    const { uuids, spec } = await asked(chain);
    await expect(select(chain, uuids, spec)).rejects.toThrow(
      'No valid host was found. There are not enough hosts available.',
    );
    const { sentence } = chain.log.lines.find(({ level }) => level === 'warn')!;
    expect(sentence).toContain('ComputeFilter 0 of 2');
  });

  it('goes to the host that is forced, and nowhere else', async () => {
    const chain = await Chain.of('c1', 'c2', 'c3');
    const { uuids, spec } = await asked(chain);
    spec.force_hosts = ['c3'];
    expect(hostsOf(await select(chain, uuids, spec, true))).toEqual([['c3']]);
  });

  it('goes into the zone that is asked for', async () => {
    const chain = await Chain.of('c1');
    const { uuids, spec } = await asked(chain);
    spec.availability_zone = 'west';
    await expect(select(chain, uuids, spec)).rejects.toThrow(NoValidHost);
  });

  it('chooses the same host again for an instance that holds it already', async () => {
    const chain = await Chain.open();
    await chain.compute('c1', { vcpus: 1 });
    await chain.compute('c2', { memory_mb: 600 });
    const { uuids, spec } = await asked(chain);
    const first = hostsOf(await select(chain, uuids, spec));
    // By now the other host would be the better one.
    expect(hostsOf(await select(chain, uuids, spec))).toEqual(first);
    expect(await chain.database.allocations.get(uuids[0]!)).toHaveLength(1);
  });

  it('leaves nothing behind on a host that will not do any more', async () => {
    const chain = await Chain.of('c1', 'c2');
    const { uuids, spec } = await asked(chain);
    const [[first]] = hostsOf(await select(chain, uuids, spec)) as [[string]];
    chain.down.add(first);
    const [[second]] = hostsOf(await select(chain, uuids, spec)) as [[string]];
    expect(second).not.toBe(first);
    expect(await chain.held()).toEqual({ [first]: 0, [second]: 1 });
  });

  it('tells the listeners when it begins and ends', async () => {
    const chain = await Chain.of('c1');
    const { uuids, spec } = await asked(chain);
    await select(chain, uuids, spec);
    const events = chain.notifications.map(({ event, kind }) => `${kind} ${event}`);
    expect(events).toEqual([
      'legacy scheduler.select_destinations.start',
      'versioned scheduler.select_destinations.start',
      'legacy scheduler.select_destinations.end',
      'versioned scheduler.select_destinations.end',
    ]);
    const [legacy, versioned] = chain.notifications;
    expect(legacy!.payload).toMatchObject({
      request_spec: { num_instances: 1, instance_properties: { uuid: uuids[0], vcpus: 1 } },
    });
    expect(versioned!.payload).toMatchObject({
      'nova_object.name': 'RequestSpecPayload',
      'nova_object.data': { instance_uuid: uuids[0], flavor: { 'nova_object.name': 'FlavorPayload' } },
    });
  });

  it('gives older callers dictionaries', async () => {
    const chain = await Chain.of('c1');
    const { uuids, spec } = await asked(chain);
    const client = chain.rpc.client({ topic: 'scheduler', version: '4.5' });
    const args = { instance_uuids: uuids, spec_obj: spec, return_alternates: true };
    const result = await client.call(chain.context, 'select_destinations', args);
    expect(result).toEqual([{ host: 'c1', nodename: 'c1', limits: {} }]);
  });
});

describe('schedulers that run at the same time', () => {
  it('fill the hosts to the last place, and nobody fails who could have had one', async () => {
    const chain = await Chain.open({ scheduler: false });
    for (const host of ['c1', 'c2', 'c3']) await chain.compute(host, { vcpus: 4 });
    const schedulers = Array.from({ length: 4 }, () => new SchedulerManager(chain.init('nova-scheduler')));
    const { uuids, spec } = await asked(chain, 12);
    const lists = await Promise.all(
      uuids.map((uuid, index) =>
        schedulers[index % 4]!.select_destinations(chain.context, {
          instance_uuids: [uuid],
          spec_obj: spec,
          return_objects: true,
        }),
      ),
    );
    expect(lists).toHaveLength(12);
    expect(await chain.held()).toEqual({ c1: 4, c2: 4, c3: 4 });
  });

  it('go to the next host when another was quicker', async () => {
    const chain = await Chain.open({ scheduler: false });
    await chain.compute('c1', { vcpus: 1, memory_mb: 8192 });
    await chain.compute('c2', { vcpus: 1 });
    const { uuids, spec } = await asked(chain);
    const taken = { VCPU: 1, MEMORY_MB: 1, DISK_GB: 0 };
    const { node } = chain.computes.get('c1')!;
    const init = chain.init('nova-scheduler');
    const candidates = async () => {
      const found = await chain.database.computeNodes.candidates();
      // Just after it has looked.
      await chain.database.allocations.claim('other', node.uuid, taken, { project_id: null, user_id: null });
      return found;
    };
    const computeNodes = Object.assign(Object.create(chain.database.computeNodes), { candidates });
    const database = Object.assign(Object.create(chain.database), { computeNodes });
    const scheduler = new SchedulerManager({ ...init, database });
    const asking = { instance_uuids: uuids, spec_obj: spec, return_objects: true };
    const lists = (await scheduler.select_destinations(chain.context, asking)) as Selection[][];
    expect(hostsOf(lists)).toEqual([['c2']]);
  });
});

describe('what computes tell the scheduler', () => {
  it.for([
    'update_aggregates',
    'delete_aggregate',
    'update_instance_info',
    'delete_instance_info',
    'sync_instance_info',
  ] as const)('%s is taken, and said to change nothing', async (method) => {
    const chain = await Chain.open({ scheduler: false });
    const scheduler = new SchedulerManager(chain.init('nova-scheduler'));
    scheduler[method]();
    const [line] = chain.log.lines;
    expect(line).toMatchObject({ level: 'debug', fields: { method } });
  });
});

it('takes a flavor that is larger than any host for what it is', async () => {
  const chain = await Chain.of('c1');
  const { uuids, args } = await chain.write({ flavor: flavorOf('m1.xlarge') });
  await expect(select(chain, uuids, args.request_specs[0]!)).rejects.toThrow(NoValidHost);
});
