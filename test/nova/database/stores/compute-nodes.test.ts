import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { ComputeHostNotFound } from '../../../../src/nova/exception/index.js';
import { Aggregate, HVSpec } from '../../../../src/nova/objects/index.js';
import { eachDatabase } from '../databases.js';
import { newNode, newService, OWNER } from '../samples.js';

eachDatabase('compute nodes', ({ open }) => {
  it('are kept with what they consist of', async () => {
    const { computeNodes } = await open();
    const specs = [new HVSpec({ arch: 'x86_64', hv_type: 'kvm', vm_mode: 'hvm' })];
    const stats = { failed_builds: '0' };
    const node = await computeNodes.create(
      newNode({ supported_hv_specs: specs, stats, host_ip: '10.0.0.1' }),
    );
    const kept = await computeNodes.getByHostAndNode('c1', 'c1');
    expect(kept).toMatchObject({
      uuid: node.uuid,
      stats,
      cpu_allocation_ratio: 2,
      mapped: 0,
      deleted: false,
    });
    expect(kept.supported_hv_specs[0]).toMatchObject({ arch: 'x86_64', vm_mode: 'hvm' });
    expect(String(kept.host_ip)).toBe('10.0.0.1');
    expect(kept.whatChanged().size).toBe(0);
  });

  it('are saved, listed and destroyed', async () => {
    const { computeNodes } = await open();
    const node = await computeNodes.create(newNode());
    await computeNodes.create(newNode({ host: 'c2', hypervisor_hostname: 'c2' }));
    node.memory_mb_used = 2048;
    node.stats = { num_instances: '1' };
    await computeNodes.save(node);
    expect(await computeNodes.getByUuid(node.uuid)).toMatchObject({
      memory_mb_used: 2048,
      stats: { num_instances: '1' },
    });
    expect(await computeNodes.list()).toHaveLength(2);
    await computeNodes.destroy(node);
    expect(await computeNodes.listByHost('c1')).toEqual([]);
    node.memory_mb_used = 1;
    await expect(computeNodes.save(node)).rejects.toThrow(ComputeHostNotFound);
    await expect(computeNodes.getByHostAndNode('c1', 'c1')).rejects.toThrow(ComputeHostNotFound);
    await expect(computeNodes.getByUuid(node.uuid)).rejects.toThrow(ComputeHostNotFound);
    await computeNodes.create(newNode());
  });

  it('come to the scheduler with their service, what is taken of them, and their zone', async () => {
    const { computeNodes, services, allocations, aggregates } = await open();
    await services.create(newService({ disabled: true, disabled_reason: 'broken' }));
    await services.create(newService({ host: 'c2' }));
    await services.create(newService({ host: 'c3' }));
    const [one, two] = [
      await computeNodes.create(newNode()),
      await computeNodes.create(newNode({ host: 'c2' })),
    ];
    // Without a service, and one that is gone.
    await computeNodes.create(newNode({ host: 'c4' }));
    await computeNodes.destroy(await computeNodes.create(newNode({ host: 'c3' })));
    await allocations.reserve(one.uuid, { VCPU: 1, MEMORY_MB: 384, DISK_GB: 10 });
    for (const MEMORY_MB of [512, 1024])
      await allocations.claim(randomUUID(), one.uuid, { VCPU: 1, MEMORY_MB, DISK_GB: 5 }, OWNER);
    await aggregates.create(
      new Aggregate({ name: 'east', hosts: ['c2'], metadata: { availability_zone: 'east', ssd: 'true' } }),
    );
    const [first, second, ...others] = await computeNodes.candidates({ defaultAvailabilityZone: 'here' });
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      used: { VCPU: 2, MEMORY_MB: 1536, DISK_GB: 10 },
      reserved: { VCPU: 1, MEMORY_MB: 384, DISK_GB: 10 },
      capacity: { VCPU: 14, MEMORY_MB: 16000, DISK_GB: 90 },
      availabilityZone: 'here',
    });
    expect(first!.node).toEqual(await computeNodes.getByUuid(one.uuid));
    expect(first!.service).toEqual(await services.getByHostAndBinary('c1', 'nova-compute'));
    expect(second).toMatchObject({ used: { VCPU: 0, MEMORY_MB: 0, DISK_GB: 0 }, availabilityZone: 'east' });
    expect(second!.node.uuid).toBe(two.uuid);
  });
});
