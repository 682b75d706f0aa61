import { expect, it } from 'vitest';
import { Target } from '../../../src/messaging/index.js';
import { ComputeTaskApi, ConductorRpcApi } from '../../../src/nova/conductor/rpc-api.js';
import { Chain } from './chain.js';
import { migrating } from './migrating.js';

/** A conductor that only remembers what it is asked. */
async function remembering(chain: Chain, method: string) {
  const asked: Record<string, unknown>[] = [];
  const target = new Target({ namespace: 'compute_task', version: '1.24' });
  const remember = (_context: unknown, args: Record<string, unknown>) => void asked.push(args);
  await chain.serve('conductor', [{ target, [method]: remember }]);
  return asked;
}

it.for([
  [undefined, ['host_list', 'request_spec', 'clean_shutdown']],
  ['1.19', ['request_spec', 'clean_shutdown']],
  ['1.11', ['clean_shutdown']],
  ['1.10', []],
] as const)('migrate_server under the cap %s has %j', async ([versionCap, extras]) => {
  const chain = await Chain.of('c1');
  const asked = await remembering(chain, 'migrate_server');
  const { args } = await migrating(chain);
  const api = new ComputeTaskApi(chain.rpc, { versionCap });
  await api.migrateServer(chain.context, { ...args, live: true, rebuild: false, flavor: null });
  const [sent] = asked;
  const found = ['host_list', 'request_spec', 'clean_shutdown'].filter((name) => name in sent!);
  expect(found).toEqual(extras);
  expect(sent).toMatchObject({ live: true, rebuild: false, flavor: null, block_migration: false });
});

it('ConductorRpcApi brings back what the conductor answers', async () => {
  const chain = await Chain.of();
  await chain.conductor();
  const { args } = await chain.write();
  const api = new ConductorRpcApi(chain.rpc);
  const versions = { BuildRequest: '1.2', Instance: '2.7' };
  const answer = await api.objectBackportVersions(chain.context, args.build_requests[0]!, versions);
  // What comes is an object again, in the version that was asked for.
  expect(answer).toMatchObject({ objName: 'BuildRequest', objVersion: '1.2' });
});
