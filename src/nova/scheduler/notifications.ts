import type { RequestContext } from '../context/index.js';
import { NovaObject, type RequestSpec } from '../objects/index.js';
import type { Notifier } from '../rpc/index.js';

/**
 * Tells others that hosts are being chosen, or were. nova.scheduler.utils; a listener that fails is none of the
 * scheduler's business.
 */
export async function notifySelect(
  notifier: Notifier,
  context: RequestContext,
  phase: 'start' | 'end',
  spec: RequestSpec,
): Promise<void> {
  const event = `scheduler.select_destinations.${phase}`;
  await notifier.legacy(context, event, { request_spec: legacyRequestSpec(spec) });
  await notifier.versioned(context, event, requestSpecPayload(spec));
}

/** nova.objects.RequestSpec.to_legacy_request_spec_dict. */
export function legacyRequestSpec(spec: RequestSpec): Record<string, unknown> {
  const { flavor } = spec;
  const get = reader(spec);
  return {
    num_instances: get('num_instances') ?? 1,
    image: plain(get('image')) ?? {},
    instance_properties: {
      numa_topology: null,
      pci_requests: plain(get('pci_requests')),
      project_id: get('project_id'),
      user_id: get('user_id'),
      availability_zone: get('availability_zone'),
      uuid: get('instance_uuid'),
      root_gb: flavor.root_gb,
      ephemeral_gb: flavor.ephemeral_gb,
      memory_mb: flavor.memory_mb,
      vcpus: flavor.vcpus,
    },
    instance_type: plain(flavor),
  };
}

/** nova.notifications.objects.request_spec.RequestSpecPayload. */
export function requestSpecPayload(spec: RequestSpec): object {
  const get = reader(spec);
  const names = ['instance_uuid', 'project_id', 'user_id', 'availability_zone'];
  const lists = ['force_hosts', 'force_nodes', 'ignore_hosts', 'num_instances', 'scheduler_hints'];
  const fields = Object.fromEntries([...names, ...lists].map((name) => [name, get(name)]));
  return payload('RequestSpecPayload', '1.1', {
    ...fields,
    flavor: payload('FlavorPayload', '1.4', flavorFields(spec)),
    instance_group: null,
    image: null,
    numa_topology: null,
    pci_requests: null,
    requested_destination: null,
    retry: null,
    security_groups: [],
  });
}

const FLAVOR_FIELDS = ['flavorid', 'memory_mb', 'vcpus', 'root_gb', 'ephemeral_gb', 'name', 'swap'] as const;
const MORE_FLAVOR_FIELDS = ['rxtx_factor', 'vcpu_weight', 'disabled', 'is_public', 'extra_specs'] as const;

function flavorFields({ flavor }: RequestSpec): object {
  const get = reader(flavor);
  const entries = [...FLAVOR_FIELDS, ...MORE_FLAVOR_FIELDS].map((name) => [name, get(name)]);
  return { ...Object.fromEntries(entries), projects: get('projects') ?? [], description: get('description') };
}

/** An object of a notification, as it travels. */
export const payload = (name: string, version: string, data: object) => ({
  'nova_object.name': name,
  'nova_object.namespace': 'nova',
  'nova_object.version': version,
  'nova_object.data': data,
});

/** Reads a field that need not be set. */
const reader = (object: NovaObject) => (field: string) =>
  object.isSet(field) ? ((object as unknown as Record<string, unknown>)[field] ?? null) : null;

/** An object as a dictionary of the fields that are set. nova's obj_to_primitive of oslo.versionedobjects.base. */
export function plain(value: unknown): unknown {
  if (value instanceof NovaObject) {
    return plain(value.toPrimitive()['nova_object.data']);
  }
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === 'object') {
    const given = value as Record<string, unknown>;
    if ('nova_object.data' in given) return plain(given['nova_object.data']);
    return Object.fromEntries(Object.entries(given).map(([key, one]) => [key, plain(one)]));
  }
  return value;
}
