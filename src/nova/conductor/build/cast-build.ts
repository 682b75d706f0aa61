import type { RequestContext } from '../../context/index.js';
import {
  type BlockDeviceMapping,
  BlockDeviceMappingList,
  type Instance,
  type NovaObject,
  type RequestSpec,
  type Selection,
} from '../../objects/index.js';
import { limitsDict } from '../../scheduler/selection.js';
import type { FilterProperties } from '../filter-properties.js';
import { textOf } from '../text-of.js';
import type { Tools } from '../tools.js';

export interface Build {
  readonly instance: Instance;
  readonly selection: Selection;
  readonly alternates: readonly Selection[];
  readonly spec: RequestSpec;
  readonly filterProperties: FilterProperties;
  readonly blockDevices: readonly BlockDeviceMapping[];
  readonly image: Readonly<Record<string, unknown>>;
  readonly adminPassword: string | null;
  readonly injectedFiles: readonly unknown[];
  readonly requestedNetworks: NovaObject | null;
  readonly securityGroups: readonly string[];
}

/**
 * Gives an instance to the compute that was chosen. Where the message cannot be handed over, the log tells; the instance
 * waits in the database, and whoever looks for those that no compute took gives it to one that is up.
 */
export async function castBuild(tools: Tools, context: RequestContext, build: Build): Promise<void> {
  const { instance, selection } = build;
  const { service_host: host, nodename: node } = selection;
  const told = { instance: instance.uuid, host, node, requestId: context.request_id };
  tools.log.debug(
    { ...told, alternates: build.alternates.map(({ service_host }) => service_host) },
    `The instance ${instance.uuid} goes to ${host}.`,
  );
  try {
    await tools.compute.buildAndRunInstance(context, host, {
      instance,
      image: build.image,
      request_spec: build.spec,
      filter_properties: build.filterProperties,
      admin_password: build.adminPassword,
      injected_files: build.injectedFiles,
      requested_networks: build.requestedNetworks,
      security_groups: build.securityGroups,
      block_device_mapping: new BlockDeviceMappingList({ objects: [...build.blockDevices] }),
      node,
      limits: limitsDict(selection),
      host_list: build.alternates,
      accel_uuids: [],
    });
  } catch (error) {
    tools.log.warn(
      { ...told, err: error },
      `${host} could not be told to build ${instance.uuid} (${textOf(error)}); it is told again, or another host is, after conductor.handOverTimeout.`,
    );
  }
}
