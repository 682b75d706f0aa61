import { expect, it } from 'vitest';
import { RequestContext } from '../../../src/nova/context/index.js';
import {
  BadFieldValue,
  Instance,
  NovaObject,
  NovaObjectSerializer,
  Selection,
  Service,
} from '../../../src/nova/objects/index.js';

const serializer = new NovaObjectSerializer();
const context = RequestContext.admin();
const write = (value: unknown) => serializer.serializeEntity(context, value);
const read = (value: unknown) => serializer.deserializeEntity(context, value);

it('finds objects wherever they stand', () => {
  const service = new Service({ host: 'c1' });
  const primitive = service.toPrimitive();
  const value = {
    a: service,
    b: [[service]],
    c: new Set([service]),
    d: new Map([['e', service]]),
    f: 1,
    g: null,
  };
  const written = { a: primitive, b: [[primitive]], c: [primitive], d: { e: primitive }, f: 1, g: null };
  expect(write(value)).toEqual(written);
  expect(read(written)).toEqual({ ...value, c: [service], d: { e: service } });
});

it('writes dates as objects have them in objects, and leaves the others to the message', () => {
  const date = new Date('2026-11-23T02:44:47.5Z');
  expect(write([date])).toEqual([date]);
  const object = new NovaObject();
  object.set('at', date);
  expect(object.toPrimitive()['nova_object.data']).toEqual({ at: '2026-11-23T02:44:47Z' });
});

it('leaves alone what has no objects', () => {
  class Point {
    x = 1;
  }
  for (const value of [undefined, null, 'text', 5, { a: [1, { b: null }] }, [[]], new Point()]) {
    expect(write(value)).toBe(value);
    expect(read(value)).toBe(value);
  }
});

it('carries what a reply of the scheduler is', () => {
  const selections = [[new Selection({ service_host: 'c1', nodename: 'c1', limits: null as never })]];
  expect(selections[0]![0]!.isSet('limits')).toBe(true);
  const back = read(JSON.parse(JSON.stringify(write(selections)))) as Selection[][];
  expect(back).toEqual(selections);
  expect(back[0]![0]).toBeInstanceOf(Selection);
});

it.each<[string, (inner: unknown) => unknown]>([
  ['arrays', (inner) => [inner]],
  ['named values', (inner) => ({ inner })],
  ['objects', (inner) => nest('Something', inner)],
  ['objects of a kind that is known', (inner) => nest('Instance', inner)],
])('refuses what is nested too deeply: %s', (_, around) => {
  let value: unknown = null;
  for (let level = 0; level < 20_000; level++) value = around(value);
  expect(() => read(value)).toThrow(BadFieldValue);
  expect(() => read(value)).toThrow(/expected at most 500 levels/);
  // And can read on.
  expect(read([[1]])).toEqual([[1]]);
});

it('reads what is nested deeply, and yet not too deeply', () => {
  let value: unknown = null;
  for (let level = 0; level < 500; level++) value = nest('Something', value);
  let object = read(value);
  for (let level = 0; level < 500; level++) object = (object as NovaObject).get('old_flavor');
  expect(object).toBe(null);
});

const nest = (name: string, inner: unknown) => ({
  'nova_object.name': name,
  'nova_object.namespace': 'nova',
  'nova_object.version': '2.0',
  'nova_object.data': { old_flavor: inner },
});

it('speaks contexts, too', () => {
  const values = serializer.serializeContext(context);
  expect(serializer.deserializeContext(values)).toEqual(context);
  expect(new Instance({ uuid: 'u' }).uuid).toBe('u');
});
