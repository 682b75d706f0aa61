import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { BuildRequestNotFound } from '../../../../src/nova/exception/index.js';
import { BlockDeviceMappingList, BuildRequest, Tag, TagList } from '../../../../src/nova/objects/index.js';
import { eachDatabase } from '../databases.js';
import { newInstance } from '../samples.js';

const newRequest = (instance = newInstance()) =>
  new BuildRequest({
    instance_uuid: instance.uuid,
    project_id: 'p1',
    instance,
    block_device_mappings: new BlockDeviceMappingList({ objects: [] }),
    tags: new TagList({ objects: [new Tag({ resource_id: instance.uuid, tag: 'blue' })] }),
  });

eachDatabase('build requests', ({ open }) => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));

  it('are kept with the instance that is to be, and what is set of it', async () => {
    const { buildRequests } = await open();
    const { instance_uuid } = await buildRequests.create(newRequest());
    const request = await buildRequests.getByInstanceUuid(instance_uuid);
    expect(request.instance).toMatchObject({ uuid: instance_uuid, display_name: 'web' });
    expect(request.instance.flavor.name).toBe('m1.tiny');
    expect(request.instance.isSet('host')).toBe(false);
    expect(request.tags.objects[0]!.tag).toBe('blue');
    expect(request.block_device_mappings.objects).toEqual([]);
    request.instance = newInstance({ uuid: instance_uuid, display_name: 'renamed' });
    await buildRequests.save(request);
    expect((await buildRequests.list())[0]!.instance.display_name).toBe('renamed');
    expect(await buildRequests.list({ project_id: 'p2' })).toEqual([]);
  });

  it('are gone when they are destroyed, which who comes second is told', async () => {
    const { buildRequests } = await open();
    const request = await buildRequests.create(newRequest());
    await buildRequests.destroy(request);
    await expect(buildRequests.destroy(request.instance_uuid)).rejects.toThrow(BuildRequestNotFound);
    await expect(buildRequests.getByInstanceUuid(request.instance_uuid)).rejects.toThrow(
      BuildRequestNotFound,
    );
    request.project_id = 'p2';
    await expect(buildRequests.save(request)).rejects.toThrow(BuildRequestNotFound);
  });

  it('are claimed by one worker of many', async () => {
    const { buildRequests } = await open();
    const { instance_uuid } = await buildRequests.create(newRequest());
    const workers = Array.from({ length: 8 }, () => randomUUID());
    const claims = await Promise.all(workers.map((worker) => buildRequests.claim(instance_uuid, worker)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    const winner = workers[claims.indexOf(true)]!;
    const loser = workers.find((worker) => worker !== winner)!;
    expect(await buildRequests.claim(instance_uuid, winner)).toBe(true);
    expect(await buildRequests.claim(instance_uuid, loser, { from: null })).toBe(false);
    expect(await buildRequests.claim(instance_uuid, loser, { from: randomUUID() })).toBe(false);
    expect(await buildRequests.claim(instance_uuid, loser, { from: winner })).toBe(true);
    expect(await buildRequests.claim(instance_uuid, winner, { from: winner })).toBe(false);
    await buildRequests.unclaim(instance_uuid, winner);
    expect(await buildRequests.claim(instance_uuid, winner)).toBe(false);
    await buildRequests.unclaim(instance_uuid, loser);
    expect(await buildRequests.claim(instance_uuid, winner, { from: null })).toBe(true);
    expect(await buildRequests.claim(randomUUID(), winner)).toBe(false);
  });

  it('are orphaned when their worker is silent, unknown or dead, or when nobody takes them', async () => {
    let now = at(0);
    const { buildRequests, workers } = await open({ now: () => now });
    const worker = (uuid: string) => ({ uuid, service_id: 1, host: 'c1', binary: 'b', worker: 0, pid: 4711 });
    for (const uuid of ['silent', 'living', 'ended']) await workers.beat(worker(uuid));
    const made: Record<string, string> = {};
    for (const name of ['silent', 'living', 'ended', 'unknown', 'unclaimed']) {
      const { instance_uuid } = await buildRequests.create(
        newRequest(),
        name === 'silent' ? 'req-1' : undefined,
      );
      made[name] = instance_uuid;
      if (name !== 'unclaimed') await buildRequests.claim(instance_uuid, name);
    }
    now = at(40);
    for (const uuid of ['living', 'ended']) await workers.beat(worker(uuid));
    const { instance_uuid: fresh } = await buildRequests.create(newRequest());
    await buildRequests.claim(fresh, 'living');
    await buildRequests.unclaim(fresh, 'living');
    const orphans = await buildRequests.orphaned({
      downTime: 30,
      unclaimedFor: 5,
      isDead: ({ uuid, host, pid }) => uuid === 'ended' && host === 'c1' && pid === 4711,
    });
    expect(orphans.map(({ claimed_by, buildRequest }) => [claimed_by, buildRequest.instance_uuid])).toEqual([
      ['silent', made.silent],
      ['ended', made.ended],
      ['unknown', made.unknown],
      [null, made.unclaimed],
    ]);
    expect(orphans.map(({ request_id }) => request_id)).toEqual(['req-1', null, null, null]);
    const options = { downTime: 100, unclaimedFor: 100 };
    expect((await buildRequests.orphaned(options)).map(({ claimed_by }) => claimed_by)).toEqual(['unknown']);
  });
});
