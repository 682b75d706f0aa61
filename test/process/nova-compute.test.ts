import { afterEach, expect, it } from 'vitest';
import { liveMigrate } from '../../src/nova/api/index.js';
import { ComputeRpcApi } from '../../src/nova/compute/rpc-api.js';
import { RequestContext } from '../../src/nova/context/index.js';
import type { Instance } from '../../src/nova/objects/index.js';
import { createNovaRpc } from '../../src/nova/rpc/index.js';
import { eventually } from './harness.js';
import { Chain } from './nova-chain.js';

/** Computes in processes of their own that are killed, or replaced, in the middle of their work. */

let chain: Chain | undefined;

afterEach(() => chain?.destroy());

const ONE = { conductors: 1, schedulers: 1 };

function killCompute(of: Chain, host: string): void {
  process.kill(of.pids(host)[0]!, 'SIGKILL');
}

async function migrate(
  { database, transport, task }: Chain,
  instance: Instance,
  dest: string,
): Promise<void> {
  const context = new RequestContext({ user_id: 'user', project_id: 'project', is_admin: true });
  const computes = new ComputeRpcApi(createNovaRpc(transport, { longRpcTimeout: 20, rpcResponseTimeout: 5 }));
  await liveMigrate(
    { database, computes, task, servicegroup: { isUp: () => true } },
    context,
    instance,
    dest,
  );
}

const statusOf = async ({ database }: Chain, { uuid }: Instance) =>
  (await database.migrations.list({ instance_uuid: uuid })).at(-1)?.status;

const isQuiet = (of: Chain, instance: Instance) => async () => {
  const { task_state } = await of.database.instances.getByUuid(instance.uuid);
  return (
    task_state === null && ['completed', 'failed', 'error'].includes((await statusOf(of, instance)) ?? '')
  );
};

it('ends in error, with a fault, what it was building when it was killed; nothing of it is left', async () => {
  chain = await Chain.start({ ...ONE, computes: { 'compute-1': { spawnDelay: 1 } } });
  const uuids = await chain.boot(12);
  const builds = async () =>
    (await chain!.database.instances.list({ host: 'compute-1', task_state: 'spawning' })).length > 5;
  await eventually(builds, 'some builds to be under way', 20);
  killCompute(chain, 'compute-1');
  await chain.settled(uuids);
  const { active, failed } = await chain.audit();
  expect(active + failed).toBe(12);
  expect(failed).toBeGreaterThan(5);
  const [again] = await chain.settled(await chain.boot(1));
  expect(again!.vm_state).toBe('active');
});

it('keeps an instance that it was moving when it was killed, with all that it had', async () => {
  chain = await Chain.start({
    ...ONE,
    computes: { 'compute-1': { migrationDelay: 60 }, 'compute-2': { migrationDelay: 60 } },
  });
  const [instance] = await chain.settled(await chain.boot(1));
  const source = instance!.host!;
  const dest = source === 'compute-1' ? 'compute-2' : 'compute-1';
  await migrate(chain, instance!, dest);
  await eventually(async () => (await statusOf(chain!, instance!)) === 'running', 'the transfer', 20);
  killCompute(chain, source);
  await eventually(isQuiet(chain, instance!), 'the migration to be taken back', 30);
  expect(await chain.database.instances.getByUuid(instance!.uuid)).toMatchObject({ host: source });
  expect(await statusOf(chain, instance!)).toBe('error');
  await eventually(() => chain!.domains(dest).length === 0, 'the destination to forget it', 20);
  expect(await chain.audit()).toEqual({ active: 1, failed: 0 });
});

it('finishes a live migration while it is replaced', async () => {
  chain = await Chain.start({
    ...ONE,
    computes: { 'compute-1': { migrationDelay: 2 }, 'compute-2': { migrationDelay: 2 } },
  });
  const [instance] = await chain.settled(await chain.boot(1));
  const source = instance!.host!;
  const dest = source === 'compute-1' ? 'compute-2' : 'compute-1';
  await migrate(chain, instance!, dest);
  await eventually(async () => (await statusOf(chain!, instance!)) === 'running', 'the transfer', 20);
  chain.run.signal('SIGHUP');
  await chain.run.line('reload-accepted');
  await eventually(isQuiet(chain, instance!), 'the end of the migration', 30);
  expect(await chain.database.instances.getByUuid(instance!.uuid)).toMatchObject({ host: dest });
  expect(await chain.audit()).toEqual({ active: 1, failed: 0 });
});

it('leaves no build half done when all is stopped: what has not begun waits for another day', async () => {
  // The other day comes later than the end, however slow this machine is.
  const conductor = { takeoverInterval: 0.5, claimTimeout: 60, handOverTimeout: 60 };
  const config = { compute: { maxConcurrentBuilds: 1 }, conductor };
  chain = await Chain.start({ ...ONE, config, computes: { 'compute-1': { spawnDelay: 1 } } });
  const uuids = await chain.boot(5);
  const taken = async () => (await chain!.database.instances.list({ host: 'compute-1' })).length === 5;
  await eventually(taken, 'the compute to have them', 20);
  expect(await chain.stop()).toBe(0);
  const left = (await chain.database.instances.list({ uuid: uuids })).map(
    ({ vm_state, task_state, host }) => `${vm_state} ${task_state} ${host}`,
  );
  const waiting = 'building scheduling null';
  expect(left.filter((state) => state !== waiting && state !== 'active null compute-1')).toEqual([]);
  expect(left.filter((state) => state === waiting).length).toBeGreaterThan(1);
});
