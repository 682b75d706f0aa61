import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { ComputeHostNotFound } from '../../../../src/nova/exception/index.js';
import { eachDatabase } from '../databases.js';
import { newNode, OWNER } from '../samples.js';

const SMALL = { VCPU: 2, MEMORY_MB: 4096, DISK_GB: 10 };
const NONE = { VCPU: 0, MEMORY_MB: 0, DISK_GB: 0 };

eachDatabase('allocations', ({ open }) => {
  it('fit as far as (total - reserved) * ratio goes', async () => {
    const { computeNodes, allocations } = await open();
    const { uuid } = await computeNodes.create(newNode());
    await allocations.reserve(uuid, { VCPU: 0, MEMORY_MB: 4096, DISK_GB: 0 });
    const claims = await Promise.all(
      Array.from({ length: 5 }, () => allocations.claim(randomUUID(), uuid, SMALL, OWNER)),
    );
    expect(claims.filter(Boolean)).toHaveLength(3);
    expect(await allocations.usage(uuid)).toEqual({
      used: { VCPU: 6, MEMORY_MB: 12288, DISK_GB: 30 },
      reserved: { VCPU: 0, MEMORY_MB: 4096, DISK_GB: 0 },
      capacity: { VCPU: 16, MEMORY_MB: 12288, DISK_GB: 100 },
    });
    expect(await allocations.claim(randomUUID(), uuid, { ...NONE, VCPU: 10 }, OWNER)).toBe(true);
    expect(await allocations.claim(randomUUID(), uuid, { ...NONE, VCPU: 1 }, OWNER)).toBe(false);
    // What is full does not matter to who wants nothing of it.
    expect(await allocations.claim(randomUUID(), uuid, { ...NONE, DISK_GB: 70 }, OWNER)).toBe(true);
  });

  it('take the place of what the same consumer holds on the node, and no other', async () => {
    const { computeNodes, allocations } = await open();
    const one = await computeNodes.create(newNode());
    const two = await computeNodes.create(newNode({ host: 'c2' }));
    const consumer = randomUUID();
    await allocations.claim(consumer, one.uuid, { VCPU: 10, MEMORY_MB: 512, DISK_GB: 1 }, OWNER);
    expect(await allocations.claim(consumer, one.uuid, { VCPU: 16, MEMORY_MB: 512, DISK_GB: 1 }, OWNER)).toBe(
      true,
    );
    expect(await allocations.claim(consumer, one.uuid, { VCPU: 17, MEMORY_MB: 512, DISK_GB: 1 }, OWNER)).toBe(
      false,
    );
    await allocations.claim(consumer, two.uuid, SMALL, OWNER);
    const held = await allocations.get(consumer);
    expect(held).toHaveLength(2);
    expect(held).toContainEqual({
      consumer_uuid: consumer,
      compute_node_uuid: one.uuid,
      resources: { VCPU: 16, MEMORY_MB: 512, DISK_GB: 1 },
      ...OWNER,
    });
    expect(await allocations.listByNode(two.uuid)).toMatchObject([
      { consumer_uuid: consumer, resources: SMALL },
    ]);
    expect(await allocations.list()).toHaveLength(2);
  });

  it('move from one consumer to another, all or those on a node', async () => {
    const { computeNodes, allocations } = await open();
    const [one, two] = [
      await computeNodes.create(newNode()),
      await computeNodes.create(newNode({ host: 'c2' })),
    ];
    const [instance, migration] = [randomUUID(), randomUUID()];
    await allocations.claim(instance, one.uuid, SMALL, OWNER);
    expect(await allocations.move(instance, migration)).toBe(1);
    expect(await allocations.get(instance)).toEqual([]);
    await allocations.claim(instance, two.uuid, SMALL, OWNER);
    // Back again, as after a migration that has failed: beside what it holds elsewhere.
    expect(await allocations.move(migration, instance, two.uuid)).toBe(0);
    expect(await allocations.move(migration, instance, one.uuid)).toBe(1);
    expect(
      (await allocations.get(instance)).map(({ compute_node_uuid }) => compute_node_uuid).sort(),
    ).toEqual([one.uuid, two.uuid].sort());
    // In the place of what it holds there.
    await allocations.claim(migration, one.uuid, { VCPU: 1, MEMORY_MB: 1, DISK_GB: 1 }, OWNER);
    expect(await allocations.move(instance, migration)).toBe(2);
    expect((await allocations.usage(one.uuid)).used).toEqual(SMALL);
  });

  it('are released, all or those on a node', async () => {
    const { computeNodes, allocations } = await open();
    const [one, two] = [
      await computeNodes.create(newNode()),
      await computeNodes.create(newNode({ host: 'c2' })),
    ];
    const consumer = randomUUID();
    for (const { uuid } of [one, two]) await allocations.claim(consumer, uuid, SMALL, OWNER);
    expect(await allocations.release(consumer, one.uuid)).toBe(1);
    expect((await allocations.usage(one.uuid)).used).toEqual(NONE);
    expect(await allocations.release(consumer)).toBe(1);
    expect(await allocations.release(consumer)).toBe(0);
  });

  it('are looked at by one transaction after the other, of those that lock their consumer', async () => {
    const { transaction } = await open();
    const consumer = randomUUID();
    const order: string[] = [];
    const turn = (name: string) =>
      transaction(async ({ allocations, services }) => {
        await allocations.lock(consumer);
        order.push(name);
        // Long enough for the other to come in between, if it could.
        for (let round = 0; round < 5; round++) await services.list();
        order.push(name);
      });
    await Promise.all([turn('a'), turn('b')]);
    expect(order[0]).toBe(order[1]);
    expect(order[2]).toBe(order[3]);
  });

  it('are not made of a node that is not there', async () => {
    const { computeNodes, allocations } = await open();
    expect(await allocations.claim(randomUUID(), randomUUID(), SMALL, OWNER)).toBe(false);
    await expect(allocations.usage(randomUUID())).rejects.toThrow(ComputeHostNotFound);
    const node = await computeNodes.create(newNode());
    await computeNodes.destroy(node);
    expect(await allocations.claim(randomUUID(), node.uuid, SMALL, OWNER)).toBe(false);
  });
});
