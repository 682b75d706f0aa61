import { POWER_STATE } from '../../nova/compute/states.js';
import type { Instance } from '../../nova/objects/index.js';
import type { NovaOptions } from '../nova-commands.js';
import { print } from '../output.js';
import { table } from '../text.js';
import { inPlace, NOVA_EXIT } from './command.js';
import { allInstances } from './find.js';

const HEAD = ['ID', 'NAME', 'STATUS', 'TASK', 'POWER', 'HOST', 'FLAVOR'];

/** The instances, the oldest first, as `openstack server list --long` has them. */
export function list(options: NovaOptions & { deleted?: boolean; host?: string }): Promise<number> {
  return inPlace(options, async ({ database }) => {
    const { deleted = false, host } = options;
    const instances = await allInstances(database, { deleted, ...(host !== undefined && { host }) });
    if (options.json) print(`${JSON.stringify(instances.map(plainInstance))}\n`);
    else print(table([HEAD, ...instances.map(cells)], ''));
    return NOVA_EXIT.done;
  });
}

/** What programs get of an instance. */
export function plainInstance(instance: Instance) {
  const { uuid, display_name, vm_state, task_state, power_state, host, node, project_id, user_id } = instance;
  const { launched_at, availability_zone } = instance;
  const set = <Field extends 'created_at' | 'deleted'>(field: Field) =>
    instance.isSet(field) ? instance[field] : null;
  return {
    uuid,
    name: display_name,
    vm_state,
    task_state,
    power_state: powerName(power_state),
    host,
    node,
    availability_zone,
    flavor: instance.flavor?.name ?? null,
    project_id,
    user_id,
    created_at: set('created_at'),
    launched_at,
    deleted: set('deleted') ?? false,
  };
}

function cells(instance: Instance): string[] {
  const { uuid, name, vm_state, task_state, power_state, host, flavor } = plainInstance(instance);
  return [uuid, name, vm_state, task_state, power_state, host, flavor].map((cell) => cell ?? '-');
}

/** As Nova's API says it. */
function powerName(state: number | null): string {
  const found = Object.entries(POWER_STATE).find(([, value]) => value === state);
  return found?.[0].toLowerCase() ?? 'nostate';
}
