import type {
  BlockDeviceMappingList,
  BuildRequest,
  NovaObject,
  RequestSpec,
  Tag,
  TagList,
} from '../../objects/index.js';
import { plain } from '../../scheduler/notifications.js';
import type { Boot, BootExtras } from './boot.js';

/** The arguments of schedule_and_build_instances 1.17, as they travel. */
export interface BootArguments {
  readonly build_requests: readonly BuildRequest[];
  readonly request_specs: readonly RequestSpec[];
  readonly image: Readonly<Record<string, unknown>>;
  readonly admin_password: string | null;
  readonly injected_files: readonly unknown[];
  readonly requested_networks: NovaObject | null;
  readonly block_device_mapping: BlockDeviceMappingList | null;
  readonly tags?: TagList | readonly Tag[] | null;
}

export const bootsOf = ({ build_requests, request_specs }: BootArguments): Boot[] =>
  build_requests.map((buildRequest, index) => ({
    instanceUuid: buildRequest.instance_uuid,
    buildRequest,
    spec: request_specs[index]!,
  }));

export const extrasOf = (args: BootArguments): BootExtras => ({
  image: args.image,
  adminPassword: args.admin_password,
  injectedFiles: args.injected_files,
  requestedNetworks: args.requested_networks,
  blockDevices: args.block_device_mapping?.objects ?? [],
  tags: tagNames(args.tags),
});

/** What is left of them in the database: neither the password nor the files that were to be injected. */
export function storedExtras({ buildRequest, spec }: Boot): BootExtras {
  const { block_device_mappings: devices, tags } = buildRequest;
  return {
    image: imageOf(spec),
    adminPassword: null,
    injectedFiles: [],
    requestedNetworks: spec.isSet('requested_networks') ? spec.requested_networks : null,
    blockDevices: buildRequest.isSet('block_device_mappings') ? devices.objects : [],
    tags: buildRequest.isSet('tags') ? tagNames(tags) : [],
  };
}

/** As nova-api gives it: a dictionary. */
export function imageOf(spec: RequestSpec): Record<string, unknown> {
  const image = spec.isSet('image') ? spec.image : null;
  return image ? (plain(image) as Record<string, unknown>) : {};
}

function tagNames(tags: TagList | readonly Tag[] | null | undefined): string[] {
  const objects = !tags ? [] : 'objects' in tags ? tags.objects : tags;
  return objects.map(({ tag }) => tag);
}
