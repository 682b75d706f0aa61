import { describe, expect, it } from 'vitest';
import { InvalidTargetVersion } from '../../../src/nova/objects/index.js';
import { ThreadGroup } from '../../../src/service/index.js';
import { Chain } from './chain.js';
import { quietLog } from './quiet-log.js';

const clientOf = (chain: Chain) => chain.rpc.client({ topic: 'conductor', version: '3.0' });

describe('ConductorManager', () => {
  it('answers with objects in the versions that are asked for', async () => {
    const chain = await Chain.of();
    const conductor = await chain.conductor();
    const { args } = await chain.write();
    const { instance: objinst } = args.build_requests[0]!;
    const object_versions = { Instance: '2.6' };
    const result = conductor.object_backport_versions(chain.context, { objinst, object_versions });
    expect(result).toMatchObject({ 'nova_object.name': 'Instance', 'nova_object.version': '2.6' });
    expect(() =>
      conductor.object_backport_versions(chain.context, { objinst, object_versions: { Instance: '3.0' } }),
    ).toThrow(InvalidTargetVersion);
  });

  it('has no firewall rules', async () => {
    const chain = await Chain.of();
    await chain.conductor();
    expect(await clientOf(chain).call(chain.context, 'provider_fw_rule_get_all')).toEqual([]);
  });

  it.for([
    ['object_class_action_versions', { objname: 'Service', objmethod: 'get_minimum_version' }],
    ['object_action', { objmethod: 'save' }],
  ] as const)('says that %s is not served yet', async ([method, args]) => {
    const chain = await Chain.of();
    await chain.conductor();
    const { args: boot } = await chain.write();
    const sent = method === 'object_action' ? { ...args, objinst: boot.request_specs[0]! } : args;
    await expect(clientOf(chain).call(chain.context, method, sent)).rejects.toMatchObject({
      excType: 'NotImplementedError',
      value: expect.stringContaining(args.objmethod),
    });
  });

  it('is known as alive before it serves', async () => {
    const chain = await Chain.of();
    const { init } = await chain.conductor({}, { serves: false });
    const worker = await chain.database.workers.get(init.worker.uuid);
    expect(worker).toMatchObject({ pid: process.pid, host: 'control', binary: 'nova-conductor' });
  });

  it('looks for what nobody finishes as long as its threads run', async () => {
    const log = quietLog();
    const tg = new ThreadGroup({ log });
    const chain = await Chain.open({
      config: { conductor: { takeoverInterval: 0.02, claimTimeout: 0.001 } },
    });
    await chain.compute('c1');
    const conductor = await chain.conductor({ tg }, { serves: false });
    const { uuids } = await chain.write();
    chain.pass(5);
    conductor.postStartHook();
    expect(await chain.allTaken(1)).toEqual(uuids);
    await tg.stop(true);
    expect(tg.timers).toEqual([]);
  });
});
