import type { RequestContext } from '../../context/index.js';
import type {
  BlockDeviceMapping,
  Instance,
  InstanceAction,
  InstanceActionEvent,
  InstanceFault,
  Migration,
  Tag,
} from '../../objects/index.js';

/** A state, or several of which one must be found. */
type Expected = string | null | readonly (string | null)[];

export interface SaveExpectations {
  readonly expectedVmState?: Expected | undefined;
  readonly expectedTaskState?: Expected | undefined;
  /** Only if no host has taken the instance, or this one. */
  readonly expectedHost?: Expected | undefined;
}

export interface InstanceFilters {
  readonly project_id?: string;
  readonly host?: string | null;
  readonly node?: string;
  readonly name?: string;
  readonly uuid?: string | readonly string[];
  readonly vm_state?: string | readonly string[];
  readonly task_state?: Expected;
  readonly reservation_id?: string;
  /** Only what nobody has written to since. */
  readonly updatedBefore?: Date;
  /** Default: no; 'only' for those alone. */
  readonly deleted?: boolean | 'only';
  readonly limit?: number;
}

/**
 * Table instances; with it instance_extra (flavors and the like), instance_info_caches, instance_metadata and
 * instance_system_metadata, which come with an instance. nova.objects.instance.
 */
export interface InstanceStore {
  /** Throws InstanceExists. */
  create(instance: Instance): Promise<Instance>;
  /** Throws InstanceNotFound. */
  getByUuid(uuid: string, options?: { readonly readDeleted?: boolean }): Promise<Instance>;
  /**
   * Writes what has changed, if the stored states are the expected ones; atomic. Throws UnexpectedTaskStateError,
   * UnexpectedDeletingTaskStateError, InstanceUpdateConflict (another vm_state) or InstanceNotFound.
   */
  save(instance: Instance, expectations?: SaveExpectations): Promise<void>;
  /** Reads all fields again. Throws InstanceNotFound. */
  refresh(instance: Instance): Promise<void>;
  /** Soft delete, with all that comes with the instance. Throws InstanceNotFound. */
  destroy(instance: Instance): Promise<void>;
  /** The oldest first. */
  list(filters?: InstanceFilters): Promise<Instance[]>;
  listByHost(host: string, node?: string): Promise<Instance[]>;
  /** What a project has, for its quota; those in error count, as Nova counts them. */
  countByProject(projectId: string): Promise<number>;
}

/** Tables instance_actions and instance_actions_events. nova.objects.instance_action. */
export interface ActionStore {
  start(context: RequestContext, instanceUuid: string, action: string): Promise<InstanceAction>;
  getByRequestId(instanceUuid: string, requestId: string): Promise<InstanceAction | undefined>;
  /** The newest first. */
  list(instanceUuid: string): Promise<InstanceAction[]>;
  /** Throws InstanceActionNotFound if the request of the context has no action on the instance. */
  eventStart(
    context: RequestContext,
    instanceUuid: string,
    event: string,
    host: string,
  ): Promise<InstanceActionEvent>;
  /**
   * Ends the event, and the action with it; with an error as Error, else as Success. Throws InstanceActionNotFound or
   * InstanceActionEventNotFound.
   */
  eventFinish(
    context: RequestContext,
    instanceUuid: string,
    event: string,
    host: string,
    error?: unknown,
  ): Promise<void>;
  /** The newest first. */
  events(actionId: number): Promise<InstanceActionEvent[]>;
}

/** Table instance_faults. */
export interface FaultStore {
  create(fault: InstanceFault): Promise<InstanceFault>;
  latest(instanceUuid: string): Promise<InstanceFault | undefined>;
  /** The newest first. */
  list(instanceUuid: string): Promise<InstanceFault[]>;
}

export interface MigrationFilters {
  readonly instance_uuid?: string;
  readonly status?: string | readonly string[];
  readonly migration_type?: string;
  readonly source_compute?: string;
  readonly dest_compute?: string;
  /** As source or destination. */
  readonly host?: string;
}

/** Table migrations. */
export interface MigrationStore {
  create(migration: Migration): Promise<Migration>;
  /** Throws MigrationNotFound. */
  save(migration: Migration): Promise<void>;
  /** Throws MigrationNotFound. */
  getByUuid(uuid: string): Promise<Migration>;
  /** Throws MigrationNotFound. */
  getById(id: number): Promise<Migration>;
  list(filters?: MigrationFilters): Promise<Migration[]>;
}

/** Table block_device_mapping. */
export interface BlockDeviceStore {
  create(device: BlockDeviceMapping): Promise<BlockDeviceMapping>;
  listByInstance(instanceUuid: string): Promise<BlockDeviceMapping[]>;
  destroyByInstance(instanceUuid: string): Promise<void>;
}

/** Table tags. */
export interface TagStore {
  create(instanceUuid: string, tag: string): Promise<Tag>;
  listByInstance(instanceUuid: string): Promise<Tag[]>;
  destroyByInstance(instanceUuid: string): Promise<void>;
}
