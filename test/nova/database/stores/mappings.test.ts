import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import {
  CellMappingNotFound,
  HostMappingNotFound,
  InstanceMappingNotFound,
  RequestSpecNotFound,
} from '../../../../src/nova/exception/index.js';
import { HostMapping, InstanceMapping, RequestSpec } from '../../../../src/nova/objects/index.js';
import { eachDatabase } from '../databases.js';
import { newFlavor } from '../samples.js';

eachDatabase('mappings and request specs', ({ open }) => {
  it('have two cells from the start', async () => {
    const { cellMappings } = await open();
    const [cell0, cell1, ...others] = await cellMappings.list();
    expect(others).toEqual([]);
    expect(cell0).toMatchObject({
      uuid: '00000000-0000-0000-0000-000000000000',
      name: 'cell0',
      disabled: false,
    });
    expect(await cellMappings.cell0()).toEqual(cell0);
    expect(await cellMappings.cell1()).toEqual(cell1);
    expect(await cellMappings.getByUuid(cell1!.uuid)).toEqual(cell1);
    await expect(cellMappings.getByUuid(randomUUID())).rejects.toThrow(CellMappingNotFound);
  });

  it('tell the cell of a host', async () => {
    const { cellMappings, hostMappings } = await open();
    const cell_mapping = await cellMappings.cell1();
    await expect(hostMappings.getByHost('c1')).rejects.toThrow(HostMappingNotFound);
    const made = await hostMappings.create(new HostMapping({ host: 'c1', cell_mapping }));
    expect(made.cell_mapping).toEqual(cell_mapping);
    // Each worker of a host may do it.
    expect(await hostMappings.create(new HostMapping({ host: 'c1', cell_mapping }))).toEqual(made);
    expect(await hostMappings.list()).toEqual([made]);
    expect(await hostMappings.getByHost('c1')).toEqual(made);
  });

  it('tell the cell of an instance, once it has one', async () => {
    const { cellMappings, instanceMappings } = await open();
    const instance_uuid = randomUUID();
    const mapping = new InstanceMapping({
      instance_uuid,
      project_id: 'p1',
      user_id: 'u1',
      cell_mapping: null,
    });
    await instanceMappings.create(mapping);
    const kept = await instanceMappings.getByInstanceUuid(instance_uuid);
    expect(kept).toMatchObject({ cell_mapping: null, queued_for_delete: false, user_id: 'u1' });
    kept.cell_mapping = await cellMappings.cell1();
    await instanceMappings.save(kept);
    kept.queued_for_delete = true;
    await instanceMappings.save(kept);
    const again = await instanceMappings.getByInstanceUuid(instance_uuid);
    expect(again.cell_mapping).toEqual(await cellMappings.cell1());
    expect(again.queued_for_delete).toBe(true);
    await instanceMappings.destroy(again);
    await expect(instanceMappings.destroy(instance_uuid)).rejects.toThrow(InstanceMappingNotFound);
    await expect(instanceMappings.getByInstanceUuid(instance_uuid)).rejects.toThrow(InstanceMappingNotFound);
    again.queued_for_delete = false;
    await expect(instanceMappings.save(again)).rejects.toThrow(InstanceMappingNotFound);
  });

  it('keep a request spec whole', async () => {
    const { requestSpecs } = await open();
    const instance_uuid = randomUUID();
    const spec = new RequestSpec({
      instance_uuid,
      flavor: newFlavor(),
      ignore_hosts: ['c1'],
      num_instances: 2,
    });
    await requestSpecs.create(spec);
    const kept = await requestSpecs.getByInstanceUuid(instance_uuid);
    expect(kept).toMatchObject({ ignore_hosts: ['c1'], num_instances: 2, id: spec.id });
    expect(kept.flavor.name).toBe('m1.tiny');
    expect(kept.whatChanged().size).toBe(0);
    expect(kept.isSet('retry')).toBe(false);
    kept.ignore_hosts = null;
    await requestSpecs.save(kept);
    expect((await requestSpecs.getByInstanceUuid(instance_uuid)).ignore_hosts).toBeNull();
    await requestSpecs.destroy(kept);
    await expect(requestSpecs.destroy(instance_uuid)).rejects.toThrow(RequestSpecNotFound);
    await expect(requestSpecs.save(kept)).rejects.toThrow(RequestSpecNotFound);
    await expect(requestSpecs.getByInstanceUuid(instance_uuid)).rejects.toThrow(RequestSpecNotFound);
  });
});
