import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { flavorOf, writeBoot } from '../../src/nova/api/index.js';
import { RequestContext } from '../../src/nova/context/index.js';
import type { Instance, NovaObject } from '../../src/nova/objects/index.js';
import { Chain } from '../process/nova-chain.js';
import { broker } from './broker.js';
import { installed, needsNova } from './needs.js';
import { type Answer, Peer } from './peer.js';

/** The clients of the real Nova, with its own objects, drive our conductor, scheduler and computes. */

const HOSTS = ['compute-1', 'compute-2'];
const newContext = () => new RequestContext({ user_id: 'user', project_id: 'project', is_admin: true });
let transportUrl: string;
let chain: Chain;
let nova: Peer;

beforeEach(needsNova);

beforeAll(async () => {
  if (!installed(needsNova)) return;
  const rabbit = await broker();
  transportUrl = rabbit.url(await rabbit.vhost());
  [chain, nova] = await Promise.all([
    Chain.start({ transportUrl, conductors: 2, schedulers: 1 }),
    Peer.start(transportUrl, 'nova_peer.py'),
  ]);
}, 90_000);

afterAll(async () => {
  await nova?.end();
  await chain?.destroy();
});

/** A method of a client of the real Nova; objects go as primitives, which it hydrates. */
function call(api: string, method: string, args: object, context = newContext()): Promise<Answer> {
  return nova.ask('call', { api, method, ctxt: context.toDict(), args: plain(args) });
}

async function done(api: string, method: string, args: object, context = newContext()): Promise<unknown> {
  const answer = await call(api, method, args, context);
  expect(answer.exc, `${method}: ${answer.exc?.message}`).toBeUndefined();
  return answer.ok;
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  if ('toPrimitive' in value) return (value as NovaObject).toPrimitive();
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

/** What nova-api writes before it asks for something to be done with an instance. */
async function begun(instance: Instance, action: string, task_state: string): Promise<RequestContext> {
  const { instances, actions } = chain.database;
  const context = newContext();
  await instances.refresh(instance);
  instance.task_state = task_state;
  await instances.save(instance, { expectedTaskState: null });
  await actions.start(context, instance.uuid, action);
  return context;
}

/** Boots with the real ComputeTaskAPI; what nova-api writes is written by us. */
async function booted(name = 'vm'): Promise<Instance> {
  const context = newContext();
  const args = await writeBoot(chain.database, context, { name, flavor: flavorOf('m1.nano') });
  await done('compute_task', 'schedule_and_build_instances', args, context);
  const [instance] = await chain.settled(args.build_requests.map(({ instance_uuid }) => instance_uuid));
  return instance!;
}

it.each(['conductor', 'scheduler', 'compute'])('nova.baserpc pings %s', async (topic) => {
  const ctxt = newContext().toDict();
  const ping = await nova.ask('base', { topic, method: 'ping', ctxt, args: { arg: 'hello', timeout: 10 } });
  expect(ping.ok).toEqual({ service: topic, arg: 'hello' });
});

it('nova.baserpc asks for the port of the backdoor, which is not open', async () => {
  const args = { host: 'compute-1' };
  const ctxt = newContext().toDict();
  const port = await nova.ask('base', { topic: 'compute', method: 'get_backdoor_port', ctxt, args });
  expect([port.exc, port.repr]).toEqual([undefined, 'None']);
});

it('nova.conductor.rpcapi boots', async () => {
  const instance = await booted();
  expect(HOSTS).toContain(instance.host);
  expect(await chain.audit()).toEqual({ active: 1, failed: 0 });
});

describe('an instance that runs', () => {
  let instance: Instance;

  beforeAll(async () => {
    if (installed(needsNova)) instance = await booted('runs');
  });

  it("is the same object when Nova's own class has read and written it", async () => {
    const primitive = instance.toPrimitive();
    const { ok } = await nova.ask('round_trip', { primitive });
    expect(ok).toEqual(JSON.parse(JSON.stringify(primitive)));
  });

  it('is live-migrated by nova.conductor.rpcapi', async () => {
    const context = await begun(instance, 'live-migration', 'migrating');
    const source = instance.host!;
    const request_spec = await chain.database.requestSpecs.getByInstanceUuid(instance.uuid);
    const args = { scheduler_hint: { host: null }, block_migration: false, disk_over_commit: false };
    await done('compute_task', 'live_migrate_instance', { instance, ...args, request_spec }, context);
    await chain.until(async () => {
      const [migration] = await chain.database.migrations.list({ instance_uuid: instance.uuid });
      return migration?.status === 'completed';
    }, 'the instance to have moved');
    await chain.database.instances.refresh(instance);
    expect(instance.host).not.toBe(source);
    expect(HOSTS.filter((host) => chain.domains(host).includes(instance.uuid))).toEqual([instance.host]);
    const [migration] = await chain.database.migrations.list({ instance_uuid: instance.uuid });
    expect(migration).toMatchObject({
      status: 'completed',
      source_compute: source,
      dest_compute: instance.host,
    });
  });

  it.each([
    ['itself', () => instance.host!, 'UnableToMigrateToSelf'],
    ['a host that is not there', () => 'nowhere', 'ComputeServiceUnavailable'],
  ])('is not migrated to %s, which Python gets as an exception of Nova', async (_what, host, expected) => {
    const context = await begun(instance, 'live-migration', 'migrating');
    const request_spec = await chain.database.requestSpecs.getByInstanceUuid(instance.uuid);
    const args = {
      instance,
      scheduler_hint: { host: host() },
      live: true,
      rebuild: false,
      flavor: null,
      block_migration: false,
      disk_over_commit: false,
      request_spec,
    };
    const { exc } = await call('compute_task', 'migrate_server', args, context);
    expect(exc?.mro, exc?.message).toContain(`nova.exception.${expected}`);
    await chain.database.instances.refresh(instance);
    expect([instance.vm_state, instance.task_state]).toEqual(['active', null]);
  });

  it('is stopped and started by nova.compute.rpcapi', async () => {
    const { instances } = chain.database;
    const states: unknown[] = [];
    for (const [method, task_state] of [
      ['stop_instance', 'powering-off'],
      ['start_instance', 'powering-on'],
    ] as const) {
      const context = await begun(instance, method, task_state);
      await done('compute', method, { instance }, context);
      await chain.until(async () => {
        await instances.refresh(instance);
        return instance.task_state === null;
      }, `${method} to end`);
      states.push(instance.vm_state);
    }
    expect(states).toEqual(['stopped', 'active']);
  });
});

it('NoValidHost of select_destinations is that of nova.exception', async () => {
  const context = newContext();
  const huge = flavorOf('m1.nano').clone();
  huge.vcpus = 100_000;
  const { request_specs, build_requests } = await writeBoot(chain.database, context, {
    name: 'huge',
    flavor: huge,
  });
  for (const request of build_requests) await chain.database.buildRequests.destroy(request);
  const args = {
    spec_obj: request_specs[0]!,
    instance_uuids: [request_specs[0]!.instance_uuid],
    return_objects: true,
    return_alternates: true,
  };
  const { exc } = await call('scheduler', 'select_destinations', args, context);
  expect(exc?.mro).toContain('nova.exception.NoValidHost');
  expect(exc?.message).toContain('No valid host was found');
});

describe('a client of oslo.messaging that knows nothing of Nova', () => {
  const target = { exchange: 'nova', timeout: 20 };
  let python: Peer;

  beforeAll(async () => {
    if (installed(needsNova)) python = await Peer.start(transportUrl);
  });

  afterAll(() => python?.end());

  it('pings', async () => {
    const ping = { ...target, namespace: 'baseapi', version: '1.0', ctxt: newContext().toDict() };
    const answer = await python.result('ping', { topic: 'conductor', ...ping, args: { arg: 'hello' } });
    expect(answer).toEqual({ service: 'conductor', arg: 'hello' });
  });

  it('boots and live-migrates', async () => {
    const task = { ...target, topic: 'conductor', namespace: 'compute_task' };
    const context = newContext();
    const boot = await writeBoot(chain.database, context, { name: 'raw', flavor: flavorOf('m1.nano') });
    const args = plain(boot) as object;
    await python.cast('schedule_and_build_instances', {
      ...task,
      version: '1.17',
      ctxt: context.toDict(),
      args,
    });
    const [instance] = await chain.settled(boot.build_requests.map(({ instance_uuid }) => instance_uuid));
    const source = instance!.host;

    const moving = await begun(instance!, 'live-migration', 'migrating');
    const request_spec = await chain.database.requestSpecs.getByInstanceUuid(instance!.uuid);
    const wish = { scheduler_hint: { host: null }, block_migration: false, disk_over_commit: false };
    await python.result('migrate_server', {
      ...task,
      version: '1.20',
      ctxt: moving.toDict(),
      args: plain({ instance, live: true, rebuild: false, flavor: null, ...wish, request_spec }) as object,
    });
    await chain.until(async () => {
      const [migration] = await chain.database.migrations.list({ instance_uuid: instance!.uuid });
      return migration?.status === 'completed';
    }, 'the instance to have moved');
    await chain.database.instances.refresh(instance!);
    expect(instance!.host).not.toBe(source);
    await chain.audit();
  });
});
