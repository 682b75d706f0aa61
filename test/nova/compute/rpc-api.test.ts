import { expect, it } from 'vitest';
import type { ComputeRpcApi } from '../../../src/nova/compute/rpc-api.js';
import { RequestContext } from '../../../src/nova/context/index.js';
import { type NovaObject, NovaObjectSerializer } from '../../../src/nova/objects/index.js';
import { MESSAGES } from '../wire-samples.js';
import { World } from './world.js';

/** What the computes of Nova were sent, as this client is given it. */
// biome-ignore lint/suspicious/noExplicitAny: of any method
function sent(method: string): any {
  const key = [...MESSAGES.keys()].find(
    (name) => name.startsWith('compute ') && name.includes(` ${method} `),
  )!;
  const args = MESSAGES.get(key)!.args as Record<string, unknown>;
  const serializer = new NovaObjectSerializer();
  const context = RequestContext.admin();
  const entries = Object.entries(args).map(([name, value]) => [
    name,
    serializer.deserializeEntity(context, value),
  ]);
  return Object.fromEntries(entries);
}

type Send = (api: ComputeRpcApi, context: RequestContext, args: ReturnType<typeof sent>) => Promise<unknown>;

it.each<[string, Send]>([
  ['build_and_run_instance', (api, context, args) => api.buildAndRunInstance(context, 'h', args)],
  ['stop_instance', (api, context, { instance }) => api.stopInstance(context, 'h', instance)],
  ['start_instance', (api, context, { instance }) => api.startInstance(context, 'h', instance)],
  [
    'terminate_instance',
    (api, context, { instance, bdms }) => api.terminateInstance(context, 'h', instance, bdms),
  ],
  [
    'check_can_live_migrate_destination',
    (api, context, args) => api.checkCanLiveMigrateDestination(context, 'h', args),
  ],
  [
    'check_can_live_migrate_source',
    (api, context, { instance, dest_check_data }) => {
      instance.host = 'h';
      return api.checkCanLiveMigrateSource(context, instance, dest_check_data);
    },
  ],
  ['live_migration', (api, context, args) => api.liveMigration(context, 'h', args)],
  ['pre_live_migration', (api, context, args) => api.preLiveMigration(context, 'h', args)],
  [
    'post_live_migration_at_destination',
    (api, context, { instance, block_migration }) =>
      api.postLiveMigrationAtDestination(context, 'h', instance, block_migration),
  ],
])('%s has the arguments that it has in Nova', async (method, send) => {
  const world = await World.open();
  await world.pretend({ topic: 'compute', server: 'h', version: '6.0' }, [method]);
  const args = sent(method);
  await world.cast(async () => {
    await send(world.computes, world.context, args);
  });
  const [asked] = world.asked;
  const plain = (value: unknown) => (isObject(value) ? value.toPrimitive() : value);
  const all = (values: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plain(value)]));
  expect(all(asked!.args)).toEqual(all(args));
});

const isObject = (value: unknown): value is NovaObject =>
  typeof value === 'object' && value !== null && 'toPrimitive' in value;
