import type { Database, ServiceWorker } from '../../nova/database/index.js';
import type { Service } from '../../nova/objects/index.js';
import type { NovaOptions } from '../nova-commands.js';
import { print } from '../output.js';
import { table } from '../text.js';
import { inPlace, NOVA_EXIT } from './command.js';
import type { Place } from './place.js';

interface ServicesOptions extends NovaOptions {
  readonly long?: boolean;
  readonly binary?: string;
  readonly host?: string;
}

const HEAD = ['ID', 'BINARY', 'HOST', 'ZONE', 'STATUS', 'STATE', 'UPDATED AT'];
const LONG = ['DISABLED REASON', 'FORCED DOWN'];
const WORKERS = ['WORKER', 'BINARY', 'HOST', 'PID', 'GENERATION', 'STATE', 'LAST SEEN UP'];

/** The services as `openstack compute service list` has them; and the workers of each, which that cannot tell apart. */
export function services(options: ServicesOptions): Promise<number> {
  return inPlace(options, async (place) => {
    const { long = false, json = false, binary, host } = options;
    const filters = { ...(binary !== undefined && { binary }), ...(host !== undefined && { host }) };
    const found = await place.database.services.list(filters);
    const all = await Promise.all(found.map((service) => describe(place, service)));
    if (json) print(`${JSON.stringify(all)}\n`);
    else print(textOf(all, long));
    return NOVA_EXIT.done;
  });
}

type Described = Awaited<ReturnType<typeof describe>>;

async function describe({ database, servicegroup, config }: Place, service: Service) {
  const { uuid, binary, host, disabled, disabled_reason, forced_down } = service;
  const workers = await database.workers.list(service.id);
  return {
    id: uuid,
    binary: binary ?? '',
    host: host ?? '',
    zone: await zoneOf(database, service, config),
    status: disabled ? 'disabled' : 'enabled',
    state: servicegroup.isUp(service) ? 'up' : 'down',
    updated_at: servicegroup.getUpdatedTime(service) ?? null,
    disabled_reason,
    forced_down,
    workers: workers.map((worker) => describeWorker(worker, servicegroup.serviceDownTime)),
  };
}

function describeWorker({ uuid, worker, pid, generation, last_seen_up }: ServiceWorker, downTime: number) {
  const isUp = Math.abs(Date.now() - last_seen_up.getTime()) <= downTime * 1000;
  return { uuid, worker, pid, generation, state: isUp ? 'up' : 'down', last_seen_up };
}

function zoneOf(
  { aggregates }: Database,
  { binary, host }: Service,
  { defaultAvailabilityZone, internalServiceAvailabilityZone }: Place['config'],
): Promise<string> | string {
  if (binary !== 'nova-compute') return internalServiceAvailabilityZone;
  return aggregates.availabilityZone(host ?? '', defaultAvailabilityZone);
}

function textOf(all: readonly Described[], long: boolean): string {
  const rows = all.map(({ id, binary, host, zone, status, state, updated_at, ...more }) => [
    ...[id, binary, host, zone, status, state, timeOf(updated_at)],
    ...(long ? [more.disabled_reason ?? '-', String(more.forced_down)] : []),
  ]);
  const services = table([[...HEAD, ...(long ? LONG : [])], ...rows], '');
  if (!long) return services;
  const workers = all.flatMap(({ binary, host, workers }) =>
    workers.map(({ worker, pid, generation, state, last_seen_up }) => [
      ...[String(worker), binary, host, String(pid), String(generation), state, timeOf(last_seen_up)],
    ]),
  );
  return `${services}\n${table([WORKERS, ...workers], '')}`;
}

const timeOf = (time: Date | null) => time?.toISOString().replace(/\.\d+Z$/, 'Z') ?? '-';
