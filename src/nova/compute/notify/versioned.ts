import type { RequestContext } from '../../context/index.js';
import type { Instance } from '../../objects/index.js';
import { powerStateName } from '../states.js';
import { fieldOf } from './legacy.js';

const payload = (name: string, version: string, data: object) => ({
  'nova_object.name': name,
  'nova_object.namespace': 'nova',
  'nova_object.version': version,
  'nova_object.data': data,
});

/** Of a versioned notification about what is done to an instance. */
export function actionPayload(context: RequestContext, instance: Instance, error: unknown): object {
  return payload('InstanceActionPayload', '1.8', instanceData(context, instance, error));
}

/** That of a build has more. */
export function createPayload(context: RequestContext, instance: Instance, error: unknown): object {
  const tags = fieldOf(instance, 'tags') as { objects: readonly { tag: string }[] } | null;
  return payload('InstanceCreatePayload', '1.12', {
    keypairs: [],
    tags: tags?.objects.map(({ tag }) => tag) ?? [],
    trusted_image_certificates: null,
    instance_name: `instance-${Number(fieldOf(instance, 'id') ?? 0)
      .toString(16)
      .padStart(8, '0')}`,
    ...instanceData(context, instance, error),
  });
}

function instanceData(context: RequestContext, instance: Instance, error: unknown): object {
  const of = (field: string) => fieldOf(instance, field);
  return {
    fault: error === undefined ? null : exceptionPayload(error),
    request_id: context.request_id,
    uuid: instance.uuid,
    user_id: of('user_id'),
    tenant_id: of('project_id'),
    reservation_id: of('reservation_id'),
    display_name: of('display_name'),
    display_description: of('display_description'),
    host_name: of('hostname'),
    host: of('host'),
    node: of('node'),
    os_type: of('os_type'),
    architecture: of('architecture'),
    availability_zone: of('availability_zone'),
    flavor: instance.flavor ? flavorPayload(instance.flavor) : null,
    image_uuid: of('image_ref'),
    key_name: of('key_name'),
    kernel_id: of('kernel_id'),
    ramdisk_id: of('ramdisk_id'),
    created_at: second(of('created_at')),
    launched_at: second(of('launched_at')),
    terminated_at: second(of('terminated_at')),
    deleted_at: second(of('deleted_at')),
    updated_at: second(of('updated_at')),
    state: of('vm_state'),
    power_state: powerStateName(of('power_state')),
    task_state: of('task_state'),
    progress: of('progress') ?? 0,
    ip_addresses: [],
    block_devices: [],
    metadata: of('metadata') ?? {},
    locked: of('locked') ?? false,
    auto_disk_config: of('auto_disk_config') ? 'AUTO' : 'MANUAL',
    action_initiator_user: context.user_id,
    action_initiator_project: context.project_id,
    locked_reason: null,
  };
}

function flavorPayload(flavor: NonNullable<Instance['flavor']>): object {
  const of = (field: string) => fieldOf(flavor, field);
  return payload('FlavorPayload', '1.4', {
    flavorid: of('flavorid'),
    memory_mb: of('memory_mb'),
    vcpus: of('vcpus'),
    root_gb: of('root_gb'),
    ephemeral_gb: of('ephemeral_gb'),
    name: of('name'),
    swap: of('swap'),
    rxtx_factor: of('rxtx_factor'),
    vcpu_weight: of('vcpu_weight'),
    disabled: of('disabled') ?? false,
    is_public: of('is_public') ?? true,
    extra_specs: of('extra_specs') ?? {},
    projects: of('projects') ?? [],
    description: of('description'),
  });
}

/** What a versioned notification says of an error. */
export function exceptionPayload(error: unknown): object {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const name = (error as { constructor?: { name?: string } } | null)?.constructor?.name ?? 'Error';
  return payload('ExceptionPayload', '1.1', {
    module_name: 'nova.compute.manager',
    function_name: /at (?:async )?(?:[\w$]+\.)?#?([\w$]+) /.exec(stack)?.[1] ?? 'unknown',
    exception: name,
    exception_message: error instanceof Error ? error.message : String(error),
    traceback: stack,
  });
}

/** As NovaObjects have it. */
function second(time: unknown): string | null {
  return time instanceof Date ? `${time.toISOString().slice(0, 19)}Z` : null;
}
