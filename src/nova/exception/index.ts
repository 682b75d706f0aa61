/** Nova's exceptions. Importing them makes those that come from a peer these classes, where the transport allows it. */

import { type RemoteException, registerRemoteException } from '../../messaging/index.js';
import * as common from './common.js';
import * as instances from './instances.js';
import * as migrations from './migrations.js';
import { NovaException } from './nova-exception.js';
import * as scheduling from './scheduling.js';
import * as services from './services.js';

export * from './common.js';
export * from './instances.js';
export * from './migrations.js';
export { type Kwargs, NovaException } from './nova-exception.js';
export * from './scheduling.js';
export * from './services.js';

/** The modules whose exceptions Nova's transports let in. nova.rpc.ALLOWED_EXMODS. */
export const ALLOWED_EXMODS: readonly string[] = ['nova.exception'];

for (const Class of [
  NovaException,
  ...[common, instances, migrations, scheduling, services].flatMap((all) => Object.values(all)),
])
  registerRemoteException(Class as RemoteException);
