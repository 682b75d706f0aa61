import { InstanceFault } from '../../objects/index.js';
import type { Access } from '../access.js';
import type { FaultStore } from '../contract/instances.js';
import type { Mapping } from '../rows.js';
import { Store } from './store.js';

const FAULTS: Mapping<InstanceFault> = {
  table: 'instance_faults',
  Class: InstanceFault,
  key: 'id',
  softDeleted: true,
};

/** What the column takes. */
const MOST = 255;

export class Faults extends Store<InstanceFault> implements FaultStore {
  constructor(access: Access) {
    super(access, FAULTS);
  }

  create(fault: InstanceFault): Promise<InstanceFault> {
    if (fault.isSet('message') && fault.message !== null) fault.message = fault.message.slice(0, MOST);
    return this.insert(fault);
  }

  latest(instanceUuid: string): Promise<InstanceFault | undefined> {
    return this.first(this.newest(instanceUuid).limit(1));
  }

  list(instanceUuid: string): Promise<InstanceFault[]> {
    return this.all(this.newest(instanceUuid));
  }

  private newest(instanceUuid: string) {
    const faults = this.rows().where('instance_uuid', '=', instanceUuid);
    return faults.orderBy('created_at', 'desc').orderBy('id', 'desc');
  }
}
