import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  getRpcServer,
  getTransport,
  type RpcServer,
  Target,
  type Transport,
} from '../../src/messaging/index.js';
import { RequestContext } from '../../src/nova/context/index.js';
import { NoValidHost } from '../../src/nova/exception/index.js';
import {
  BuildRequest,
  ComputeNode,
  Destination,
  Flavor,
  HVSpec,
  Instance,
  InstanceInfoCache,
  InstanceList,
  InstanceMapping,
  InstanceNUMACell,
  Migration,
  NovaObject,
  NovaObjectSerializer,
  RequestSpec,
  SchedulerLimits,
  Selection,
  Service,
  Tag,
  TagList,
} from '../../src/nova/objects/index.js';
import { createNovaRpc } from '../../src/nova/rpc/index.js';
import { sorted } from '../nova/wire-samples.js';
import { broker } from './broker.js';
import { KeptLog } from './log.js';
import { installed, needsNova } from './needs.js';
import { Peer } from './peer.js';

/** The real Nova takes our objects for its own, and we take its. */

const UUID = '282d40df-d2dd-4e6a-821a-0645c7515f3f';
const NOW = new Date('2026-11-23T02:44:47Z');
let python: Peer;
let transport: Transport;
let server: RpcServer;
const seen: { context: RequestContext; args: Record<string, unknown> }[] = [];

const conductor = {
  target: new Target({ namespace: 'compute_task', version: '1.24' }),
  migrate_server(context: RequestContext, args: Record<string, unknown>) {
    seen.push({ context, args });
    throw new NoValidHost({ reason: 'it is a test' });
  },
};
const scheduler = {
  target: new Target({ version: '4.5' }),
  select_destinations(context: RequestContext, args: Record<string, unknown>) {
    seen.push({ context, args });
    const limits = new SchedulerLimits({ vcpu: 2, memory_mb: null });
    return [[new Selection({ compute_node_uuid: UUID, service_host: 'c1', nodename: 'c1', limits })]];
  },
};

beforeEach(needsNova);

beforeAll(async () => {
  if (!installed(needsNova)) return;
  const rabbit = await broker();
  const url = rabbit.url(await rabbit.vhost());
  transport = getTransport({ transportUrl: url, controlExchange: 'nova' }, { log: new KeptLog().log });
  const serializer = new NovaObjectSerializer();
  server = getRpcServer(transport, { topic: 'conductor', server: 'c1' }, [conductor], { serializer });
  [python] = await Promise.all([Peer.start(url, 'nova_peer.py'), server.start()]);
});

afterAll(async () => {
  await python?.end();
  await server?.stop();
  await server?.wait();
  await transport?.close();
});

/** What Nova's constructor of a NUMA cell sets by itself. */
const NONE = { cpu_thread_policy: null, cpuset_reserved: null, pagesize: null, cpu_pinning_raw: null };

const instance = () =>
  new Instance({
    uuid: UUID,
    host: null,
    vm_state: 'building',
    launched_at: NOW,
    metadata: { a: '1' },
    system_metadata: { image_base_image_ref: '', b: null },
    access_ip_v4: '10.0.0.1',
    flavor: Flavor.loaded({ id: 1, name: 'm1', vcpus: 1, rxtx_factor: 1.5, extra_specs: {}, projects: [] }),
    info_cache: new InstanceInfoCache({ instance_uuid: UUID, network_info: [] }),
    tags: new TagList({ objects: [new Tag({ resource_id: UUID, tag: 'x' })] }),
  });

test.each<[string, () => NovaObject]>([
  [
    'Service',
    () => Service.loaded({ id: 1, version: 64, host: 'c1', topic: null, last_seen_up: NOW, disabled: false }),
  ],
  ['Instance', instance],
  ['InstanceList', () => InstanceList.loaded({ objects: [instance(), Instance.loaded({ uuid: UUID })] })],
  ['BuildRequest', () => new BuildRequest({ instance_uuid: UUID, project_id: 'p1', instance: instance() })],
  [
    'InstanceMapping',
    () => new InstanceMapping({ instance_uuid: UUID, cell_mapping: null, project_id: 'p1' }),
  ],
  [
    'Migration',
    () => new Migration({ uuid: UUID, migration_type: 'live-migration', status: 'accepted', hidden: false }),
  ],
  [
    'ComputeNode',
    () =>
      new ComputeNode({
        uuid: UUID,
        vcpus: 2,
        cpu_allocation_ratio: 16,
        metrics: '[]',
        stats: { a: '1', b: null },
        supported_hv_specs: [new HVSpec({ arch: 'x86_64', hv_type: 'kvm', vm_mode: 'hvm' })],
        host_ip: '127.0.0.1',
      }),
  ],
  [
    'RequestSpec',
    () =>
      new RequestSpec({
        instance_uuid: UUID,
        num_instances: 1,
        force_hosts: null,
        ignore_hosts: ['c2'],
        scheduler_hints: { group: ['g'] },
        requested_destination: new Destination({ host: 'c1', node: null }),
        limits: new SchedulerLimits({ numa_topology: null, vcpu: 1, memory_mb: null, disk_gb: null }),
      }),
  ],
  [
    'InstanceNUMACell',
    () => new InstanceNUMACell({ id: 0, cpuset: new Set([0, 1]), memory: 64, cpu_policy: 'shared', ...NONE }),
  ],
])('%s is one for Nova, which would send the same', async (_name, make) => {
  const primitive = make().toPrimitive();
  const { ok, exc } = await python.ask('round_trip', { primitive });
  expect(exc).toBeUndefined();
  expect(sorted(ok)).toEqual(sorted(JSON.parse(JSON.stringify(primitive))));
  expect(sorted(NovaObject.fromPrimitive(ok).toPrimitive())).toEqual(sorted(primitive));
});

test('an older version, as Nova would write it', async () => {
  const migration = new Migration({
    uuid: UUID,
    status: 'accepted',
    user_id: 'u',
    hidden: false,
    memory_total: 5,
  });
  for (const version of ['1.7', '1.6', '1.5', '1.4']) {
    const { ok, exc } = await python.ask('downgraded', { primitive: migration.toPrimitive(), version });
    expect(exc).toBeUndefined();
    expect(sorted(migration.toPrimitive(version))).toEqual(sorted(ok));
  }
});

test('the context and the objects of a call by nova.conductor.rpcapi, and the exception for it', async () => {
  const context = new RequestContext({
    user_id: 'u1',
    project_id: 'p1',
    roles: ['admin'],
    auth_token: 'tok',
  });
  const { exc } = await python.ask('call', {
    api: 'compute_task',
    method: 'migrate_server',
    ctxt: context.toDict(),
    args: {
      ...{ instance: instance().toPrimitive(), scheduler_hint: { host: 'c1' }, live: true, rebuild: false },
      ...{ flavor: null, block_migration: false, disk_over_commit: false },
    },
  });
  expect(exc!.mro).toContain('nova.exception.NoValidHost');
  expect(exc!.message.startsWith('No valid host was found. it is a test')).toBe(true);
  const [{ context: got, args }] = seen.splice(0) as typeof seen & { 0: (typeof seen)[0] };
  expect(got).toEqual(context);
  expect(args.instance).toBeInstanceOf(Instance);
  expect((args.instance as Instance).launched_at).toEqual(NOW);
  expect(args).toMatchObject({ live: true, scheduler_hint: { host: 'c1' }, host_list: null });
});

describe('a reply with objects', () => {
  let other: RpcServer;

  beforeAll(async () => {
    if (!installed(needsNova)) return;
    const serializer = new NovaObjectSerializer();
    other = getRpcServer(transport, { topic: 'scheduler', server: 'c1' }, [scheduler], { serializer });
    await other.start();
  });

  afterAll(async () => {
    await other?.stop();
    await other?.wait();
  });

  test('is one for nova.scheduler.client, and for us', async () => {
    const context = RequestContext.admin();
    const spec_obj = new RequestSpec({ instance_uuid: UUID, num_instances: 1 });
    const args = {
      spec_obj: spec_obj.toPrimitive(),
      instance_uuids: [UUID],
      return_objects: true,
      return_alternates: true,
    };
    const call = { api: 'scheduler', method: 'select_destinations', ctxt: context.toDict(), args };
    const { ok, exc } = await python.ask('call', call);
    expect(exc).toBeUndefined();
    const [[theirs]] = ok as [[unknown]];
    expect(NovaObject.fromPrimitive(theirs)).toMatchObject({ service_host: 'c1', nodename: 'c1' });
    expect(seen.splice(0)[0]!.args.spec_obj).toEqual(spec_obj);
    const rpc = createNovaRpc(transport, { longRpcTimeout: 30, rpcResponseTimeout: 20 });
    const client = rpc.client({ topic: 'scheduler', version: '4.5' });
    const [[ours]] = await client.call<[[Selection]]>(context, 'select_destinations', { spec_obj });
    expect(ours.limits!.vcpu).toBe(2);
  });
});
