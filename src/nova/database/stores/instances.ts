import { InstanceExists, InstanceNotFound } from '../../exception/index.js';
import { Instance } from '../../objects/index.js';
import type { Access } from '../access.js';
import type { InstanceFilters, InstanceStore, SaveExpectations } from '../contract/instances.js';
import { violation } from '../engine/violation.js';
import type { Mapping } from '../rows.js';
import { conflictOf, meets } from './instance-expectations.js';
import { filtered } from './instance-filters.js';
import {
  decodeParts,
  destroyParts,
  insertParts,
  metadataOf,
  PART_COLUMNS,
  PART_FIELDS,
  updateParts,
} from './instance-parts.js';
import { markDeleted, Store } from './store.js';

const INSTANCES: Mapping<Instance> = {
  table: 'instances',
  Class: Instance,
  without: [...PART_FIELDS, 'fault', 'pci_devices', 'tags', 'services', 'security_groups', 'ec2_ids'],
  key: 'uuid',
  softDeleted: true,
};

export class Instances extends Store<Instance> implements InstanceStore {
  constructor(access: Access) {
    super(access, INSTANCES);
  }

  async create(instance: Instance): Promise<Instance> {
    instance.setDefaults();
    try {
      return await this.access.atomically(async (access) => {
        const parts = instance.clone();
        await new Instances(access).insert(instance);
        await insertParts(access, parts);
        return instance;
      });
    } catch (error) {
      if (violation(error) === undefined) throw error;
      throw new InstanceExists({ name: instance.uuid });
    }
  }

  async getByUuid(uuid: string, { readDeleted = false } = {}): Promise<Instance> {
    const [instance] = await this.read({ uuid, deleted: readDeleted });
    if (!instance) throw new InstanceNotFound({ instance_id: uuid });
    return instance;
  }

  async save(instance: Instance, expectations: SaveExpectations = {}): Promise<void> {
    const changes = instance.changes();
    const isExpecting = Object.values(expectations).some((expected) => expected !== undefined);
    if (Object.keys(changes).length === 0 && !isExpecting) return;
    const hasParts = PART_FIELDS.some((field) => field in changes);
    const write = (access: Access) => new Instances(access).write(instance, expectations, hasParts);
    await (hasParts ? this.access.atomically(write) : write(this.access));
    instance.resetChanges();
  }

  async refresh(instance: Instance): Promise<void> {
    const kept = await this.getByUuid(instance.uuid, { readDeleted: true });
    for (const field of kept.setFields()) instance.set(field, kept.get(field));
    instance.resetChanges();
  }

  async destroy(instance: Instance): Promise<void> {
    const now = this.access.now();
    await this.access.atomically(async (access) => {
      if ((await markDeleted(access, 'instances', 'uuid', instance.uuid)) === 0)
        throw new InstanceNotFound({ instance_id: instance.uuid });
      await destroyParts(access, instance.uuid);
    });
    instance.deleted = true;
    instance.deleted_at = now;
    instance.resetChanges(['deleted', 'deleted_at']);
  }

  list(filters: InstanceFilters = {}): Promise<Instance[]> {
    return this.read(filters);
  }

  listByHost(host: string, node?: string): Promise<Instance[]> {
    return this.read(node === undefined ? { host } : { host, node });
  }

  async countByProject(projectId: string): Promise<number> {
    const { count } = await this.access.query
      .selectFrom('instances')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('project_id', '=', projectId)
      .where('deleted', '=', 0)
      .where('hidden', '=', false)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  private async read(filters: InstanceFilters): Promise<Instance[]> {
    const query = this.access.query
      .selectFrom('instances')
      .leftJoin('instance_extra', 'instance_extra.instance_uuid', 'instances.uuid')
      .leftJoin('instance_info_caches', 'instance_info_caches.instance_uuid', 'instances.uuid')
      .selectAll('instances')
      .select(PART_COLUMNS)
      .orderBy('instances.created_at')
      .orderBy('instances.id');
    const rows = await filtered(query, filters).execute();
    if (rows.length === 0) return [];
    const metadata = await metadataOf(
      this.access,
      rows.map(({ uuid }) => uuid),
    );
    return rows.map((row) => {
      const instance = this.decode(row);
      decodeParts(instance, row, metadata);
      instance.resetChanges();
      return instance;
    });
  }

  private async write(instance: Instance, expectations: SaveExpectations, hasParts: boolean): Promise<void> {
    const now = this.access.now();
    const { numUpdatedRows } = await this.access.query
      .updateTable('instances')
      .set({ ...this.encode(instance.changes()), updated_at: this.access.stamp() })
      .where('uuid', '=', instance.uuid)
      .where('deleted', '=', 0)
      .where(meets(expectations))
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw await conflictOf(this.access, instance.uuid, expectations);
    if (hasParts) await updateParts(this.access, instance);
    instance.updated_at = now;
  }
}
