import type { RequestContext } from '../context/index.js';
import type { Instance } from '../objects/index.js';
import { payload } from '../scheduler/notifications.js';
import type { Tools } from './tools.js';

/** Tells that an instance has come to be, and is building. nova.notifications.base.send_update_with_states. */
export async function notifyCreated(
  { notifier }: Tools,
  context: RequestContext,
  instance: Instance,
): Promise<void> {
  const get = (field: string) => (instance.setFields().includes(field) ? instance.get(field) : null);
  const same = (...fields: string[]) => Object.fromEntries(fields.map((field) => [field, get(field)]));
  const common = same(
    'user_id',
    'display_name',
    'reservation_id',
    'availability_zone',
    'host',
    'node',
    'os_type',
  );
  await notifier.legacy(context, 'compute.instance.update', {
    ...common,
    ...same('hostname', 'architecture', 'memory_mb', 'vcpus', 'root_gb', 'ephemeral_gb', 'metadata'),
    tenant_id: get('project_id'),
    instance_id: instance.uuid,
    state: 'building',
    old_state: null,
    state_description: get('task_state') ?? '',
    old_task_state: null,
    new_task_state: get('task_state'),
  });
  const update = payload('InstanceStateUpdatePayload', '1.0', {
    state: 'building',
    old_state: null,
    old_task_state: null,
    new_task_state: get('task_state'),
  });
  const versioned = payload('InstanceUpdatePayload', '2.0', {
    ...common,
    ...same('architecture', 'created_at', 'metadata', 'locked', 'progress'),
    uuid: instance.uuid,
    tenant_id: get('project_id'),
    request_id: context.request_id,
    state: 'building',
    task_state: get('task_state'),
    state_update: update,
  });
  await notifier.versioned(context, 'instance.update', versioned);
}
