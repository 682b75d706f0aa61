import type { Aggregate, ComputeNode, Service } from '../../objects/index.js';

/** Amounts by Nova's names of resource classes. */
export interface Resources {
  readonly VCPU: number;
  readonly MEMORY_MB: number;
  readonly DISK_GB: number;
}

/** Whose an allocation is. */
export interface Owner {
  readonly project_id: string | null;
  readonly user_id: string | null;
}

/** What a consumer (an instance, or a migration) holds on a node. */
export interface Allocation extends Owner {
  readonly consumer_uuid: string;
  readonly compute_node_uuid: string;
  readonly resources: Resources;
}

/** How much of a node is taken, and how much of it there is: (total - reserved) * ratio, rounded down. */
export interface Usage {
  readonly used: Resources;
  readonly reserved: Resources;
  readonly capacity: Resources;
}

/** A node as the scheduler sees it. */
export interface Candidate extends Usage {
  readonly node: ComputeNode;
  /** Of nova-compute on the host of the node. */
  readonly service: Service;
  readonly availabilityZone: string;
}

/** Table compute_nodes. nova.objects.compute_node. */
export interface ComputeNodeStore {
  /** Throws ComputeHostNotFound. */
  getByHostAndNode(host: string, node: string): Promise<ComputeNode>;
  /** Throws ComputeHostNotFound. */
  getByUuid(uuid: string): Promise<ComputeNode>;
  listByHost(host: string): Promise<ComputeNode[]>;
  list(): Promise<ComputeNode[]>;
  create(node: ComputeNode): Promise<ComputeNode>;
  /** Writes what has changed. Throws ComputeHostNotFound. */
  save(node: ComputeNode): Promise<void>;
  destroy(node: ComputeNode): Promise<void>;
  /** All nodes with their services and what is allocated on them, in one query. */
  candidates(options?: { readonly defaultAvailabilityZone?: string }): Promise<Candidate[]>;
}

/** Tables allocations and node_inventories, in the place of Nova's placement service. */
export interface AllocationStore {
  /**
   * Takes resources of a node for a consumer; true if they fit beside what the others hold, as far as
   * (total - reserved) * ratio goes. Takes the place of what the same consumer holds there. Atomic.
   */
  claim(consumer: string, computeNode: string, resources: Resources, owner: Owner): Promise<boolean>;
  /**
   * In a transaction, first of all: until it ends, whoever locks the same consumer waits, so that what it reads of the
   * consumer holds.
   */
  lock(consumer: string): Promise<void>;
  /** What a consumer holds, on whichever node. */
  get(consumer: string): Promise<Allocation[]>;
  /** Gives what one consumer holds to another, on one node if it is named; how many allocations. */
  move(from: string, to: string, computeNode?: string): Promise<number>;
  /** Frees what a consumer holds, on one node if it is named; how many allocations. */
  release(consumer: string, computeNode?: string): Promise<number>;
  usage(computeNode: string): Promise<Usage>;
  listByNode(computeNode: string): Promise<Allocation[]>;
  list(): Promise<Allocation[]>;
  /** What a node keeps for itself; none until this is called. */
  reserve(computeNode: string, reserved: Resources): Promise<void>;
}

/** Tables aggregates, aggregate_hosts and aggregate_metadata. */
export interface AggregateStore {
  /** Of the aggregates with the host; if several name one, the first by name. Default: nova. */
  availabilityZone(host: string, otherwise?: string): Promise<string>;
  /** Of every host that has one. */
  availabilityZones(): Promise<ReadonlyMap<string, string>>;
  create(aggregate: Aggregate): Promise<Aggregate>;
  list(): Promise<Aggregate[]>;
  /** Throws AggregateNotFound. */
  addHost(aggregate: Aggregate, host: string): Promise<void>;
}
