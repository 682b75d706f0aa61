import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  BadFieldValue,
  Flavor,
  Instance,
  InstanceList,
  InstanceNUMACell,
  InstanceNUMATopology,
  InvalidTargetVersion,
  MemoryDiagnostics,
  Migration,
  NovaObject,
  ObjectFieldNotSet,
  ReadOnlyFieldError,
  RequestGroup,
  SchedulerLimits,
  Service,
} from '../../../src/nova/objects/index.js';

const UUID = '282d40df-d2dd-4e6a-821a-0645c7515f3f';

describe('a field', () => {
  it('is absent, null, or a value', () => {
    const instance = new Instance({ uuid: UUID, host: null, node: undefined });
    expect([instance.isSet('uuid'), instance.isSet('host'), instance.isSet('node')]).toEqual([
      true,
      true,
      false,
    ]);
    expect([instance.uuid, instance.host]).toEqual([UUID, null]);
    expect(() => instance.node).toThrow(new ObjectFieldNotSet('Instance', 'node'));
    expect(instance.setFields()).toEqual(['uuid', 'host']);
    expect(() => new Instance().host).toThrow(ObjectFieldNotSet);
  });

  it('takes what Nova takes, and says what is wrong with the rest', () => {
    const instance = new Instance({
      vcpus: '2' as never,
      locked: 1 as never,
      launched_at: '2026-11-23T02:44:47Z',
    });
    expect([instance.vcpus, instance.locked, instance.launched_at]).toEqual([
      2,
      true,
      new Date('2026-11-23T02:44:47Z'),
    ]);
    expect(() => new Instance({ vcpus: 'two' as never })).toThrow(
      'Instance.vcpus: found "two"; expected an integer.',
    );
    expect(() => new Instance({ uuid: null as never })).toThrow(
      'Instance.uuid: found null; expected UUID, and not null.',
    );
    expect(() => instance.set('host', undefined)).toThrow('Instance.host: found undefined; expected String.');
    expect(() => new Instance({ flavor: new Service() as never })).toThrow(
      'Instance.flavor: found an object (Service); expected an object Flavor.',
    );
    expect(() => new Instance({ fault: {} as never })).toThrow(BadFieldValue);
  });

  it('that may not be null takes null as its default, where it has one', () => {
    expect(new Instance({ hidden: null as never }).hidden).toBe(false);
  });

  it('may be one that is set once', () => {
    const service = new Service({ id: 4 });
    service.id = 4;
    expect(() => {
      service.id = 5;
    }).toThrow(new ReadOnlyFieldError('id'));
    expect(Service.loaded({ id: 4 }).whatChanged().size).toBe(0);
  });

  it('is frozen, so that no change of what it holds is missed', () => {
    const given = { a: '1' };
    const instance = Instance.loaded({ metadata: given });
    given.a = '2';
    expect(instance.metadata).toEqual({ a: '1' });
    expect(() => {
      (instance.metadata as Record<string, string>).b = '2';
    }).toThrow(TypeError);
    instance.metadata = { ...instance.metadata, b: '2' };
    expect(instance.changes()).toEqual({ metadata: { a: '1', b: '2' } });
    expect(() => (new InstanceList({ objects: [] }).objects as Instance[]).push(instance)).toThrow(TypeError);
  });

  it('has the default of the catalogue when that is asked for', () => {
    const instance = new Instance({ locked: true });
    instance.setDefaults();
    expect([instance.locked, instance.hidden, instance.isSet('host')]).toEqual([true, false, false]);
    const limits = new SchedulerLimits();
    limits.setDefaults();
    expect(limits.numa_topology).toBeNull();
    const group = new RequestGroup();
    group.setDefaults();
    expect([group.provider_uuids, group.resources]).toEqual([[], {}]);
    expect(new MemoryDiagnostics().setFields()).toEqual([]);
  });
});

describe('changes', () => {
  it('are what was set since the object was loaded', () => {
    const instance = Instance.loaded({ uuid: UUID, host: 'c1', vm_state: 'building' });
    expect([instance.changes(), instance.hasChanged()]).toEqual([{}, false]);
    instance.host = 'c2';
    instance.vm_state = 'building';
    expect(instance.changes()).toEqual({ host: 'c2', vm_state: 'building' });
    instance.resetChanges(['host']);
    expect(instance.whatChanged()).toEqual(new Set(['vm_state']));
    instance.resetChanges();
    expect(instance.hasChanged()).toBe(false);
  });

  it('of what an object holds are changes of it', () => {
    const flavor = Flavor.loaded({ vcpus: 1 });
    const instance = Instance.loaded({ uuid: UUID, flavor });
    const list = InstanceList.loaded({ objects: [instance] });
    expect(list.whatChanged().size).toBe(0);
    flavor.vcpus = 2;
    expect(instance.whatChanged()).toEqual(new Set(['flavor']));
    expect(list.whatChanged()).toEqual(new Set(['objects']));
    expect(list.toPrimitive()['nova_object.changes']).toEqual(['objects']);
    list.resetChanges();
    expect(flavor.hasChanged()).toBe(false);
  });

  it('of the objects in a list that is no list object are none of it, as Nova has it', () => {
    const cell = InstanceNUMACell.loaded({ id: 0 });
    const topology = InstanceNUMATopology.loaded({ cells: [cell] });
    cell.memory = 4;
    expect(topology.whatChanged().size).toBe(0);
    topology.resetChanges();
    expect(cell.hasChanged()).toBe(false);
  });
});

describe('a primitive', () => {
  it('has the fields that are set, and the changes only if there are any', () => {
    const at = new Date('2026-11-23T02:44:47.531Z');
    expect(Service.loaded({ host: 'c1', topic: null, last_seen_up: at }).toPrimitive()).toEqual({
      'nova_object.name': 'Service',
      'nova_object.namespace': 'nova',
      'nova_object.version': '1.22',
      'nova_object.data': { host: 'c1', topic: null, last_seen_up: '2026-11-23T02:44:47Z' },
    });
    expect(new Service({ host: 'c1' }).toPrimitive()['nova_object.changes']).toEqual(['host']);
    expect(JSON.parse(JSON.stringify({ of: new Service({ host: 'c1' }) })).of['nova_object.name']).toBe(
      'Service',
    );
  });

  it('of an older version lacks what came later', () => {
    const migration = new Migration({
      uuid: UUID,
      status: 'accepted',
      user_id: 'u1',
      cross_cell_move: false,
    });
    const old = migration.toPrimitive('1.5');
    expect(old['nova_object.version']).toBe('1.5');
    expect(old['nova_object.data']).toEqual({ uuid: UUID, status: 'accepted' });
    expect(old['nova_object.changes']).toEqual(['uuid', 'status']);
    for (const version of ['1.8', '2.0', '0.9'])
      expect(() => migration.toPrimitive(version)).toThrow(InvalidTargetVersion);
  });

  it('has the objects in it in the versions that are asked for', () => {
    const flavor = new Flavor({ vcpus: 1, description: 'x' });
    const instance = new Instance({ uuid: UUID, hidden: false, flavor });
    const { 'nova_object.version': version, 'nova_object.data': data } = instance.toPrimitive(undefined, {
      Instance: '2.5',
      Flavor: '1.1',
    });
    expect(version).toBe('2.5');
    expect(data).not.toHaveProperty('hidden');
    expect(data.flavor).toMatchObject({ 'nova_object.version': '1.1', 'nova_object.data': { vcpus: 1 } });
    expect(JSON.stringify(data.flavor)).not.toContain('description');
    // Whoever understands newer ones understands those, too.
    expect(instance.toPrimitive(undefined, { Instance: '2.9' })['nova_object.version']).toBe('2.7');
  });
});

it('two objects are equal when they hold the same', () => {
  expect(new Instance({ host: 'c1' })).toEqual(new Instance({ host: 'c1' }));
  expect(new Instance({ host: 'c1' })).not.toEqual(new Instance({ host: 'c2' }));
  expect(new Instance({ host: 'c1' })).not.toEqual(Instance.loaded({ host: 'c1' }));
});

it('a class can be extended', () => {
  class Guest extends Instance {
    get label() {
      return `${this.display_name} on ${this.host}`;
    }
  }
  const guest = new Guest({ display_name: 'vm0', host: 'c1' });
  expect(guest.label).toBe('vm0 on c1');
  expect(guest).toBeInstanceOf(Instance);
  expect(guest.toPrimitive()['nova_object.name']).toBe('Instance');
});

it('is printed with its fields', () => {
  expect(inspect(new Instance({ host: 'c1', flavor: new Flavor({ vcpus: 1 }) }))).toBe(
    "Instance { host: 'c1', flavor: Flavor { vcpus: 1 } }",
  );
  expect(String(new NovaObject().objName)).toBe('NovaObject');
});
