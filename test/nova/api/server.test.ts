import { describe, expect, it } from 'vitest';
import {
  type ApiTools,
  deleteServer,
  flavorOf,
  liveMigrate,
  reboot,
  start,
  stop,
  writeBoot,
} from '../../../src/nova/api/index.js';
import { ComputeTaskApi } from '../../../src/nova/conductor/rpc-api.js';
import {
  ComputeHostNotFound,
  ComputeServiceUnavailable,
  InstanceInvalidState,
  InstanceNotFound,
  UnableToMigrateToSelf,
} from '../../../src/nova/exception/index.js';
import { World } from '../compute/world.js';

const CONDUCTOR = { topic: 'conductor', namespace: 'compute_task', version: '1.24' };

/** Computes that are up, and an instance on the first. */
async function place(...hosts: string[]) {
  const world = await World.open();
  for (const host of hosts) {
    await world.compute(host);
    await world.isUp(host);
  }
  const { database, computes } = world;
  const tools: ApiTools = {
    database,
    computes,
    task: new ComputeTaskApi(world.rpc),
    servicegroup: world.servicegroup,
  };
  const instance = await world.running(hosts[0]!);
  return { world, tools, instance };
}

describe('stop, start and reboot', () => {
  it('have the compute of the instance do it, under an action', async () => {
    const { world, tools, instance } = await place('c1');
    const now = () => world.get(instance);
    const send = async (act: () => Promise<void>) => world.cast(act);
    await send(async () => stop(tools, world.newContext(), await now()));
    expect((await now()).vm_state).toBe('stopped');
    await send(async () => start(tools, world.newContext(), await now()));
    expect((await now()).vm_state).toBe('active');
    for (const type of ['SOFT', 'HARD'] as const)
      await send(async () => reboot(tools, world.newContext(), await now(), type));
    expect(await now()).toMatchObject({ vm_state: 'active', task_state: null });
    const actions = (await world.database.actions.list(instance.uuid)).map(({ action }) => action);
    expect(actions).toEqual(['reboot', 'reboot', 'start', 'stop', 'create']);
  });

  it('refuse what cannot be in the state that it is in', async () => {
    const { world, tools, instance } = await place('c1');
    await expect(start(tools, world.context, instance)).rejects.toThrow(InstanceInvalidState);
    instance.task_state = 'migrating';
    await expect(stop(tools, world.context, instance)).rejects.toThrow(/in task_state migrating/);
    instance.task_state = null;
    instance.host = null;
    await expect(stop(tools, world.context, instance)).rejects.toThrow(/in host None/);
    instance.vm_state = 'stopped';
    await expect(reboot(tools, world.context, instance, 'SOFT')).rejects.toThrow(/in vm_state stopped/);
  });

  it('refuse it where the host is down, and leave no task behind', async () => {
    const { world, tools, instance } = await place('c1');
    await world.isUp('c1', false);
    await expect(stop(tools, world.newContext(), instance)).rejects.toThrow(ComputeServiceUnavailable);
    expect((await world.get(instance)).task_state).toBeNull();
  });

  it('leave no task behind when nobody can be told', async () => {
    const { world, tools, instance } = await place('c1');
    const computes = {
      stopInstance: () => Promise.reject(new Error('no bus')),
    } as unknown as ApiTools['computes'];
    const sent = stop({ ...tools, computes }, world.newContext(), instance);
    await expect(sent).rejects.toThrow('no bus');
    expect((await world.get(instance)).task_state).toBeNull();
  });
});

describe('liveMigrate', () => {
  it('has a conductor find a host, or the one that is named', async () => {
    const { world, tools, instance } = await place('c1', 'c2');
    await world.pretend(CONDUCTOR, ['live_migrate_instance']);
    await world.cast(async () => liveMigrate(tools, world.newContext(), await world.get(instance), 'c2'));
    const [{ args }] = world.asked as [(typeof world.asked)[0]];
    expect(args.instance).toMatchObject({ uuid: instance.uuid, task_state: 'migrating' });
    // It was not booted with a specification, in which the scheduler would be told.
    expect(args.scheduler_hint).toEqual({ host: 'c2' });
    expect(args.request_spec).toBeNull();
  });

  it('names the host in the specification of the instance', async () => {
    const { world, tools, instance } = await place('c1', 'c2');
    await world.pretend(CONDUCTOR, ['live_migrate_instance']);
    const { request_specs } = await writeBoot(world.database, world.context, {
      name: 'x',
      flavor: flavorOf('m1.nano'),
    });
    const spec = request_specs[0]!;
    spec.instance_uuid = instance.uuid;
    const { database } = tools;
    const requestSpecs = { ...database.requestSpecs, getByInstanceUuid: async () => spec };
    const knowing = { ...tools, database: { ...database, requestSpecs } } as ApiTools;
    await world.cast(async () => liveMigrate(knowing, world.newContext(), await world.get(instance), 'c2'));
    const [{ args }] = world.asked as [(typeof world.asked)[0]];
    expect(args.scheduler_hint).toEqual({ host: null });
    expect(args.request_spec.requested_destination).toMatchObject({ host: 'c2', node: 'c2' });
  });

  it('refuses a host that it is on, or that is none', async () => {
    const { world, tools, instance } = await place('c1');
    await expect(liveMigrate(tools, world.context, instance, 'c1')).rejects.toThrow(UnableToMigrateToSelf);
    await expect(liveMigrate(tools, world.context, instance, 'c9')).rejects.toThrow(ComputeHostNotFound);
    instance.vm_state = 'stopped';
    await expect(liveMigrate(tools, world.context, instance)).rejects.toThrow(InstanceInvalidState);
  });
});

describe('deleteServer', () => {
  it('has the compute delete it', async () => {
    const { world, tools, instance } = await place('c1');
    await world.cast(() => deleteServer(tools, world.newContext(), instance.uuid));
    expect(await world.get(instance)).toMatchObject({ vm_state: 'deleted', deleted: true });
    expect(await world.hypervisor('c1')).toEqual([]);
    await expect(deleteServer(tools, world.newContext(), instance.uuid)).rejects.toThrow(InstanceNotFound);
  });

  it('deletes the rows of one without a host', async () => {
    const { world, tools } = await place('c1');
    const failed = await world.instance({ vm_state: 'error', task_state: null });
    await world.claim(failed.uuid, 'c1');
    await deleteServer(tools, world.newContext(), failed.uuid);
    expect(await world.get(failed)).toMatchObject({ vm_state: 'deleted', deleted: true, task_state: null });
    expect(await world.held(failed.uuid)).toEqual([]);
  });

  it('deletes the rows of one whose host is down; when that comes back, it removes what is left', async () => {
    const { world, tools, instance } = await place('c1');
    await world.isUp('c1', false);
    await deleteServer(tools, world.newContext(), instance.uuid);
    expect((await world.get(instance)).deleted).toBe(true);
    expect(await world.hypervisor('c1')).toEqual([instance.uuid]);
    await world.manager('c1').initHost();
    expect(await world.hypervisor('c1')).toEqual([]);
  });

  it('has one that waits for a conductor not built', async () => {
    const { world, tools } = await place('c1');
    const written = await writeBoot(world.database, world.context, {
      name: 'x',
      flavor: flavorOf('m1.nano'),
    });
    const uuid = written.build_requests[0]!.instance_uuid;
    await deleteServer(tools, world.newContext(), uuid);
    expect(await world.database.buildRequests.list()).toEqual([]);
    expect(await world.database.instanceMappings.getByInstanceUuid(uuid)).toMatchObject({
      queued_for_delete: true,
    });
  });
});
