import { Invalid, NotFound } from './common.js';
import { NovaException } from './nova-exception.js';

/** Of instances and what belongs to them: nova.exception has each by the same name. */

export class InstanceExists extends NovaException {
  static override readonly msg_fmt: string = 'Instance %(name)s already exists.';
}

export class InstanceUpdateConflict extends NovaException {
  static override readonly msg_fmt: string =
    'Conflict updating instance %(instance_uuid)s. Expected: %(expected)s. Actual: %(actual)s';
}

export class InstanceActionNotFound extends NovaException {
  static override readonly msg_fmt: string =
    'Action for request_id %(request_id)s on instance %(instance_uuid)s not found';
}

export class InstanceActionEventNotFound extends NovaException {
  static override readonly msg_fmt: string = 'Event %(event)s not found for action id %(action_id)s';
}

export class InstanceFaultRollback extends NovaException {}

export class FlavorMemoryTooSmall extends NovaException {
  static override readonly msg_fmt: string = "Flavor's memory is too small for requested image.";
}

export class FlavorDiskTooSmall extends NovaException {
  static override readonly msg_fmt: string = "The created instance's disk would be too small.";
}

export class ImageNotActive extends NovaException {
  static override readonly msg_fmt: string = 'Image %(image_id)s is not active.';
}

export class VirtualInterfaceCreateException extends NovaException {
  static override readonly msg_fmt: string = 'Virtual Interface creation failed';
}

export class FixedIpAlreadyInUse extends NovaException {
  static override readonly msg_fmt: string =
    'Fixed IP address %(address)s is already in use on instance %(instance_uuid)s.';
}

export class InstanceNotFound extends NotFound {
  static override readonly msg_fmt: string = 'Instance %(instance_id)s could not be found.';
}

export class InstanceInvalidState extends Invalid {
  static override readonly msg_fmt: string =
    'Instance %(instance_uuid)s in %(attr)s %(state)s. Cannot %(method)s while the instance is in this state.';
}

export class InstanceNotRunning extends Invalid {
  static override readonly msg_fmt: string = 'Instance %(instance_id)s is not running.';
}

export class InstanceNotInRescueMode extends Invalid {
  static override readonly msg_fmt: string = 'Instance %(instance_id)s is not in rescue mode';
}

export class InstanceNotReady extends Invalid {
  static override readonly msg_fmt: string = 'Instance %(instance_id)s is not ready';
}

export class InstanceUnacceptable extends Invalid {
  static override readonly msg_fmt: string = 'Instance %(instance_id)s is unacceptable: %(reason)s';
}

export class InstanceTerminationFailure extends Invalid {
  static override readonly msg_fmt: string = 'Failed to terminate instance: %(reason)s';
}

export class InstancePowerOffFailure extends Invalid {
  static override readonly msg_fmt: string = 'Failed to power off instance: %(reason)s';
}

export class InstancePowerOnFailure extends Invalid {
  static override readonly msg_fmt: string = 'Failed to power on instance: %(reason)s';
}

export class InstanceRebootFailure extends Invalid {
  static override readonly msg_fmt: string = 'Failed to reboot instance: %(reason)s';
}

export class InstanceSuspendFailure extends Invalid {
  static override readonly msg_fmt: string = 'Failed to suspend instance: %(reason)s';
}

export class InstanceResumeFailure extends Invalid {
  static override readonly msg_fmt: string = 'Failed to resume instance: %(reason)s';
}

export class InstanceDeployFailure extends Invalid {
  static override readonly msg_fmt: string = 'Failed to deploy instance: %(reason)s';
}

export class UnknownInstanceUpdateConflict extends InstanceUpdateConflict {
  static override readonly msg_fmt: string =
    'Conflict updating instance %(instance_uuid)s, but we were unable to determine the cause';
}

export class UnexpectedTaskStateError extends InstanceUpdateConflict {}

export class InstanceInfoCacheNotFound extends NotFound {
  static override readonly msg_fmt: string = 'Info cache for instance %(instance_uuid)s could not be found.';
}

export class BuildRequestNotFound extends NotFound {
  static override readonly msg_fmt: string = 'BuildRequest not found for instance %(uuid)s';
}

export class RequestSpecNotFound extends NotFound {
  static override readonly msg_fmt: string = 'RequestSpec not found for instance %(instance_uuid)s';
}

export class InstanceMappingNotFound extends NotFound {
  static override readonly msg_fmt: string = 'Instance %(uuid)s has no mapping to a cell.';
}

export class FlavorNotFound extends NotFound {
  static override readonly msg_fmt: string = 'Flavor %(flavor_id)s could not be found.';
}

export class ImageNotFound extends NotFound {
  static override readonly msg_fmt: string = 'Image %(image_id)s could not be found.';
}

export class ImageUnacceptable extends Invalid {
  static override readonly msg_fmt: string = 'Image %(image_id)s is unacceptable: %(reason)s';
}

export class NetworkNotFound extends NotFound {
  static override readonly msg_fmt: string = 'Network %(network_id)s could not be found.';
}

export class InvalidBDM extends Invalid {
  static override readonly msg_fmt: string = 'Block Device Mapping is Invalid.';
}

export class VolumeNotFound extends NotFound {
  static override readonly msg_fmt: string = 'Volume %(volume_id)s could not be found.';
}

export class KeypairNotFound extends NotFound {
  static override readonly msg_fmt: string = 'Keypair %(name)s not found for user %(user_id)s';
}

export class SecurityGroupNotFound extends NotFound {
  static override readonly msg_fmt: string = 'Security group %(security_group_id)s not found.';
}

export class InvalidUUID extends Invalid {
  static override readonly msg_fmt: string = 'Expected a uuid but received %(uuid)s.';
}

export class InstanceIsLocked extends InstanceInvalidState {
  static override readonly msg_fmt: string = 'Instance %(instance_uuid)s is locked';
}

export class UnexpectedDeletingTaskStateError extends UnexpectedTaskStateError {}

export class FlavorNotFoundByName extends FlavorNotFound {
  static override readonly msg_fmt: string = 'Flavor with name %(flavor_name)s could not be found.';
}

export class NetworkNotFoundForInstance extends NetworkNotFound {
  static override readonly msg_fmt: string = 'Network could not be found for instance %(instance_id)s.';
}
