import type { Orders } from '../control/orders.js';
import { ok, type Routes } from '../control/routes.js';
import type { Exposition } from './exposition.js';

export interface Probed {
  readonly orders: Pick<Orders, 'readiness'>;
  readonly exposition: () => Promise<Exposition>;
}

/** What those ask who watch from outside: all that can be had over TCP. */
export function probesOf({ orders, exposition }: Probed): Routes {
  return {
    'GET /livez': () => ok({ pid: process.pid }),
    'GET /readyz': () => {
      const readiness = orders.readiness();
      return { status: readiness.ready ? 200 : 503, json: readiness };
    },
    'GET /metrics': async () => {
      const text = await (await exposition()).text();
      return { status: 200, text, type: CONTENT_TYPE };
    },
  };
}

/** As Prometheus wants it. */
const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
