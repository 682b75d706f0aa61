import type { Database, Resources } from '../../nova/database/index.js';
import { InstanceNotFound } from '../../nova/exception/index.js';
import type { Instance } from '../../nova/objects/index.js';
import type { SeenEvent, Snapshot } from './progress.js';

const CONDUCTOR = 'nova-conductor';

/** Looks at instances, as far as one request, or none, is about them. */
export class Looker {
  readonly #hosts = new Map<string, string>();

  constructor(
    private readonly database: Database,
    private readonly requestId: string,
  ) {}

  async look(uuid: string): Promise<Snapshot> {
    const { database } = this;
    const [instance, claims, events, fault, migrations] = await Promise.all([
      this.#instance(uuid),
      this.#claims(uuid),
      this.#events(uuid),
      database.faults.latest(uuid),
      database.migrations.list({ instance_uuid: uuid }),
    ]);
    const migration = migrations.at(-1);
    return {
      row: instance && {
        host: instance.host,
        vm_state: instance.vm_state,
        task_state: instance.task_state,
        at: instance.updated_at,
      },
      claims,
      events,
      fault: fault && {
        id: fault.id,
        where: await this.#where(fault.host ?? ''),
        message: fault.message ?? '',
        at: fault.created_at,
      },
      migration: migration && {
        id: migration.id,
        status: migration.status ?? '',
        source: migration.source_compute ?? '',
        dest: migration.dest_compute,
        at: migration.updated_at ?? migration.created_at,
      },
    };
  }

  async #instance(uuid: string): Promise<Instance | undefined> {
    try {
      return await this.database.instances.getByUuid(uuid);
    } catch (error) {
      if (error instanceof InstanceNotFound) return undefined;
      throw error;
    }
  }

  async #claims(uuid: string): Promise<Snapshot['claims']> {
    const held = await this.database.allocations.get(uuid);
    const claims: { host: string; what: string }[] = [];
    for (const { compute_node_uuid, resources } of held)
      claims.push({ host: await this.#host(compute_node_uuid), what: amount(resources) });
    return claims;
  }

  async #host(node: string): Promise<string> {
    const known = this.#hosts.get(node);
    if (known !== undefined) return known;
    for (const { uuid, host } of await this.database.computeNodes.list()) this.#hosts.set(uuid, host ?? uuid);
    return this.#hosts.get(node) ?? node;
  }

  /** A host on which no compute runs is that of a conductor. */
  async #where(host: string): Promise<string> {
    if (this.#hosts.size === 0) await this.#host('');
    return [...this.#hosts.values()].includes(host) ? host : CONDUCTOR;
  }

  async #events(uuid: string): Promise<Snapshot['events']> {
    const action = await this.database.actions.getByRequestId(uuid, this.requestId);
    if (!action) return [];
    const events = await this.database.actions.events(action.id);
    const seen: SeenEvent[] = [];
    for (const { id, event, host, result, start_time: began, finish_time: ended } of events.reverse()) {
      // Where a conductor has the name of a compute, its events still tell them apart.
      const isConductor = event?.startsWith('conductor_') === true;
      const where = isConductor ? CONDUCTOR : await this.#where(host ?? '');
      seen.push({ id, event: event ?? '', where, result, began, ended });
    }
    return seen;
  }
}

/** 1 VCPU, 512 MB and 1 GB. */
export const amount = ({ VCPU, MEMORY_MB, DISK_GB }: Resources): string =>
  `${VCPU} VCPU, ${MEMORY_MB} MB and ${DISK_GB} GB`;
