import { describe, expect, it } from 'vitest';
import {
  dateOf,
  decode,
  encode,
  fromText,
  type Mapping,
  timestamp,
} from '../../../src/nova/database/rows.js';
import { ComputeNode, Flavor, HVSpec, Instance, Service } from '../../../src/nova/objects/index.js';
import { newFlavor } from './samples.js';

const SERVICES: Mapping<Service> = {
  table: 'services',
  Class: Service,
  without: ['availability_zone', 'compute_node'],
  key: 'id',
  softDeleted: true,
};
const NODES: Mapping<ComputeNode> = {
  table: 'compute_nodes',
  Class: ComputeNode,
  columns: { supported_hv_specs: 'supported_instances' },
  json: ['supported_hv_specs', 'stats'],
  key: 'uuid',
  softDeleted: true,
};
const INSTANCES: Mapping<Instance> = { table: 'instances', Class: Instance, key: 'uuid', softDeleted: true };

describe('a time', () => {
  it('is kept in UTC, with six digits, and read again', () => {
    const date = new Date('2026-02-03T04:05:06.070Z');
    expect(timestamp(date)).toBe('2026-02-03 04:05:06.070000');
    expect(dateOf(timestamp(date))).toEqual(date);
    // As PostgreSQL gives it.
    expect(dateOf('2026-02-03 04:05:06.07')).toEqual(date);
    expect(dateOf('2026-02-03 04:05:06')).toEqual(new Date('2026-02-03T04:05:06Z'));
  });
});

describe('the row of an object', () => {
  it('has what has a column, without what the store writes itself', () => {
    const values = {
      id: 3,
      host: 'c1',
      disabled: true,
      last_seen_up: new Date(0),
      created_at: new Date(),
      deleted: false,
    };
    const others = { availability_zone: 'nova', colour: { shade: 'red' } };
    expect(encode(SERVICES, { ...values, ...others, disabled_reason: null })).toEqual({
      host: 'c1',
      disabled: true,
      last_seen_up: '1970-01-01 00:00:00.000000',
      disabled_reason: null,
    });
  });

  it('has JSON of lists, dicts and objects, and numbers where Nova has them for booleans', () => {
    const hv = new HVSpec({ arch: 'x86_64', hv_type: 'kvm', vm_mode: 'hvm' });
    const row = encode(NODES, { supported_hv_specs: [hv], stats: { a: '1' } });
    expect(row.stats).toBe('{"a":"1"}');
    expect(JSON.parse(row.supported_instances)[0]['nova_object.name']).toBe('HVSpec');
    expect(encode(INSTANCES, { cleaned: true, hidden: true })).toEqual({ cleaned: 1, hidden: true });
    const node = decode(NODES, { ...row, host: 'c1' });
    expect(node.supported_hv_specs[0]).toMatchObject({ arch: 'x86_64' });
    expect(node.stats).toEqual({ a: '1' });
  });

  it('is an object without changes, as either database gives it, also with a prefix', () => {
    const sqlite = decode(SERVICES, {
      id: 3,
      deleted: 0,
      disabled: 1,
      last_seen_up: '2026-01-01 00:00:00.500000',
      other: 1,
    });
    expect(sqlite.changes()).toEqual({});
    expect(sqlite).toMatchObject({
      id: 3,
      deleted: false,
      disabled: true,
      last_seen_up: new Date('2026-01-01T00:00:00.5Z'),
    });
    const postgresql = decode(SERVICES, { x_id: 3, x_deleted: 3, x_disabled: false }, 'x_');
    expect(postgresql).toMatchObject({ id: 3, deleted: true, disabled: false });
    expect(postgresql.isSet('last_seen_up')).toBe(false);
  });

  it('leaves unset what is null and may not be, unless there is a default', () => {
    const instance = decode(INSTANCES, {
      uuid: '0b7bbf6c-3a1c-4f0f-9d5c-0d1c3c1b2a3f',
      id: null,
      locked: null,
      host: null,
    });
    expect(instance.isSet('id')).toBe(false);
    expect(instance.locked).toBe(false);
    expect(instance.host).toBeNull();
  });

  it('may be the text of the whole', () => {
    const flavor = fromText(Flavor, JSON.stringify(newFlavor().toPrimitive()));
    expect(flavor.changes()).toEqual({});
    expect(flavor.name).toBe('m1.tiny');
  });
});
