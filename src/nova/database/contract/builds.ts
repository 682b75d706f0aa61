import type { BuildRequest, InstanceMapping, RequestSpec } from '../../objects/index.js';

/** A build request that a worker has claimed which is dead, or that nobody has claimed. */
export interface OrphanedBuild {
  readonly buildRequest: BuildRequest;
  /** The worker that had it; null if none. For claim(…, { from }). */
  readonly claimed_by: string | null;
  /** Of the request that it came with; null where that was not told. */
  readonly request_id: string | null;
}

/** Table build_requests, with columns of ours: claimed_by, claimed_at, request_id. nova.objects.build_request. */
export interface BuildRequestStore {
  /** With the request id under which whoever takes it over goes on. */
  create(request: BuildRequest, requestId?: string): Promise<BuildRequest>;
  /** Throws BuildRequestNotFound. */
  getByInstanceUuid(instanceUuid: string): Promise<BuildRequest>;
  /** Throws BuildRequestNotFound. */
  save(request: BuildRequest): Promise<void>;
  /** Throws BuildRequestNotFound, which tells that the user has deleted the instance meanwhile. */
  destroy(request: BuildRequest | string): Promise<void>;
  list(filters?: { readonly project_id?: string }): Promise<BuildRequest[]>;
  /**
   * Takes a request for a worker: true if nobody had it, or this worker; with `from`, if that worker had it (null:
   * nobody). False if another has it, or if it is gone. Atomic.
   */
  claim(
    instanceUuid: string,
    workerUuid: string,
    options?: { readonly from?: string | null },
  ): Promise<boolean>;
  /** Gives it back: nobody has it. */
  unclaim(instanceUuid: string, workerUuid: string): Promise<void>;
  /**
   * Those that are to be taken over: claimed by a worker without a beat for `downTime` seconds, or of which `isDead`
   * says so, or unclaimed for `unclaimedFor` seconds after they were made.
   */
  orphaned(options: {
    readonly downTime: number;
    readonly unclaimedFor: number;
    readonly isDead?: (worker: {
      readonly uuid: string;
      readonly host: string;
      readonly pid: number;
    }) => boolean;
  }): Promise<OrphanedBuild[]>;
}

/** Table request_specs. */
export interface RequestSpecStore {
  create(spec: RequestSpec): Promise<RequestSpec>;
  /** Throws RequestSpecNotFound. */
  getByInstanceUuid(instanceUuid: string): Promise<RequestSpec>;
  /** Throws RequestSpecNotFound. */
  save(spec: RequestSpec): Promise<void>;
  /** Throws RequestSpecNotFound. */
  destroy(spec: RequestSpec | string): Promise<void>;
}

/** Table instance_mappings: the cell of an instance, none while it is scheduled. */
export interface InstanceMappingStore {
  create(mapping: InstanceMapping): Promise<InstanceMapping>;
  /** Throws InstanceMappingNotFound. */
  getByInstanceUuid(instanceUuid: string): Promise<InstanceMapping>;
  /** Throws InstanceMappingNotFound. */
  save(mapping: InstanceMapping): Promise<void>;
  /** Throws InstanceMappingNotFound. */
  destroy(mapping: InstanceMapping | string): Promise<void>;
}
