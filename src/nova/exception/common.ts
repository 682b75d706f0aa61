import { NovaException } from './nova-exception.js';

/** Kinds of errors that others are of: nova.exception has each by the same name. */

export class Invalid extends NovaException {
  static override readonly msg_fmt: string = 'Bad Request - Invalid Parameters';
  static override readonly code: number = 400;
}

export class NotFound extends NovaException {
  static override readonly msg_fmt: string = 'Resource could not be found.';
  static override readonly code: number = 404;
}

export class Forbidden extends NovaException {
  static override readonly msg_fmt: string = 'Forbidden';
  static override readonly code: number = 403;
}

export class Unauthorized extends NovaException {
  static override readonly msg_fmt: string = 'Not authorized.';
  static override readonly code: number = 401;
}

export class ObjectActionError extends NovaException {
  static override readonly msg_fmt: string = 'Object action %(action)s failed because: %(reason)s';
}

export class OrphanedObjectError extends NovaException {
  static override readonly msg_fmt: string = 'Cannot call %(method)s on orphaned %(objtype)s object';
}

export class NotSupported extends NovaException {
  static override readonly msg_fmt: string = 'Bad Request - Feature is not supported in Nova';
  static override readonly code: number = 400;
}

export class InternalError extends NovaException {
  static override readonly msg_fmt: string = '%(err)s';
}

export class DBNotAllowed extends NovaException {
  static override readonly msg_fmt: string =
    '%(binary)s attempted direct database access which is not allowed by policy';
}

export class HypervisorUnavailable extends NovaException {
  static override readonly msg_fmt: string = 'Connection to the hypervisor is broken on host';
}

export class Base64Exception extends NovaException {
  static override readonly msg_fmt: string = 'Invalid Base 64 data for file %(path)s';
}

export class AdminRequired extends Forbidden {
  static override readonly msg_fmt: string = 'User does not have admin privileges';
}

export class PolicyNotAuthorized extends Forbidden {
  static override readonly msg_fmt: string = "Policy doesn't allow %(action)s to be performed.";
}

export class InvalidInput extends Invalid {
  static override readonly msg_fmt: string = 'Invalid input received: %(reason)s';
}

export class TooOldComputeService extends Invalid {
  static override readonly msg_fmt: string =
    'Current Nova version does not support computes older than %(oldest_supported_version)s but the minimum compute service level in your %(scope)s is %(min_service_level)d and the oldest supported service level is %(oldest_supported_service)d.';
}

export class DeviceNotFound extends NotFound {
  static override readonly msg_fmt: string = "Device '%(device)s' not found.";
}
