import { ComputeHostNotFound } from '../../exception/index.js';
import type { Access } from '../access.js';
import type { Allocation, AllocationStore, Owner, Resources, Usage } from '../contract/placement.js';
import { type ExpressionBuilder, sql } from '../kysely.js';
import type { Row } from '../rows.js';
import {
  AMOUNTS,
  capacityOf,
  RESERVED,
  RESOURCE_CLASSES,
  reservedOf,
  resources,
  USED,
  usedOf,
} from './capacity.js';

export class Allocations implements AllocationStore {
  constructor(private readonly access: Access) {}

  claim(consumer: string, computeNode: string, wanted: Resources, owner: Owner): Promise<boolean> {
    return this.access.atomically(async (access) => {
      // First of all the row that all claims of the node change: whoever comes meanwhile waits until this one is done,
      // and what is read after it is what holds.
      const reserved = reservedOf(await nextGeneration(access, computeNode));
      const node = await nodeRow(access, computeNode);
      if (!node) return false;
      const capacity = capacityOf(node, reserved);
      const used = await usedOn(access, computeNode, consumer);
      if (RESOURCE_CLASSES.some((name) => wanted[name] > 0 && used[name] + wanted[name] > capacity[name]))
        return false;
      await put(access, consumer, computeNode, wanted, owner);
      return true;
    });
  }

  async lock(consumer: string): Promise<void> {
    const { kind, query } = this.access;
    // A transaction of SQLite has locked the whole file.
    if (kind === 'sqlite') return;
    await sql`select pg_advisory_xact_lock(hashtextextended(${consumer}, 0))`.execute(query);
  }

  async get(consumer: string): Promise<Allocation[]> {
    return (await this.rows().where('consumer_uuid', '=', consumer).execute()).map(allocationOf);
  }

  move(from: string, to: string, computeNode?: string): Promise<number> {
    return this.access.atomically(async ({ query }) => {
      let theirs = query
        .selectFrom('allocations')
        .select('compute_node_uuid')
        .where('consumer_uuid', '=', from);
      if (computeNode !== undefined) theirs = theirs.where('compute_node_uuid', '=', computeNode);
      const nodes = (await theirs.execute()).map((row) => row.compute_node_uuid);
      if (nodes.length === 0) return 0;
      // biome-ignore lint/suspicious/noExplicitAny: tables whose columns kysely does not know.
      const on = (consumer: string) => (eb: ExpressionBuilder<any, any>) =>
        eb.and([eb('consumer_uuid', '=', consumer), eb('compute_node_uuid', 'in', nodes)]);
      // What it takes the place of.
      await query.deleteFrom('allocations').where(on(to)).execute();
      await query.updateTable('allocations').set({ consumer_uuid: to }).where(on(from)).execute();
      return nodes.length;
    });
  }

  async release(consumer: string, computeNode?: string): Promise<number> {
    let query = this.access.query.deleteFrom('allocations').where('consumer_uuid', '=', consumer);
    if (computeNode !== undefined) query = query.where('compute_node_uuid', '=', computeNode);
    return Number((await query.executeTakeFirst()).numDeletedRows);
  }

  async usage(computeNode: string): Promise<Usage> {
    const { query } = this.access;
    const inventory = query.selectFrom('node_inventories').select(RESERVED);
    const node = await nodeRow(this.access, computeNode);
    if (!node) throw new ComputeHostNotFound({ host: computeNode });
    const row = await inventory.where('compute_node_uuid', '=', computeNode).executeTakeFirst();
    const reserved = reservedOf(row ?? {});
    return { used: await usedOn(this.access, computeNode), reserved, capacity: capacityOf(node, reserved) };
  }

  async listByNode(computeNode: string): Promise<Allocation[]> {
    return (await this.rows().where('compute_node_uuid', '=', computeNode).execute()).map(allocationOf);
  }

  async list(): Promise<Allocation[]> {
    return (await this.rows().execute()).map(allocationOf);
  }

  async reserve(computeNode: string, reserved: Resources): Promise<void> {
    const amounts = Object.fromEntries(
      RESOURCE_CLASSES.map((name) => [`${AMOUNTS[name]}_reserved`, reserved[name]]),
    );
    await this.access.query
      .insertInto('node_inventories')
      .values({ compute_node_uuid: computeNode, ...amounts })
      .onConflict((conflict) => conflict.column('compute_node_uuid').doUpdateSet(amounts))
      .execute();
  }

  private rows() {
    return this.access.query
      .selectFrom('allocations')
      .selectAll()
      .orderBy('created_at')
      .orderBy('consumer_uuid');
  }
}

async function nextGeneration({ query }: Access, computeNode: string): Promise<Row> {
  return query
    .insertInto('node_inventories')
    .values({ compute_node_uuid: computeNode })
    .onConflict((conflict) =>
      conflict
        .column('compute_node_uuid')
        .doUpdateSet(({ eb }) => ({ generation: eb('node_inventories.generation', '+', 1) })),
    )
    .returning(RESERVED)
    .executeTakeFirstOrThrow();
}

function nodeRow({ query }: Access, computeNode: string): Promise<Row | undefined> {
  const nodes = query.selectFrom('compute_nodes').selectAll();
  return nodes.where('uuid', '=', computeNode).where('deleted', '=', 0).executeTakeFirst();
}

/** What others than `consumer` hold. */
async function usedOn({ query }: Access, computeNode: string, consumer?: string): Promise<Resources> {
  let used = query.selectFrom('allocations').select(USED).where('compute_node_uuid', '=', computeNode);
  if (consumer !== undefined) used = used.where('consumer_uuid', '!=', consumer);
  return usedOf(await used.executeTakeFirstOrThrow());
}

async function put(
  access: Access,
  consumer: string,
  computeNode: string,
  wanted: Resources,
  { project_id, user_id }: Owner,
): Promise<void> {
  const amounts = Object.fromEntries(RESOURCE_CLASSES.map((name) => [AMOUNTS[name], wanted[name]]));
  const row = { ...amounts, project_id, user_id };
  await access.query
    .insertInto('allocations')
    .values({
      consumer_uuid: consumer,
      compute_node_uuid: computeNode,
      ...row,
      created_at: access.stamp(),
    })
    .onConflict((conflict) => conflict.columns(['consumer_uuid', 'compute_node_uuid']).doUpdateSet(row))
    .execute();
}

const allocationOf = (row: Row): Allocation => ({
  consumer_uuid: row.consumer_uuid,
  compute_node_uuid: row.compute_node_uuid,
  resources: resources((name) => row[AMOUNTS[name]]),
  project_id: row.project_id,
  user_id: row.user_id,
});
