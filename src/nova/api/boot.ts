import { randomBytes, randomUUID } from 'node:crypto';
import type { RequestContext } from '../context/index.js';
import type { Database, Stores } from '../database/index.js';
import { TooManyInstances } from '../exception/index.js';
import {
  BlockDeviceMappingList,
  BuildRequest,
  type Flavor,
  InstanceMapping,
  type NetworkRequestList,
  type RequestSpec,
  TagList,
} from '../objects/index.js';
import { newInstance } from './new-instance.js';
import { newRequestSpec, noNetworks } from './new-request-spec.js';
import type { Wish } from './wish.js';

/** The client of conductors, as far as it is needed here: ComputeTaskApi of ../conductor. */
export interface BuildTask {
  scheduleAndBuildInstances(context: RequestContext, args: Boot): Promise<void>;
}

export interface BootOptions {
  readonly name: string;
  readonly flavor: Flavor;
  /** Default: 1. */
  readonly count?: number | undefined;
  readonly availabilityZone?: string | undefined;
  /** Only on this host. */
  readonly host?: string | undefined;
  /** How many instances the project may have, with those that are being scheduled; -1, which is the default: any number. */
  readonly quota?: number | undefined;
}

/** What a conductor is told: the arguments of schedule_and_build_instances. */
export interface Boot {
  readonly build_requests: readonly BuildRequest[];
  readonly request_specs: readonly RequestSpec[];
  readonly image: Readonly<Record<string, unknown>>;
  readonly admin_password: string | null;
  readonly injected_files: readonly unknown[];
  readonly requested_networks: NetworkRequestList;
  readonly block_device_mapping: BlockDeviceMappingList;
  readonly tags: TagList;
}

/**
 * Does what nova-api does when servers are to be created: writes what is wanted, and hands it to a conductor, all in one
 * message. Resolves with the uuids of the instances when a conductor, or the broker, has it. Rejects with
 * DatabaseUnavailable, and as a cast does; what was written is there then all the same, and a conductor finds it.
 * nova.compute.api.API.create.
 */
export async function boot(
  database: Database,
  task: BuildTask,
  context: RequestContext,
  options: BootOptions,
): Promise<readonly string[]> {
  const written = await writeBoot(database, context, options);
  await task.scheduleAndBuildInstances(context, written);
  return written.build_requests.map(({ instance_uuid }) => instance_uuid);
}

/**
 * Writes what is wanted, all or nothing; what is to be cast then. Rejects with TooManyInstances, having written nothing, and
 * with DatabaseUnavailable.
 */
export function writeBoot(database: Database, context: RequestContext, options: BootOptions): Promise<Boot> {
  const { count = 1 } = options;
  const wish: Wish = { ...options, context, count, reservationId: `r-${randomBytes(4).toString('hex')}` };
  return database.transaction(async (stores) => {
    await checkQuota(stores, wish, options.quota);
    const build_requests: BuildRequest[] = [];
    const request_specs: RequestSpec[] = [];
    for (let index = 0; index < count; index++) {
      const uuid = randomUUID();
      request_specs.push(await stores.requestSpecs.create(newRequestSpec(wish, uuid)));
      build_requests.push(
        await stores.buildRequests.create(newBuildRequest(wish, uuid, index), context.request_id),
      );
      await stores.instanceMappings.create(newMapping(wish, uuid));
    }
    return {
      build_requests,
      request_specs,
      image: {},
      admin_password: null,
      injected_files: [],
      requested_networks: noNetworks(),
      block_device_mapping: new BlockDeviceMappingList({ objects: [] }),
      tags: new TagList({ objects: [] }),
    };
  });
}

async function checkQuota({ instances, buildRequests }: Stores, wish: Wish, allowed = -1): Promise<void> {
  const { project_id } = wish.context;
  if (allowed < 0 || project_id === null) return;
  const used =
    (await instances.countByProject(project_id)) + (await buildRequests.list({ project_id })).length;
  if (used + wish.count > allowed)
    throw new TooManyInstances({ overs: 'instances', req: wish.count, used, allowed });
}

const newBuildRequest = (wish: Wish, uuid: string, index: number): BuildRequest =>
  new BuildRequest({
    instance_uuid: uuid,
    project_id: wish.context.project_id!,
    instance: newInstance(wish, uuid, index),
    block_device_mappings: new BlockDeviceMappingList({ objects: [] }),
    tags: new TagList({ objects: [] }),
  });

const newMapping = ({ context }: Wish, uuid: string): InstanceMapping =>
  new InstanceMapping({
    instance_uuid: uuid,
    project_id: context.project_id!,
    user_id: context.user_id!,
    cell_mapping: null,
    queued_for_delete: false,
  });
