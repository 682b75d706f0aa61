import { EventEmitter, once } from 'node:events';
import { Target } from '../../../src/messaging/index.js';
import type { BuildArguments } from '../../../src/nova/compute/rpc-api.js';
import type { RequestContext } from '../../../src/nova/context/index.js';
import { InstanceUpdateConflict } from '../../../src/nova/exception/index.js';
import {
  type ComputeNode,
  type Instance,
  LibvirtLiveMigrateData,
  type Migration,
  Selection,
} from '../../../src/nova/objects/index.js';
import type { Chain } from './chain.js';

export interface Built {
  readonly context: RequestContext;
  readonly args: BuildArguments;
}

export interface Moved {
  readonly instance: Instance;
  readonly dest: string;
  readonly migration: Migration;
  readonly migrate_data: unknown;
}

/** Takes instances as a compute does, and has them active at once. */
export class FakeCompute {
  readonly target = new Target({ version: '6.0' });
  /** Each build_and_run_instance that came. */
  readonly asked: Built[] = [];
  /** Instances that it took. */
  readonly taken: string[] = [];
  readonly moves: Moved[] = [];
  /** What it does instead of answering a check. */
  refuses: Error | undefined;
  /** Whether it lets what comes lie there, as one that dies. */
  dead = false;
  /** Tells of each build, and of each move. */
  readonly news = new EventEmitter();
  readonly #done: Built[] = [];

  constructor(
    private readonly chain: Chain,
    readonly host: string,
    readonly node: ComputeNode,
  ) {}

  async build_and_run_instance(context: RequestContext, args: BuildArguments): Promise<void> {
    this.asked.push({ context, args });
    if (!this.dead) await this.#build(args.instance.uuid);
    this.#done.push({ context, args });
    this.news.emit('build');
  }

  async #build(uuid: string): Promise<void> {
    const { instances } = this.chain.database;
    const instance = await instances.getByUuid(uuid);
    instance.host = this.host;
    instance.node = this.node.hypervisor_hostname;
    instance.vm_state = 'active';
    instance.task_state = null;
    instance.power_state = 1;
    const expected = {
      expectedVmState: 'building',
      expectedTaskState: ['scheduling', null],
      expectedHost: null,
    };
    try {
      await instances.save(instance, expected);
      this.taken.push(uuid);
    } catch (error) {
      if (!(error instanceof InstanceUpdateConflict)) throw error;
    }
  }

  /** As a scheduler chooses it for an m1.tiny. */
  selection(cell_uuid: string): Selection {
    const { uuid } = this.node;
    const resources = { VCPU: 1, MEMORY_MB: 512, DISK_GB: 1 };
    return new Selection({
      compute_node_uuid: uuid,
      service_host: this.host,
      nodename: this.node.hypervisor_hostname!,
      cell_uuid,
      limits: null,
      allocation_request: JSON.stringify({ allocations: { [uuid]: { resources } } }),
      allocation_request_version: '1.36',
      availability_zone: 'nova',
    });
  }

  check_can_live_migrate_destination(): LibvirtLiveMigrateData {
    if (this.refuses) throw this.refuses;
    return new LibvirtLiveMigrateData({ is_volume_backed: true });
  }

  live_migration(_context: RequestContext, args: Moved): void {
    this.moves.push(args);
    this.news.emit('move');
  }

  /** Resolves when it has dealt with so many. */
  async builds(count: number): Promise<readonly Built[]> {
    const signal = AbortSignal.timeout(5000);
    while (this.#done.length < count) await once(this.news, 'build', { signal });
    return this.#done;
  }

  async moved(): Promise<Moved> {
    const signal = AbortSignal.timeout(5000);
    while (this.moves.length === 0) await once(this.news, 'move', { signal });
    return this.moves[0]!;
  }
}
