import { Invalid, NotFound } from './common.js';
import { NovaException } from './nova-exception.js';

/** Of services, hosts and cells: nova.exception has each by the same name. */

export class ComputeServiceInUse extends NovaException {
  static override readonly msg_fmt: string = 'Compute service of %(host)s is still in use.';
}

export class ServiceTopicExists extends NovaException {
  static override readonly msg_fmt: string = 'Service with host %(host)s topic %(topic)s exists.';
}

export class ServiceBinaryExists extends NovaException {
  static override readonly msg_fmt: string = 'Service with host %(host)s binary %(binary)s exists.';
}

export class ServiceUnavailable extends Invalid {
  static override readonly msg_fmt: string = 'Service is unavailable at this time.';
}

export class ServiceNotFound extends NotFound {
  static override readonly msg_fmt: string = 'Service %(service_id)s could not be found.';
}

export class ServiceNotUnique extends Invalid {
  static override readonly msg_fmt: string = 'More than one possible service found.';
}

export class ServiceTooOld extends Invalid {
  static override readonly msg_fmt: string =
    'This service is older (v%(thisver)i) than the minimum (v%(minver)i) version of the rest of the deployment. Unable to continue.';
}

export class HostNotFound extends NotFound {
  static override readonly msg_fmt: string = 'Host %(host)s could not be found.';
}

export class HostBinaryNotFound extends NotFound {
  static override readonly msg_fmt: string = 'Could not find binary %(binary)s on host %(host)s.';
}

export class HostMappingNotFound extends Invalid {
  static override readonly msg_fmt: string = "Host '%(name)s' is not mapped to any cell";
}

export class CellMappingNotFound extends NotFound {
  static override readonly msg_fmt: string = 'Cell %(uuid)s has no mapping.';
}

export class CellTimeout extends NotFound {
  static override readonly msg_fmt: string = 'Timeout waiting for response from cell';
}

export class InvalidConfiguration extends Invalid {
  static override readonly msg_fmt: string = 'Configuration is Invalid.';
}

export class ComputeServiceUnavailable extends ServiceUnavailable {
  static override readonly msg_fmt: string = 'Compute service of %(host)s is unavailable at this time.';
}

export class ComputeHostNotFound extends HostNotFound {
  static override readonly msg_fmt: string = 'Compute host %(host)s could not be found.';
}
