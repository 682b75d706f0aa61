import { BlockDeviceMapping, Tag } from '../../objects/index.js';
import type { Access } from '../access.js';
import type { BlockDeviceStore, TagStore } from '../contract/instances.js';
import type { Mapping } from '../rows.js';
import { deleteRows, Store } from './store.js';

const DEVICES: Mapping<BlockDeviceMapping> = {
  table: 'block_device_mapping',
  Class: BlockDeviceMapping,
  without: ['instance'],
  key: 'uuid',
  softDeleted: true,
};

export class BlockDevices extends Store<BlockDeviceMapping> implements BlockDeviceStore {
  constructor(access: Access) {
    super(access, DEVICES);
  }

  create(device: BlockDeviceMapping): Promise<BlockDeviceMapping> {
    device.setDefaults();
    return this.insert(device);
  }

  listByInstance(instanceUuid: string): Promise<BlockDeviceMapping[]> {
    return this.all(this.rows().where('instance_uuid', '=', instanceUuid).orderBy('id'));
  }

  async destroyByInstance(instanceUuid: string): Promise<void> {
    await this.remove('instance_uuid', instanceUuid);
  }
}

export class Tags implements TagStore {
  constructor(private readonly access: Access) {}

  async create(resource_id: string, tag: string): Promise<Tag> {
    await this.access.query
      .insertInto('tags')
      .values({ resource_id, tag })
      .onConflict((conflict) => conflict.columns(['resource_id', 'tag']).doNothing())
      .execute();
    return Tag.loaded({ resource_id, tag });
  }

  async listByInstance(instanceUuid: string): Promise<Tag[]> {
    const query = this.access.query.selectFrom('tags').selectAll().where('resource_id', '=', instanceUuid);
    return (await query.orderBy('tag').execute()).map((row) => Tag.loaded(row));
  }

  async destroyByInstance(instanceUuid: string): Promise<void> {
    await deleteRows(this.access, 'tags', 'resource_id', instanceUuid);
  }
}
