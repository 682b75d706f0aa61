import { ServiceBinaryExists, ServiceNotFound, ServiceTopicExists } from '../../exception/index.js';
import { Service } from '../../objects/index.js';
import type { Access } from '../access.js';
import type { ServiceStore } from '../contract/services.js';
import { violation } from '../engine/violation.js';
import type { Mapping } from '../rows.js';
import { Store } from './store.js';

export const SERVICES: Mapping<Service> = {
  table: 'services',
  Class: Service,
  without: ['availability_zone', 'compute_node'],
  key: 'id',
  softDeleted: true,
};

export class Services extends Store<Service> implements ServiceStore {
  constructor(access: Access) {
    super(access, SERVICES);
  }

  getByHostAndBinary(host: string, binary: string): Promise<Service | undefined> {
    return this.first(this.rows().where('host', '=', host).where('binary', '=', binary));
  }

  async getByUuid(uuid: string): Promise<Service> {
    const service = await this.first(this.rows().where('uuid', '=', uuid));
    if (!service) throw new ServiceNotFound({ service_id: uuid });
    return service;
  }

  async create(service: Service): Promise<Service> {
    for (const field of ['report_count', 'version'] as const)
      if (!service.isSet(field)) service.set(field, 0);
    for (const field of ['disabled', 'forced_down'] as const)
      if (!service.isSet(field)) service.set(field, false);
    try {
      return await this.insert(service);
    } catch (error) {
      if (violation(error) === undefined) throw error;
      const { host, topic, binary } = service;
      // Which of two that are violated a database tells is its own affair.
      const same = await this.rows().where('host', '=', host).where('binary', '=', binary).executeTakeFirst();
      if (same) throw new ServiceBinaryExists({ host, binary });
      throw new ServiceTopicExists({ host, topic });
    }
  }

  async save(service: Service): Promise<void> {
    const { report_count: count, last_seen_up: _, ...others } = service.changes();
    const changes = this.encode(others);
    const now = this.access.now();
    let update = this.access.query
      .updateTable('services')
      .set({ ...changes, updated_at: this.access.stamp() })
      .where('id', '=', service.id)
      .where('deleted', '=', 0);
    if (count !== undefined)
      update = update.set(({ eb, ref }) => ({
        report_count: count,
        last_seen_up: eb
          .case()
          .when('report_count', '<', count)
          .then(this.access.stamp())
          .else(ref('last_seen_up'))
          .end(),
      }));
    const row = await update.returning('last_seen_up').executeTakeFirst();
    if (!row) throw new ServiceNotFound({ service_id: service.id });
    service.updated_at = now;
    service.set('last_seen_up', row.last_seen_up);
    service.resetChanges();
  }

  async beat(service: Service): Promise<void> {
    const now = this.access.now();
    const stamp = this.access.stamp();
    const row = await this.access.query
      .updateTable('services')
      .set(({ eb }) => ({ report_count: eb('report_count', '+', 1), last_seen_up: stamp, updated_at: stamp }))
      .where('id', '=', service.id)
      .where('deleted', '=', 0)
      .returning(['report_count', 'disabled', 'forced_down'])
      .executeTakeFirst();
    if (!row) throw new ServiceNotFound({ service_id: service.id });
    for (const field of ['report_count', 'disabled', 'forced_down'] as const) service.set(field, row[field]);
    service.last_seen_up = now;
    service.updated_at = now;
    service.resetChanges(['report_count', 'disabled', 'forced_down', 'last_seen_up', 'updated_at']);
  }

  list(filters: Parameters<ServiceStore['list']>[0] = {}): Promise<Service[]> {
    let query = this.rows().orderBy('id');
    for (const column of ['binary', 'host', 'topic'] as const)
      if (filters[column] !== undefined) query = query.where(column, '=', filters[column]);
    return this.all(query);
  }

  async minimumVersion(binary: string): Promise<number> {
    const { lowest } = await this.access.query
      .selectFrom('services')
      .select(({ fn }) => fn.min('version').as('lowest'))
      .where('binary', '=', binary)
      .where('deleted', '=', 0)
      .where('forced_down', '=', false)
      .executeTakeFirstOrThrow();
    return Number(lowest ?? 0);
  }

  async destroy(service: Service): Promise<void> {
    if ((await this.remove('id', service.id)) === 0) throw new ServiceNotFound({ service_id: service.id });
  }
}
