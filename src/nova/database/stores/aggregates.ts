import { AggregateNotFound } from '../../exception/index.js';
import { Aggregate } from '../../objects/index.js';
import type { Access } from '../access.js';
import type { AggregateStore } from '../contract/placement.js';
import type { Mapping } from '../rows.js';
import { Store } from './store.js';

const AGGREGATES: Mapping<Aggregate> = {
  table: 'aggregates',
  Class: Aggregate,
  without: ['hosts', 'metadata'],
  key: 'id',
  softDeleted: false,
};

const ZONE = 'availability_zone';

export class Aggregates extends Store<Aggregate> implements AggregateStore {
  constructor(access: Access) {
    super(access, AGGREGATES);
  }

  async availabilityZone(host: string, otherwise = 'nova'): Promise<string> {
    const row = await this.zones().where('host', '=', host).executeTakeFirst();
    return row?.value ?? otherwise;
  }

  async availabilityZones(): Promise<ReadonlyMap<string, string>> {
    const rows = await this.zones().execute();
    // The first one counts, and the last one that is set stays.
    return new Map(rows.reverse().map(({ host, value }) => [host, value]));
  }

  create(aggregate: Aggregate): Promise<Aggregate> {
    const hosts = aggregate.isSet('hosts') ? (aggregate.hosts ?? []) : [];
    const metadata = aggregate.isSet('metadata') ? (aggregate.metadata ?? {}) : {};
    return this.access.atomically(async (access) => {
      const created = await new Aggregates(access).insert(aggregate);
      for (const host of hosts) await add(access, 'aggregate_hosts', { aggregate_id: created.id, host });
      for (const [key, value] of Object.entries(metadata))
        await add(access, 'aggregate_metadata', { aggregate_id: created.id, key, value });
      created.hosts = hosts;
      created.metadata = metadata;
      created.resetChanges();
      return created;
    });
  }

  async list(): Promise<Aggregate[]> {
    const { query } = this.access;
    const [aggregates, hosts, metadata] = await Promise.all([
      this.all(this.rows().orderBy('id')),
      query.selectFrom('aggregate_hosts').selectAll().orderBy('id').execute(),
      query.selectFrom('aggregate_metadata').selectAll().orderBy('id').execute(),
    ]);
    for (const aggregate of aggregates) {
      const its = (row: { aggregate_id?: number }) => row.aggregate_id === aggregate.id;
      aggregate.hosts = hosts.filter(its).map(({ host }) => host);
      aggregate.metadata = Object.fromEntries(metadata.filter(its).map(({ key, value }) => [key, value]));
      aggregate.resetChanges();
    }
    return aggregates;
  }

  async addHost(aggregate: Aggregate, host: string): Promise<void> {
    const known = await this.rows().where('id', '=', aggregate.id).executeTakeFirst();
    if (!known) throw new AggregateNotFound({ aggregate_id: aggregate.id });
    await add(this.access, 'aggregate_hosts', { aggregate_id: aggregate.id, host });
    aggregate.hosts = [...(aggregate.isSet('hosts') ? (aggregate.hosts ?? []) : []), host];
    aggregate.resetChanges(['hosts']);
  }

  /** Of hosts in aggregates that name a zone, by the name of the zone, as ComputeNodes.candidates() has them. */
  private zones() {
    return this.access.query
      .selectFrom('aggregate_hosts')
      .innerJoin('aggregate_metadata', 'aggregate_metadata.aggregate_id', 'aggregate_hosts.aggregate_id')
      .select(['host', 'value'])
      .where('key', '=', ZONE)
      .orderBy('value');
  }
}

async function add(access: Access, table: string, row: object): Promise<void> {
  const values = { ...row, created_at: access.stamp() };
  await access.query
    .insertInto(table)
    .values(values)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
