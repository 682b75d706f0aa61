import type { Access } from '../access.js';
import type { ServiceWorker, WorkerBeat, WorkerStore } from '../contract/services.js';
import { dateOf, type Row } from '../rows.js';

export class Workers implements WorkerStore {
  constructor(private readonly access: Access) {}

  async beat({ generation = 1, ...worker }: WorkerBeat): Promise<void> {
    const stamp = this.access.stamp();
    const row = { ...worker, generation, created_at: stamp, last_seen_up: stamp, report_count: 1 };
    await this.access.query
      .insertInto('service_workers')
      .values(row)
      .onConflict((conflict) =>
        conflict.column('uuid').doUpdateSet(({ eb }) => ({
          last_seen_up: stamp,
          report_count: eb('service_workers.report_count', '+', 1),
        })),
      )
      .execute();
  }

  async list(serviceId?: number): Promise<ServiceWorker[]> {
    let query = this.access.query
      .selectFrom('service_workers')
      .selectAll()
      .orderBy('worker')
      .orderBy('created_at');
    if (serviceId !== undefined) query = query.where('service_id', '=', serviceId);
    return (await query.execute()).map(workerOf);
  }

  async get(uuid: string): Promise<ServiceWorker | undefined> {
    const query = this.access.query.selectFrom('service_workers').selectAll().where('uuid', '=', uuid);
    const row = await query.executeTakeFirst();
    return row && workerOf(row);
  }

  async alive(uuid: string, downTime: number): Promise<boolean> {
    const worker = await this.get(uuid);
    return (
      worker !== undefined &&
      Math.abs(this.access.now().getTime() - worker.last_seen_up.getTime()) <= downTime * 1000
    );
  }

  async remove(uuid: string): Promise<void> {
    await this.access.query.deleteFrom('service_workers').where('uuid', '=', uuid).execute();
  }

  async removeSilent(seconds: number): Promise<number> {
    const { numDeletedRows } = await this.access.query
      .deleteFrom('service_workers')
      .where('last_seen_up', '<', this.access.stampBefore(seconds))
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}

function workerOf(row: Row): ServiceWorker {
  const { uuid, service_id, host, binary, worker, pid, generation, report_count } = row;
  const [created_at, last_seen_up] = [dateOf(row.created_at), dateOf(row.last_seen_up)];
  return { uuid, service_id, host, binary, worker, pid, generation, created_at, last_seen_up, report_count };
}
