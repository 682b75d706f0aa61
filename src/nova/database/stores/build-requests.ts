import { BuildRequestNotFound } from '../../exception/index.js';
import { BuildRequest } from '../../objects/index.js';
import type { Access } from '../access.js';
import type { BuildRequestStore, OrphanedBuild } from '../contract/builds.js';
import type { Mapping, Row } from '../rows.js';
import { Store } from './store.js';

const BUILDS: Mapping<BuildRequest> = {
  table: 'build_requests',
  Class: BuildRequest,
  json: ['instance', 'block_device_mappings', 'tags'],
  key: 'instance_uuid',
  softDeleted: false,
};

const uuidOf = (request: BuildRequest | string) =>
  typeof request === 'string' ? request : request.instance_uuid;

export class BuildRequests extends Store<BuildRequest> implements BuildRequestStore {
  constructor(access: Access) {
    super(access, BUILDS);
  }

  create(request: BuildRequest, requestId?: string): Promise<BuildRequest> {
    return this.insert(request, { request_id: requestId ?? null });
  }

  async getByInstanceUuid(instanceUuid: string): Promise<BuildRequest> {
    const request = await this.first(this.rows().where('instance_uuid', '=', instanceUuid));
    if (!request) throw new BuildRequestNotFound({ uuid: instanceUuid });
    return request;
  }

  async save(request: BuildRequest): Promise<void> {
    if (!(await this.update(request))) throw new BuildRequestNotFound({ uuid: request.instance_uuid });
  }

  async destroy(request: BuildRequest | string): Promise<void> {
    const uuid = uuidOf(request);
    if ((await this.remove('instance_uuid', uuid)) === 0) throw new BuildRequestNotFound({ uuid });
  }

  list({ project_id }: { readonly project_id?: string } = {}): Promise<BuildRequest[]> {
    const query = this.rows().orderBy('id');
    return this.all(project_id === undefined ? query : query.where('project_id', '=', project_id));
  }

  async claim(
    instanceUuid: string,
    workerUuid: string,
    { from }: { readonly from?: string | null } = {},
  ): Promise<boolean> {
    const { numUpdatedRows } = await this.access.query
      .updateTable(BUILDS.table)
      .set({ claimed_by: workerUuid, claimed_at: this.access.stamp() })
      .where('instance_uuid', '=', instanceUuid)
      .where(({ eb }) => {
        const its = eb('claimed_by', '=', workerUuid);
        if (from !== undefined && from !== null) return eb('claimed_by', '=', from);
        return from === null ? eb('claimed_by', 'is', null) : eb.or([eb('claimed_by', 'is', null), its]);
      })
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async unclaim(instanceUuid: string, workerUuid: string): Promise<void> {
    await this.access.query
      .updateTable(BUILDS.table)
      .set({ claimed_by: null, claimed_at: this.access.stamp() })
      .where('instance_uuid', '=', instanceUuid)
      .where('claimed_by', '=', workerUuid)
      .execute();
  }

  async orphaned({
    downTime,
    unclaimedFor,
    isDead = () => false,
  }: Parameters<BuildRequestStore['orphaned']>[0]): Promise<OrphanedBuild[]> {
    const rows = await this.access.query
      .selectFrom('build_requests')
      .leftJoin('service_workers', 'service_workers.uuid', 'build_requests.claimed_by')
      .selectAll('build_requests')
      .select(['service_workers.host', 'service_workers.pid', 'service_workers.last_seen_up'])
      .where(({ eb, fn, and, or }) => {
        const since = fn.coalesce('claimed_at', 'build_requests.created_at');
        const forgotten = eb(since, '<', this.access.stampBefore(unclaimedFor));
        return or([eb('claimed_by', 'is not', null), and([eb('claimed_by', 'is', null), forgotten])]);
      })
      .orderBy('build_requests.id')
      .execute();
    const silentSince = this.access.stampBefore(downTime);
    const orphaned = ({ claimed_by, last_seen_up, host, pid }: Row) =>
      claimed_by === null ||
      last_seen_up === null ||
      last_seen_up < silentSince ||
      isDead({ uuid: claimed_by, host, pid });
    return rows.filter(orphaned).map((row) => ({
      buildRequest: this.decode(row),
      claimed_by: row.claimed_by,
      request_id: row.request_id,
    }));
  }
}
