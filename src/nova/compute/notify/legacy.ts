import type { Instance } from '../../objects/index.js';

/** A field that may be absent; null then. */
export function fieldOf(
  object: { isSet(field: never): boolean; get(field: string): unknown },
  field: string,
) {
  return object.isSet(field as never) ? (object.get(field) as unknown) : null;
}

/** Of an unversioned notification about an instance. nova.notifications.base.info_from_instance. */
export function legacyPayload(instance: Instance): Record<string, unknown> {
  const of = (field: string) => fieldOf(instance, field);
  const flavor = instance.flavor;
  return {
    tenant_id: of('project_id'),
    user_id: of('user_id'),
    instance_id: instance.uuid,
    display_name: of('display_name'),
    reservation_id: of('reservation_id'),
    hostname: of('hostname'),
    instance_type: flavor?.name ?? null,
    instance_type_id: flavor?.id ?? null,
    instance_flavor_id: flavor?.flavorid ?? null,
    architecture: of('architecture'),
    memory_mb: flavor?.memory_mb ?? null,
    disk_gb: (flavor?.root_gb ?? 0) + (flavor?.ephemeral_gb ?? 0),
    vcpus: flavor?.vcpus ?? null,
    root_gb: flavor?.root_gb ?? null,
    ephemeral_gb: flavor?.ephemeral_gb ?? null,
    host: of('host'),
    node: of('node'),
    availability_zone: of('availability_zone'),
    cell_name: of('cell_name') ?? '',
    created_at: createdAt(of('created_at')),
    terminated_at: isoTime(of('terminated_at')),
    deleted_at: isoTime(of('deleted_at')),
    launched_at: isoTime(of('launched_at')),
    // Without an image service there is no address, only the name.
    image_ref_url: of('image_ref'),
    os_type: of('os_type'),
    kernel_id: of('kernel_id'),
    ramdisk_id: of('ramdisk_id'),
    state: of('vm_state'),
    state_description: of('task_state') ?? '',
    progress: of('progress') || '',
    access_ip_v4: of('access_ip_v4'),
    access_ip_v6: of('access_ip_v6'),
    image_meta: imageMeta((of('system_metadata') ?? {}) as Record<string, unknown>),
    metadata: of('metadata') ?? {},
  };
}

function imageMeta(systemMetadata: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(systemMetadata).filter(([key]) => key.startsWith('image_'));
  return Object.fromEntries(entries.map(([key, value]) => [key.slice('image_'.length), value]));
}

/** As Python's str() has a datetime with a zone. */
function createdAt(time: unknown): string {
  return time instanceof Date ? `${time.toISOString().slice(0, 19).replace('T', ' ')}+00:00` : String(time);
}

/** As Nova has it: microseconds, no zone. */
function isoTime(time: unknown): string {
  return time instanceof Date ? time.toISOString().replace('Z', '000') : '';
}

/** What an unversioned notification says of an error: nova.notifications.base.exception_to_dict. */
export function legacyFault(error: unknown): Record<string, unknown> {
  const { kwargs, code } = (error ?? {}) as { kwargs?: unknown; code?: unknown };
  const message = error instanceof Error ? error.message : String(error);
  const numeric = typeof code === 'number' ? code : 500;
  const name = (error as { constructor?: { name?: string } } | null)?.constructor?.name ?? 'Error';
  const fault = { kwargs: { ...(kwargs as object | undefined), code: numeric }, message, class: name };
  return { exception: pythonText(fault), message, code: numeric };
}

/** As Python's repr() has it: consumers of Nova's notifications have never seen it as anything else. */
function pythonText(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `[${value.map(pythonText).join(', ')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(([key, entry]) => `${pythonText(key)}: ${pythonText(entry)}`);
    return `{${entries.join(', ')}}`;
  }
  const text = String(value).replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return text.includes("'") && !text.includes('"') ? `"${text}"` : `'${text.replaceAll("'", "\\'")}'`;
}
