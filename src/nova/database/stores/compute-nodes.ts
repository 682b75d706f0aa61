import { ComputeHostNotFound } from '../../exception/index.js';
import { ComputeNode } from '../../objects/index.js';
import type { Access } from '../access.js';
import type { Candidate, ComputeNodeStore } from '../contract/placement.js';
import { decode, type Mapping } from '../rows.js';
import { capacityOf, RESERVED, reservedOf, USED, usedOf } from './capacity.js';
import { SERVICES } from './services.js';
import { Store } from './store.js';

const NODES: Mapping<ComputeNode> = {
  table: 'compute_nodes',
  Class: ComputeNode,
  columns: { supported_hv_specs: 'supported_instances', pci_device_pools: 'pci_stats' },
  json: ['supported_hv_specs', 'pci_device_pools', 'stats'],
  key: 'uuid',
  softDeleted: true,
};

const OF_SERVICE = 'of_service_';

export class ComputeNodes extends Store<ComputeNode> implements ComputeNodeStore {
  constructor(access: Access) {
    super(access, NODES);
  }

  async getByHostAndNode(host: string, node: string): Promise<ComputeNode> {
    const query = this.rows().where('host', '=', host).where('hypervisor_hostname', '=', node);
    const found = await this.first(query);
    if (!found) throw new ComputeHostNotFound({ host });
    return found;
  }

  async getByUuid(uuid: string): Promise<ComputeNode> {
    const found = await this.first(this.rows().where('uuid', '=', uuid));
    if (!found) throw new ComputeHostNotFound({ host: uuid });
    return found;
  }

  listByHost(host: string): Promise<ComputeNode[]> {
    return this.all(this.rows().where('host', '=', host).orderBy('id'));
  }

  list(): Promise<ComputeNode[]> {
    return this.all(this.rows().orderBy('id'));
  }

  create(node: ComputeNode): Promise<ComputeNode> {
    return this.insert(node);
  }

  async save(node: ComputeNode): Promise<void> {
    if (!(await this.update(node))) throw new ComputeHostNotFound({ host: node.host });
  }

  async destroy(node: ComputeNode): Promise<void> {
    if ((await this.remove('uuid', node.uuid)) === 0) throw new ComputeHostNotFound({ host: node.host });
  }

  async candidates({ defaultAvailabilityZone = 'nova' } = {}): Promise<Candidate[]> {
    const { query } = this.access;
    const used = query
      .selectFrom('allocations')
      .select('compute_node_uuid')
      .select(USED)
      .groupBy('compute_node_uuid');
    const zones = query
      .selectFrom('aggregate_hosts')
      .innerJoin('aggregate_metadata', 'aggregate_metadata.aggregate_id', 'aggregate_hosts.aggregate_id')
      .where('key', '=', 'availability_zone')
      .select(({ fn }) => ['host', fn.min('value').as('zone')])
      .groupBy('host');
    const rows = await query
      .selectFrom('compute_nodes')
      .innerJoin('services', (join) =>
        join
          .onRef('services.host', '=', 'compute_nodes.host')
          .on('services.binary', '=', 'nova-compute')
          .on('services.deleted', '=', 0),
      )
      .leftJoin('node_inventories', 'node_inventories.compute_node_uuid', 'compute_nodes.uuid')
      .leftJoin(used.as('used'), 'used.compute_node_uuid', 'compute_nodes.uuid')
      .leftJoin(zones.as('zones'), 'zones.host', 'compute_nodes.host')
      .where('compute_nodes.deleted', '=', 0)
      .selectAll('compute_nodes')
      .select([...SERVICE_COLUMNS(), ...RESERVED, 'used_vcpu', 'used_memory_mb', 'used_disk_gb', 'zone'])
      .orderBy('compute_nodes.id')
      .execute();
    return rows.map((row) => {
      const reserved = reservedOf(row);
      return {
        node: this.decode(row),
        service: decode(SERVICES, row, OF_SERVICE),
        used: usedOf(row),
        reserved,
        capacity: capacityOf(row, reserved),
        availabilityZone: row.zone ?? defaultAvailabilityZone,
      };
    });
  }
}

const SERVICE_COLUMNS = () =>
  [...SERVICES.Class.fields.keys()]
    .filter((field) => !SERVICES.without?.includes(field))
    .map((field) => `services.${field} as ${OF_SERVICE}${field}`);
