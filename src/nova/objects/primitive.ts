import { BadFieldValue, UnsupportedObjectError } from './errors.js';

/** An object as it travels. `changes` is left out when nothing has changed. */
export interface Primitive {
  readonly 'nova_object.name': string;
  readonly 'nova_object.namespace': string;
  readonly 'nova_object.version': string;
  readonly 'nova_object.data': Readonly<Record<string, unknown>>;
  readonly 'nova_object.changes'?: readonly string[];
}

const NAME = 'nova_object.name';
const NAMESPACE = 'nova';

/** Whether a value of a message stands for an object. */
export const isPrimitive = (value: object): boolean => Object.hasOwn(value, NAME);

export function primitiveOf(
  name: string,
  version: string,
  data: Readonly<Record<string, unknown>>,
  changes: readonly string[],
): Primitive {
  return {
    [NAME]: name,
    'nova_object.namespace': NAMESPACE,
    'nova_object.version': version,
    'nova_object.data': data,
    ...(changes.length > 0 && { 'nova_object.changes': changes }),
  };
}

const isNamed = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Throws UnsupportedObjectError for another namespace, BadFieldValue for what is no primitive. */
export function assertPrimitive(value: unknown): Primitive {
  const name = isNamed(value) ? value[NAME] : undefined;
  if (!isNamed(value) || typeof name !== 'string')
    throw new BadFieldValue('NovaObject', NAME, 'a name', value);
  const { 'nova_object.namespace': namespace, 'nova_object.version': version } = value;
  if (namespace !== NAMESPACE) throw new UnsupportedObjectError(`${String(namespace)}.${name}`);
  if (typeof version !== 'string') throw new BadFieldValue(name, 'nova_object.version', 'a version', version);
  const { 'nova_object.data': data, 'nova_object.changes': changes = [] } = value;
  if (!isNamed(data)) throw new BadFieldValue(name, 'nova_object.data', 'an object', data);
  if (!Array.isArray(changes)) throw new BadFieldValue(name, 'nova_object.changes', 'an array', changes);
  return value as unknown as Primitive;
}
