import type { Orders } from '../operations/control/orders.js';
import { ControlServer } from '../operations/control/server.js';
import { routesOf, type Served } from '../operations/control/v1.js';
import { probesOf } from '../operations/metrics/probes.js';

/** What answers the control socket: loaded with the first connection, see scripts/bundle.mjs. */
export { InPlaceOrders } from './in-place-orders.js';
export { SupervisorOrders } from './supervisor-orders.js';

export type Parts = Omit<Served, 'exposition'>;

/** What answers on the control socket, and what on an address for metrics. */
export function serve(parts: Parts): { readonly control: ControlServer; readonly metrics: ControlServer } {
  const exposition = lazily(parts);
  return {
    control: new ControlServer(routesOf({ ...parts, exposition })),
    metrics: new ControlServer(probesOf({ orders: parts.orders, exposition })),
  };
}

/** One for all who ask: it remembers what workers have told. With it prom-client is loaded. */
function lazily({
  orders,
  feed,
}: {
  readonly orders: Orders;
  readonly feed: Parts['feed'];
}): Served['exposition'] {
  const load = async () => {
    const { Exposition } = await import('../operations/metrics/exposition.js');
    return new Exposition(orders, feed.tally);
  };
  let loaded: ReturnType<typeof load> | undefined;
  return () => {
    loaded ??= load().catch((error) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}
