import { describe, expect, it } from 'vitest';
import {
  BadFieldValue,
  type DeviceBus,
  DiskMetadata,
  IncompatibleObjectVersion,
  Instance,
  NovaObject,
  PCIDeviceBus,
  Service,
  UnsupportedObjectError,
} from '../../../src/nova/objects/index.js';

const primitive = (more: object = {}) => ({
  'nova_object.name': 'Service',
  'nova_object.namespace': 'nova',
  'nova_object.version': '1.22',
  'nova_object.data': { host: 'c1', topic: null },
  ...more,
});

it('makes an object of its class, with what is set and what has changed', () => {
  const service = NovaObject.fromPrimitive(primitive({ 'nova_object.changes': ['host'] })) as Service;
  expect(service).toBeInstanceOf(Service);
  expect([service.host, service.topic, service.isSet('binary')]).toEqual(['c1', null, false]);
  expect(service.changes()).toEqual({ host: 'c1' });
  expect(() => service.binary).toThrow('Service.binary is not set.');
});

describe('the version', () => {
  it.each(['1.22', '1.0', '1.21'])('%s is understood, and kept', (version) => {
    const service = NovaObject.fromPrimitive(primitive({ 'nova_object.version': version }));
    expect(service.objVersion).toBe(version);
    expect(service.toPrimitive()['nova_object.version']).toBe(version);
    expect(service.clone().objVersion).toBe(version);
  });

  it('may have a third number, which means nothing', () => {
    const service = NovaObject.fromPrimitive(primitive({ 'nova_object.version': '1.21.7' }));
    expect(service.objVersion).toBe('1.21');
  });

  it.each(['1.23', '2.0', '0.22', '1.23.1', '1', 'x', ''])('%j is not', (version) => {
    const failure = new IncompatibleObjectVersion('Service', version, '1.22');
    expect(() => NovaObject.fromPrimitive(primitive({ 'nova_object.version': version }))).toThrow(failure);
    expect(failure.message).toBe(`Version ${version} of Service is not supported, supported version is 1.22`);
    expect(failure.kwargs).toEqual({ objname: 'Service', objver: version, supported: '1.22' });
  });

  it('of an object inside counts as well', () => {
    const inner = primitive({
      'nova_object.name': 'Flavor',
      'nova_object.version': '9.9',
      'nova_object.data': {},
    });
    const outer = primitive({
      'nova_object.name': 'Instance',
      'nova_object.version': '2.7',
      'nova_object.data': { flavor: inner },
    });
    expect(() => NovaObject.fromPrimitive(outer)).toThrow(
      new IncompatibleObjectVersion('Flavor', '9.9', '1.2'),
    );
  });
});

describe('what the catalogue does not have', () => {
  it('is an object with get() and set(), and travels on unchanged', () => {
    const given = primitive({
      'nova_object.name': 'InstanceCreatePayload',
      'nova_object.version': '7.1.3',
      'nova_object.data': { uuid: 'u', service: primitive(), list: [1, { deep: primitive() }] },
      'nova_object.changes': ['uuid'],
    });
    const object = NovaObject.fromPrimitive(given);
    expect([object.objName, object.objVersion, object.get('uuid')]).toEqual([
      'InstanceCreatePayload',
      '7.1.3',
      'u',
    ]);
    expect(object.get('service')).toBeInstanceOf(Service);
    expect(object.toPrimitive()).toEqual(given);
    expect(object.clone().toPrimitive()).toEqual(given);
    object.set('state', 'active');
    expect(object.changes()).toEqual({ uuid: 'u', state: 'active' });
    expect(() => object.get('other')).toThrow('InstanceCreatePayload.other is not set.');
  });

  it('may have any name, and never changes the prototype of what it is in', () => {
    const text = JSON.stringify(primitive()).replace('"host":"c1"', '"__proto__":{"host":"c1"}');
    const object = NovaObject.fromPrimitive(JSON.parse(text));
    expect(JSON.stringify(object.toPrimitive())).toBe(text);
    expect(object.isSet('host')).toBe(false);
  });

  it('has not changed, nor what is not there, whatever the changes say', () => {
    const changes = ['host', 'binary', 'nothing', 5, null, {}];
    const object = NovaObject.fromPrimitive(primitive({ 'nova_object.changes': changes }));
    expect(object.changes()).toEqual({ host: 'c1' });
  });

  it('may be a field of an object that it has', () => {
    const given = primitive({ 'nova_object.data': { host: 'c1', colour: { shade: 'red' } } });
    const service = NovaObject.fromPrimitive(given);
    expect(service.get('colour')).toEqual({ shade: 'red' });
    expect(service.toPrimitive()).toEqual(given);
  });

  it('may be of no Nova: another namespace is refused', () => {
    const foreign = primitive({ 'nova_object.namespace': 'cinder' });
    expect(() => NovaObject.fromPrimitive(foreign)).toThrow(new UnsupportedObjectError('cinder.Service'));
  });
});

it.each([
  [
    'no data',
    { 'nova_object.data': undefined },
    'Service.nova_object.data: found undefined; expected an object.',
  ],
  ['no version', { 'nova_object.version': 1 }, 'Service.nova_object.version: found 1; expected a version.'],
  [
    'changes that are none',
    { 'nova_object.changes': 'host' },
    'Service.nova_object.changes: found "host"; expected an array.',
  ],
  [
    'a value of another type',
    { 'nova_object.data': { id: 'x' } },
    'Service.id: found "x"; expected an integer.',
  ],
  [
    'null that may not be',
    { 'nova_object.data': { id: null } },
    'Service.id: found null; expected Integer, and not null.',
  ],
])('is told of %s', (_what, more, message) => {
  expect(() => NovaObject.fromPrimitive(primitive(more))).toThrow(message);
  expect(() => NovaObject.fromPrimitive(primitive(more))).toThrow(BadFieldValue);
});

it('takes null that may not be as the default, where there is one', () => {
  const instance = NovaObject.fromPrimitive(
    primitive({
      'nova_object.name': 'Instance',
      'nova_object.version': '2.7',
      'nova_object.data': { hidden: null },
    }),
  ) as Instance;
  expect(instance.hidden).toBe(false);
});

it.each([null, 'text', [], {}])('does not take %j', (value) => {
  expect(() => NovaObject.fromPrimitive(value)).toThrow(BadFieldValue);
});

it('a class takes its own kind only', () => {
  expect(Service.fromPrimitive(primitive()).host).toBe('c1');
  expect(() => Instance.fromPrimitive(primitive())).toThrow('expected Instance');
});

it('one kind stands for another where Nova says so', () => {
  const bus = new PCIDeviceBus({ address: '0000:81:00.1' });
  const disk = new DiskMetadata({ bus });
  expect(NovaObject.fromPrimitive(JSON.parse(JSON.stringify(disk)))).toEqual(disk);
  expect(() => new DiskMetadata({ bus: new Service() as unknown as DeviceBus })).toThrow(
    'expected an object DeviceBus',
  );
});
