import { ControlServer } from '../operations/control/server.js';
import { routesOf, type Served } from '../operations/control/v1.js';

/** What answers the control socket: loaded with the first connection, see scripts/bundle.mjs. */
export { InPlaceOrders } from './in-place-orders.js';
export { SupervisorOrders } from './supervisor-orders.js';
export { statusOf } from './supervisor-status.js';

export const serve = (served: Served) => new ControlServer(routesOf(served));
