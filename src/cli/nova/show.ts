import type { Database } from '../../nova/database/index.js';
import type { Instance } from '../../nova/objects/index.js';
import type { NovaOptions } from '../nova-commands.js';
import { print } from '../output.js';
import { table } from '../text.js';
import { inPlace, NOVA_EXIT } from './command.js';
import { findInstances } from './find.js';
import { plainInstance } from './list.js';
import { amount } from './look.js';

/** An instance, its faults, what it holds and where, its migrations, and the events of all requests, oldest first. */
export function show(which: string, options: NovaOptions): Promise<number> {
  return inPlace(options, async ({ database }) => {
    const [instance] = await findInstances(database, [which], { deleted: true });
    const all = await everything(database, instance!);
    if (options.json) print(`${JSON.stringify(all)}\n`);
    else print(text(all));
    return NOVA_EXIT.done;
  });
}

type Everything = Awaited<ReturnType<typeof everything>>;

async function everything(database: Database, instance: Instance) {
  const { uuid } = instance;
  const nodes = new Map((await database.computeNodes.list()).map(({ uuid, host }) => [uuid, host]));
  const allocations = await database.allocations.get(uuid);
  const actions = (await database.actions.list(uuid)).reverse();
  return {
    ...plainInstance(instance),
    faults: (await database.faults.list(uuid)).map(({ created_at, host, code, message }) => ({
      created_at,
      host,
      code,
      message,
    })),
    allocations: allocations.map(({ compute_node_uuid, resources }) => ({
      host: nodes.get(compute_node_uuid) ?? compute_node_uuid,
      ...resources,
    })),
    migrations: (await database.migrations.list({ instance_uuid: uuid })).map(
      ({ uuid, status, source_compute, dest_compute, created_at }) => ({
        uuid,
        status,
        source_compute,
        dest_compute,
        created_at,
      }),
    ),
    actions: await Promise.all(
      actions.map(async ({ id, action, request_id, start_time, message }) => ({
        action,
        request_id,
        start_time,
        message,
        events: (await database.actions.events(id)).reverse().map((event) => ({
          event: event.event,
          host: event.host,
          start_time: event.start_time,
          finish_time: event.finish_time,
          result: event.result,
        })),
      })),
    ),
  };
}

function text(all: Everything): string {
  const { faults, allocations, migrations, actions, ...fields } = all;
  const rows = Object.entries(fields).map(([name, value]) => [name, shown(value)]);
  return [
    table(rows, ''),
    section(
      'Holds',
      allocations.map(({ host, ...resources }) => [host, amount(resources)]),
    ),
    section(
      'Faults, the newest first',
      faults.map(({ created_at, host, code, message }) => [
        shown(created_at),
        shown(host),
        shown(code),
        shown(message),
      ]),
    ),
    section(
      'Migrations',
      migrations.map(({ created_at, source_compute, dest_compute, status }) => [
        shown(created_at),
        `${shown(source_compute)} to ${shown(dest_compute)}`,
        shown(status),
      ]),
    ),
    ...actions.map(({ action, request_id, events }) =>
      section(
        `${action}, ${request_id}`,
        events.map(({ start_time, host, event, result }) => [
          shown(start_time),
          shown(host),
          shown(event),
          result ?? 'running',
        ]),
      ),
    ),
  ].join('');
}

const section = (title: string, rows: readonly (readonly string[])[]) =>
  rows.length === 0 ? '' : `\n${title}:\n${table(rows, '  ')}`;

function shown(value: unknown): string {
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  return value === null || value === undefined || value === '' ? '-' : String(value);
}
