import { Invalid, NotFound } from './common.js';
import { NovaException } from './nova-exception.js';
import { ServiceUnavailable } from './services.js';

/** Of choosing a host, and of room on it: nova.exception has each by the same name. */

export class NoValidHost extends NovaException {
  static override readonly msg_fmt: string = 'No valid host was found. %(reason)s';
}

export class RequestFilterFailed extends NovaException {
  static override readonly msg_fmt: string = 'Scheduling failed: %(reason)s';
}

export class OverQuota extends NovaException {
  static override readonly msg_fmt: string = 'Quota exceeded for resources: %(overs)s';
  static override readonly code: number = 413;
}

export class RescheduledException extends NovaException {
  static override readonly msg_fmt: string =
    'Build of instance %(instance_uuid)s was re-scheduled: %(reason)s';
}

export class BuildAbortException extends NovaException {
  static override readonly msg_fmt: string = 'Build of instance %(instance_uuid)s aborted: %(reason)s';
}

export class AllocationCreateFailed extends NovaException {
  static override readonly msg_fmt: string =
    'Failed to create allocations for instance %(instance)s against resource provider %(provider)s.';
}

export class AllocationUpdateFailed extends NovaException {
  static override readonly msg_fmt: string =
    'Failed to update allocations for consumer %(consumer_uuid)s. Error: %(error)s';
}

export class AllocationDeleteFailed extends NovaException {
  static override readonly msg_fmt: string =
    'Failed to delete allocations for consumer %(consumer_uuid)s. Error: %(error)s';
}

export class AllocationMoveFailed extends NovaException {
  static override readonly msg_fmt: string =
    'Failed to move allocations from consumer %(source_consumer)s to consumer %(target_consumer)s. Error: %(error)s';
}

export class ConsumerAllocationRetrievalFailed extends NovaException {
  static override readonly msg_fmt: string =
    'Failed to retrieve allocations for consumer %(consumer_uuid)s: %(error)s';
}

export class ResourceProviderAllocationRetrievalFailed extends NovaException {
  static override readonly msg_fmt: string =
    'Failed to retrieve allocations for resource provider %(rp_uuid)s: %(error)s';
}

export class AggregateHostExists extends NovaException {
  static override readonly msg_fmt: string = 'Aggregate %(aggregate_id)s already has host %(host)s.';
}

export class MaxRetriesExceeded extends NoValidHost {
  static override readonly msg_fmt: string = 'Exceeded maximum number of retries. %(reason)s';
}

export class UnsupportedPolicyException extends Invalid {
  static override readonly msg_fmt: string = 'ServerGroup policy is not supported: %(reason)s';
}

export class SchedulerHostFilterNotFound extends NotFound {
  static override readonly msg_fmt: string = 'Scheduler Host Filter %(filter_name)s could not be found.';
}

export class TooManyInstances extends OverQuota {
  static override readonly msg_fmt: string =
    'Quota exceeded for %(overs)s: Requested %(req)s, but already used %(used)s of %(allowed)s %(overs)s';
}

export class ResourceProviderNotFound extends NotFound {
  static override readonly msg_fmt: string = 'No such resource provider %(name_or_uuid)s.';
}

export class ComputeHostMetricNotFound extends NotFound {
  static override readonly msg_fmt: string =
    'Metric %(name)s could not be found on the compute host node %(host)s.%(node)s.';
}

export class InvalidHypervisorType extends Invalid {
  static override readonly msg_fmt: string = 'The supplied hypervisor type of is invalid.';
}

export class HypervisorTooOld extends Invalid {
  static override readonly msg_fmt: string =
    "This compute node's hypervisor is older than the minimum supported version: %(version)s.";
}

export class DestinationHypervisorTooOld extends Invalid {
  static override readonly msg_fmt: string =
    'The instance requires a newer hypervisor version than has been provided.';
}

export class PortLimitExceeded extends OverQuota {
  static override readonly msg_fmt: string = 'Maximum number of ports exceeded';
}

export class InstanceGroupNotFound extends NotFound {
  static override readonly msg_fmt: string = 'Instance group %(group_uuid)s could not be found.';
}

export class AggregateNotFound extends NotFound {
  static override readonly msg_fmt: string = 'Aggregate %(aggregate_id)s could not be found.';
}

export class AggregateHostNotFound extends NotFound {
  static override readonly msg_fmt: string = 'Aggregate %(aggregate_id)s has no host %(host)s.';
}

export class ComputeResourcesUnavailable extends ServiceUnavailable {
  static override readonly msg_fmt: string = 'Insufficient compute resources: %(reason)s.';
}
