import type { ServiceStore } from '../../src/nova/database/index.js';
import { ServiceBinaryExists, ServiceNotFound } from '../../src/nova/exception/index.js';
import { Service } from '../../src/nova/objects/index.js';

/** A table of services in memory, for what only needs that. */
export class MemoryServices implements ServiceStore {
  readonly rows: Service[] = [];
  /** Called before a row is made, as if another worker were faster. */
  beforeCreate = () => {};

  async getByHostAndBinary(host: string, binary: string): Promise<Service | undefined> {
    const row = this.rows.find((one) => one.host === host && one.binary === binary);
    return row?.clone();
  }

  async getByUuid(uuid: string): Promise<Service> {
    const row = this.rows.find((one) => one.uuid === uuid);
    if (!row) throw new ServiceNotFound({ service_id: uuid });
    return row;
  }

  async create(service: Service): Promise<Service> {
    this.beforeCreate();
    const { host, binary } = service;
    if (await this.getByHostAndBinary(host!, binary!)) throw new ServiceBinaryExists({ host, binary });
    return this.add({ ...service.changes() });
  }

  /** As it lies in the database. */
  add(values: Record<string, unknown>): Service {
    const row = Service.loaded({ id: this.rows.length + 1, forced_down: false, ...values });
    this.rows.push(row);
    return row.clone();
  }

  async save(service: Service): Promise<void> {
    const row = this.rows.find(({ id }) => id === service.id);
    if (!row) throw new ServiceNotFound({ service_id: service.id });
    Object.assign(row, service.changes());
    row.resetChanges();
    service.resetChanges();
  }

  async beat(): Promise<void> {}

  async list(): Promise<Service[]> {
    return this.rows.map((row) => row.clone());
  }

  async minimumVersion(binary: string): Promise<number> {
    const versions = this.rows
      .filter((row) => row.binary === binary && !row.forced_down)
      .map((row) => row.version!);
    return versions.length === 0 ? 0 : Math.min(...versions);
  }

  async destroy(service: Service): Promise<void> {
    this.rows.splice(
      this.rows.findIndex(({ id }) => id === service.id),
      1,
    );
  }
}
