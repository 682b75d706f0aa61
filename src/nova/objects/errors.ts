import type { PythonIdentity } from '../../messaging/index.js';

/** What can be wrong with an object of Nova. Each has a Python identity (`python`, `args`, `kwargs`) for its way to callers. */

const OVO = 'oslo_versionedobjects.exception';

/** A value that the type of its field does not take. Python: ValueError. */
export class BadFieldValue extends RangeError {
  static readonly python: PythonIdentity = { module: 'builtins', class: 'ValueError' };
  readonly code = 'NL_OBJECT_VALUE';
  readonly remedy = 'Give the field a value of its type; null only where the field may be null.';

  constructor(
    readonly object: string,
    readonly field: string,
    expected: string,
    found: unknown,
  ) {
    super(`${object}.${field}: found ${show(found)}; expected ${expected}.`);
    this.name = 'BadFieldValue';
  }
}

/** A field that is read and not set: neither null nor a value. Python: NotImplementedError of obj_load_attr(). */
export class ObjectFieldNotSet extends Error {
  static readonly python: PythonIdentity = { module: 'builtins', class: 'NotImplementedError' };
  readonly code = 'NL_OBJECT_FIELD_NOT_SET';
  readonly remedy = 'Ask isSet() first, or set the field.';

  constructor(
    readonly object: string,
    readonly field: string,
  ) {
    super(`${object}.${field} is not set.`);
    this.name = 'ObjectFieldNotSet';
  }
}

/** A field that may be set once is set to another value. oslo_versionedobjects.exception.ReadOnlyFieldError. */
export class ReadOnlyFieldError extends Error {
  static readonly python: PythonIdentity = { module: OVO, class: 'ReadOnlyFieldError' };
  readonly code = 'NL_OBJECT_READ_ONLY';
  readonly remedy = 'Make another object.';
  readonly kwargs: object;

  constructor(readonly field: string) {
    super(`Cannot modify readonly field ${field}`);
    this.name = 'ReadOnlyFieldError';
    this.kwargs = { field };
  }
}

/** An object that is none of Nova's, or of a kind that is not known here. oslo_versionedobjects.exception. */
export class UnsupportedObjectError extends Error {
  static readonly python: PythonIdentity = { module: OVO, class: 'UnsupportedObjectError' };
  readonly code = 'NL_OBJECT_UNSUPPORTED';
  readonly remedy = 'Send an object of the namespace nova that this release has.';
  readonly kwargs: object;

  constructor(readonly objtype: string) {
    super(`Unsupported object type ${objtype}`);
    this.name = 'UnsupportedObjectError';
    this.kwargs = { objtype };
  }
}

/** An object of a version that is not understood here. oslo_versionedobjects.exception.IncompatibleObjectVersion. */
export class IncompatibleObjectVersion extends Error {
  static readonly python: PythonIdentity = { module: OVO, class: 'IncompatibleObjectVersion' };
  readonly code = 'NL_OBJECT_VERSION';
  readonly remedy = 'Pin the sender to the older release ([upgrade_levels]), or upgrade this service.';
  readonly kwargs: object;

  constructor(
    readonly objname: string,
    readonly objver: string,
    readonly supported: string,
  ) {
    super(`Version ${objver} of ${objname} is not supported, supported version is ${supported}`);
    this.name = 'IncompatibleObjectVersion';
    this.kwargs = { objname, objver, supported };
  }
}

/** A version is asked for that the object cannot be written in. oslo_versionedobjects.exception.InvalidTargetVersion. */
export class InvalidTargetVersion extends Error {
  static readonly python: PythonIdentity = { module: OVO, class: 'InvalidTargetVersion' };
  readonly code = 'NL_OBJECT_TARGET_VERSION';
  readonly remedy = 'Ask for a version of the same major number that is not above that of the object.';
  readonly kwargs: object;

  constructor(readonly version: string) {
    super(`Invalid target version ${version}`);
    this.name = 'InvalidTargetVersion';
    this.kwargs = { version };
  }
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (value === undefined) return 'undefined';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null)
    return `an object (${value.constructor?.name ?? 'Object'})`;
  return String(value);
}
