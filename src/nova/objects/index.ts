/** Nova's versioned objects: those of the catalogue by name, and what they have in common. */

export {
  BadFieldValue,
  IncompatibleObjectVersion,
  InvalidTargetVersion,
  ObjectFieldNotSet,
  ReadOnlyFieldError,
  UnsupportedObjectError,
} from './errors.js';
export * from './generated/objects.js';
export { type Given, NovaObject } from './nova-object.js';
export type { ObjectClass } from './object-class.js';
export type { Primitive } from './primitive.js';
export { type Field, treeVersions } from './schema.js';
export { NovaObjectSerializer } from './serializer.js';
export type { NetworkInfo, Vif } from './types/network.js';
