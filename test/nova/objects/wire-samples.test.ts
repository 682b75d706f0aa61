import { expect, it } from 'vitest';
import { RequestContext } from '../../../src/nova/context/index.js';
import { Instance, NovaObject, NovaObjectSerializer, treeVersions } from '../../../src/nova/objects/index.js';
import { MESSAGES, sorted } from '../wire-samples.js';

/** Every message that was captured between services of Nova is understood, and written as it came. */

const serializer = new NovaObjectSerializer();
const context = RequestContext.admin();
const objectsIn = (value: unknown): NovaObject[] => {
  if (typeof value !== 'object' || value === null) return [];
  const members =
    value instanceof NovaObject ? value.setFields().map((field) => value.get(field)) : Object.values(value);
  return [...(value instanceof NovaObject ? [value] : []), ...members.flatMap(objectsIn)];
};

it('has messages of all kinds', () => {
  expect(MESSAGES.size).toBe(98);
  expect([...MESSAGES.keys()].filter((key) => key.startsWith('NOTIF'))).toHaveLength(39);
});

it.each([...MESSAGES])('%s', (key, sample) => {
  for (const value of Object.values(sample)) {
    const read = serializer.deserializeEntity(context, value);
    const written = JSON.parse(JSON.stringify(serializer.serializeEntity(context, read)));
    expect(sorted(written)).toEqual(sorted(value));
    // Each object in it is of its class; payloads of notifications are no objects of the catalogue.
    const found = objectsIn(read);
    expect(found).toHaveLength(JSON.stringify(value).split('"nova_object.name"').length - 1);
    if (key.startsWith('NOTIF')) continue;
    for (const object of found) expect(object.constructor.name).toBe(object.objName);
  }
});

it('copies hold the same', () => {
  const { args } = MESSAGES.get('conductor None 3.0 object_action Instance save')!;
  const { objinst } = serializer.deserializeEntity(context, args) as { objinst: Instance };
  const copy = objinst.clone();
  expect(copy).toBeInstanceOf(Instance);
  expect(copy).toEqual(objinst);
  expect(copy.toPrimitive()).toEqual(objinst.toPrimitive());
  copy.flavor.vcpus = 7;
  expect(objinst.flavor.vcpus).toBe(1);
});

it('knows the versions of all that an object can hold, as Nova sends them', () => {
  const trees = [...MESSAGES].flatMap(([key, { args }]) => {
    const { objname, object_versions } = (args ?? {}) as { objname?: string; object_versions?: object };
    return objname === undefined || object_versions === undefined ? [] : [{ key, objname, object_versions }];
  });
  expect(trees.length).toBeGreaterThan(15);
  for (const { objname, object_versions } of trees) expect(treeVersions(objname)).toEqual(object_versions);
});
