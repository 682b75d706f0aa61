import { Invalid, NotFound } from './common.js';
import { NovaException } from './nova-exception.js';

/** Of moving instances: nova.exception has each by the same name. */

export class MigrationError extends NovaException {
  static override readonly msg_fmt: string = 'Migration error: %(reason)s';
}

export class InvalidLocalStorage extends NovaException {
  static override readonly msg_fmt: string = '%(path)s is not on local storage: %(reason)s';
}

export class InvalidSharedStorage extends NovaException {
  static override readonly msg_fmt: string = '%(path)s is not on shared storage: %(reason)s';
}

export class LiveMigrationURINotAvailable extends NovaException {
  static override readonly msg_fmt: string =
    'No live migration URI configured and no default available for "%(virt_type)s" hypervisor virtualization type.';
}

export class LiveMigrationNotSubmitted extends NovaException {
  static override readonly msg_fmt: string =
    'Failed to submit live migration %(migration_uuid)s for instance %(instance_uuid)s for processing.';
}

export class ResizeError extends NovaException {
  static override readonly msg_fmt: string = 'Resize error: %(reason)s';
}

export class CannotResizeDisk extends NovaException {
  static override readonly msg_fmt: string = 'Server disk was unable to be resized because: %(reason)s';
}

export class CannotResizeToSameFlavor extends NovaException {
  static override readonly msg_fmt: string = 'When resizing, instances must change flavor!';
}

export class MigrationPreCheckError extends MigrationError {
  static override readonly msg_fmt: string = 'Migration pre-check error: %(reason)s';
}

export class MigrationNotFound extends NotFound {
  static override readonly msg_fmt: string = 'Migration %(migration_id)s could not be found.';
}

export class MigrationSchedulerRPCError extends MigrationError {
  static override readonly msg_fmt: string = 'Migration select destinations error: %(reason)s';
}

export class UnableToMigrateToSelf extends Invalid {
  static override readonly msg_fmt: string =
    'Unable to migrate instance (%(instance_id)s) to current host (%(host)s).';
}

export class InvalidCPUInfo extends Invalid {
  static override readonly msg_fmt: string = 'Unacceptable CPU info: %(reason)s';
}

export class InvalidMigrationState extends Invalid {
  static override readonly msg_fmt: string =
    'Migration %(migration_id)s state of instance %(instance_uuid)s is %(state)s. Cannot %(method)s while the migration is in this state.';
}

export class MigrationNotFoundByStatus extends MigrationNotFound {
  static override readonly msg_fmt: string =
    'Migration not found for instance %(instance_id)s with status %(status)s.';
}

export class MigrationNotFoundForInstance extends MigrationNotFound {
  static override readonly msg_fmt: string =
    'Migration %(migration_id)s not found for instance %(instance_id)s';
}
