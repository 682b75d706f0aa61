import { describe, expect, it } from 'vitest';
import { typeOf } from '../../../src/nova/objects/field-types.js';
import { Flavor, NovaObject } from '../../../src/nova/objects/index.js';
import { Mismatch } from '../../../src/nova/objects/types/field-type.js';

const type = (name: string) => typeOf(name, (kind, wanted) => kind === wanted);
const hydrate = (primitive: unknown) => NovaObject.fromPrimitive(primitive);
const date = new Date('2026-11-23T02:44:47.120Z');

/** What a value becomes, as Python's types make it. */
it.each<[string, unknown, unknown]>([
  ['String', 7, '7'],
  ['String', 2n ** 60n, '1152921504606846976'],
  ['String', true, 'True'],
  ['String', date, '2026-11-23 02:44:47.120000+00:00'],
  ['String', new Date('2026-11-23T02:44:47Z'), '2026-11-23 02:44:47+00:00'],
  ['UUID', 'no-uuid', 'no-uuid'],
  ['Integer', '12', 12],
  ['Integer', ' +1_000 ', 1000],
  ['Integer', '-3', -3],
  ['Integer', 2.9, 2],
  ['Integer', true, 1],
  ['Integer', '9007199254740993', 9007199254740993n],
  ['Integer', 12n, 12],
  ['Float', '1.5', 1.5],
  ['Float', '1e3', 1000],
  ['Float', '.5', 0.5],
  ['Float', false, 0],
  ['Float', 3n, 3],
  ['Float', '-inf', Number.NEGATIVE_INFINITY],
  ['Float', 'NaN', Number.NaN],
  ['Boolean', 'False', true],
  ['Boolean', '', false],
  ['Boolean', 0, false],
  ['Boolean', [], false],
  ['Boolean', {}, false],
  ['Boolean', new Set(), false],
  ['Boolean', { a: 1 }, true],
  ['FlexibleBoolean', 'Yes', true],
  ['FlexibleBoolean', 'no', false],
  ['FlexibleBoolean', 1, true],
  ['FlexibleBoolean', 'nonsense', false],
  ['DateTime', '2026-11-23T02:44:47Z', new Date('2026-11-23T02:44:47Z')],
  ['DateTime', '2026-11-23 02:44:47', new Date('2026-11-23T02:44:47Z')],
  ['DateTime', '2026-11-23T02:44:47.123456', new Date('2026-11-23T02:44:47.123Z')],
  ['DateTime', '2026-11-23T04:44:47+02', new Date('2026-11-23T02:44:47Z')],
  ['DateTime', '2026-11-23T02:44', new Date('2026-11-23T02:44:00Z')],
  ['DateTime', '2026-11-23', new Date('2026-11-23T00:00:00Z')],
  ['MACAddress', 'FA:16:3E:00:00:01', 'fa:16:3e:00:00:01'],
  ['IPAddress', '10.0.0.1', '10.0.0.1'],
  ['IPV6Address', 'fe80::1', 'fe80::1'],
  ['PCIAddress', '0000:8A:00.1', '0000:8a:00.1'],
  ['ResourceClass', 'custom_gold', 'CUSTOM_GOLD'],
  ['VersionPredicate', '>=1.0, <2.0', '>=1.0, <2.0'],
  ['USBAddress', '0:1', '0:1'],
  ['IDEAddress', '0:1', '0:1'],
  ['SCSIAddress', '1:0:0:0', '1:0:0:0'],
  ['XenAddress', '000100', '000100'],
  ['DiskBus', 'virtio', 'virtio'],
  ['Architecture', 'AMD64', 'x86_64'],
  ['HVType', 'KVM', 'kvm'],
  ['InstancePowerState', 1, 'running'],
  ['InstancePowerState', '4', 'shutdown'],
  ['List<Integer>', ['1', 2], [1, 2]],
  ['List<String>', new Set(['a']), ['a']],
  ['Set<String>', ['a', 'a'], new Set(['a'])],
  ['Dict<String?>', new Map([['a', null]]), { a: null }],
  ['Dict<Integer>', { a: '1' }, { a: 1 }],
  ['Dict<Set<Integer>>', { a: [1] }, { a: new Set([1]) }],
  ['NetworkModel', '[{"id": "p"}]', [{ id: 'p' }]],
  ['NetworkModel', [{ id: 'p' }], [{ id: 'p' }]],
  ['NetworkVIFModel', '{"id": "p"}', { id: 'p' }],
])('%s: %o becomes %o', (name, given, expected) => {
  expect(type(name).coerce(given)).toEqual(expected);
});

it.each<[string, unknown]>([
  ['String', {}],
  ['String', new Date(Number.NaN)],
  ['Integer', '1.5'],
  ['Integer', ''],
  ['Integer', Number.NaN],
  ['Integer', []],
  ['Float', 'x'],
  ['Float', ''],
  ['DateTime', 'yesterday'],
  ['DateTime', '2026-13-23T02:44:47Z'],
  ['DateTime', 5],
  ['MACAddress', 'fa:16:3e'],
  ['IPV4Address', 'fe80::1'],
  ['IPV6Address', '10.0.0.1'],
  ['IPAddress', 'host'],
  ['PCIAddress', '81:00.1'],
  ['ResourceClass', 'gold plate'],
  ['VersionPredicate', '1.0'],
  ['USBAddress', 'usb'],
  ['IDEAddress', '2:0'],
  ['SCSIAddress', '0:1'],
  ['XenAddress', '0'],
  ['DiskBus', 'floppy'],
  ['DiskBus', 'VIRTIO'],
  ['Architecture', 'x64'],
  ['InstancePowerState', 99],
  ['List<Integer>', 'text'],
  ['List<Integer>', [null]],
  ['List<Integer>', {}],
  ['Set<String>', 'text'],
  ['Dict<String>', { a: null }],
  ['Dict<String>', []],
  ['Dict<String>', new Map([[1, 'a']])],
  ['NetworkModel', '{}'],
  ['NetworkModel', 'no JSON'],
  ['NetworkVIFModel', '[]'],
  ['Flavor', {}],
])('%s: %o is refused', (name, given) => {
  expect(() => type(name).coerce(given)).toThrow(Mismatch);
  expect(() => type(name).read(given, (value) => value)).toThrow(Mismatch);
});

/** What stands on the wire for a value, which is read back as the same. */
it.each<[string, unknown, unknown]>([
  ['DateTime', new Date('2026-11-23T02:44:47Z'), '2026-11-23T02:44:47Z'],
  ['Set<Integer>', new Set([3, 1]), [3, 1]],
  ['List<DateTime>', [new Date('2026-11-23T02:44:47Z')], ['2026-11-23T02:44:47Z']],
  ['Dict<Set<Integer>>', { a: new Set([1]) }, { a: [1] }],
  ['NetworkModel', [{ id: 'p' }], '[{"id":"p"}]'],
  ['List<Dict<String?>>', [{ a: null }], [{ a: null }]],
])('%s: %o travels as %o', (name, value, wire) => {
  const coerced = type(name).coerce(value);
  expect(type(name).write(coerced)).toEqual(wire);
  expect(type(name).read(wire, hydrate)).toEqual(coerced);
});

describe('the text of a network', () => {
  it('is written to the letter as it was read', () => {
    const text = '[{"id": "p",  "meta": {"mtu": 1450.0}}]';
    const network = type('NetworkModel').read(text, hydrate);
    expect(type('NetworkModel').write(network)).toBe(text);
    // Also when it is set again, as when an object is copied field by field.
    expect(type('NetworkModel').write(type('NetworkModel').coerce(network))).toBe(text);
    expect(Object.isFrozen((network as { meta: object }[])[0]!.meta)).toBe(true);
  });
});

it('keeps a key that is called __proto__', () => {
  const dict = type('Dict<String>').coerce(JSON.parse('{"__proto__": "x"}')) as object;
  expect(Object.keys(dict)).toEqual(['__proto__']);
  expect(JSON.stringify(type('Dict<String>').write(dict))).toBe('{"__proto__":"x"}');
});

it('is one for all fields that have it', () => {
  expect(type('List<Dict<String?>>')).toBe(type('List<Dict<String?>>'));
  expect(Flavor.fields.get('name')!.type).toBe(Flavor.fields.get('flavorid')!.type);
});
