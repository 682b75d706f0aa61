import { RequestSpecNotFound } from '../../exception/index.js';
import { RequestSpec } from '../../objects/index.js';
import type { Access } from '../access.js';
import type { RequestSpecStore } from '../contract/builds.js';
import { fromText } from '../rows.js';
import { deleteRows } from './store.js';

const TABLE = 'request_specs';

const uuidOf = (spec: RequestSpec | string) => (typeof spec === 'string' ? spec : spec.instance_uuid);

/** The whole object lies in one column. */
export class RequestSpecs implements RequestSpecStore {
  constructor(private readonly access: Access) {}

  async create(spec: RequestSpec): Promise<RequestSpec> {
    const row = { instance_uuid: spec.instance_uuid, spec: textOf(spec), created_at: this.access.stamp() };
    const { id } = await this.access.query
      .insertInto(TABLE)
      .values(row)
      .returning('id')
      .executeTakeFirstOrThrow();
    spec.id = id;
    spec.resetChanges();
    return spec;
  }

  async getByInstanceUuid(instanceUuid: string): Promise<RequestSpec> {
    const rows = this.access.query.selectFrom(TABLE).selectAll().where('instance_uuid', '=', instanceUuid);
    const row = await rows.executeTakeFirst();
    if (!row) throw new RequestSpecNotFound({ instance_uuid: instanceUuid });
    const spec = fromText(RequestSpec, row.spec);
    spec.id = row.id;
    spec.resetChanges();
    return spec;
  }

  async save(spec: RequestSpec): Promise<void> {
    const { numUpdatedRows } = await this.access.query
      .updateTable(TABLE)
      .set({ spec: textOf(spec), updated_at: this.access.stamp() })
      .where('instance_uuid', '=', spec.instance_uuid)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new RequestSpecNotFound({ instance_uuid: spec.instance_uuid });
    spec.resetChanges();
  }

  async destroy(spec: RequestSpec | string): Promise<void> {
    const instance_uuid = uuidOf(spec);
    if ((await deleteRows(this.access, TABLE, 'instance_uuid', instance_uuid)) === 0)
      throw new RequestSpecNotFound({ instance_uuid });
  }
}

const textOf = (spec: RequestSpec) => JSON.stringify(spec.toPrimitive());
