import { randomBytes, randomUUID } from 'node:crypto';
import type { RequestContext } from '../context/index.js';
import type { Database } from '../database/index.js';
import {
  BlockDeviceMappingList,
  BuildRequest,
  type Flavor,
  InstanceMapping,
  type RequestSpec,
  TagList,
} from '../objects/index.js';
import { newInstance } from './new-instance.js';
import { newRequestSpec, noNetworks } from './new-request-spec.js';
import type { Wish } from './wish.js';

/** The client of conductors, as far as it is needed here: ComputeTaskApi of ../conductor. */
export interface BuildTask {
  scheduleAndBuildInstances(context: RequestContext, args: object): Promise<void>;
}

export interface BootOptions {
  readonly name: string;
  readonly flavor: Flavor;
  /** Default: 1. */
  readonly count?: number | undefined;
  readonly availabilityZone?: string | undefined;
  /** Only on this host. */
  readonly host?: string | undefined;
}

/**
 * Does what nova-api does when servers are to be created: writes what is wanted, and hands it to a conductor, all in one
 * message. Resolves with the uuids of the instances when a conductor, or the broker, has it. Rejects with
 * DatabaseUnavailable and as a cast does; what was written is there then all the same, and a conductor finds it.
 * nova.compute.api.API.create.
 */
export async function boot(
  database: Database,
  task: BuildTask,
  context: RequestContext,
  options: BootOptions,
): Promise<readonly string[]> {
  const { count = 1 } = options;
  const wish: Wish = { ...options, context, count, reservationId: `r-${randomBytes(4).toString('hex')}` };
  const written = await database.transaction(async (stores) => {
    const all: { readonly uuid: string; readonly request: BuildRequest; readonly spec: RequestSpec }[] = [];
    for (let index = 0; index < count; index++) {
      const uuid = randomUUID();
      const spec = await stores.requestSpecs.create(newRequestSpec(wish, uuid));
      const request = await stores.buildRequests.create(newBuildRequest(wish, uuid, index));
      await stores.instanceMappings.create(newMapping(wish, uuid));
      all.push({ uuid, request, spec });
    }
    return all;
  });
  await task.scheduleAndBuildInstances(context, {
    build_requests: written.map(({ request }) => request),
    request_specs: written.map(({ spec }) => spec),
    image: {},
    admin_password: null,
    injected_files: [],
    requested_networks: noNetworks(),
    block_device_mapping: new BlockDeviceMappingList({ objects: [] }),
    tags: new TagList({ objects: [] }),
  });
  return written.map(({ uuid }) => uuid);
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
