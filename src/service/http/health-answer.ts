import type { Clock } from '../clock.js';
import { askHealth, type Health } from '../health.js';
import type { ServiceBase } from '../types.js';
import type { NodeHandler } from './application.js';

export interface HealthHost {
  readonly service: Pick<ServiceBase, 'health'>;
  readonly clock: Clock;
  /** Seconds. */
  timeout(): number;
  draining(): boolean;
  /** Without what is told to nobody. */
  masked<Told>(told: Told): Told;
}

/**
 * Answers with what health() says: 200 if it is ok or degraded, 503 if it has failed or the service drains. Requests that
 * come while it is asked get the same answer.
 */
export function healthAnswer({ service, clock, timeout, draining, masked }: HealthHost): NodeHandler {
  let asking: Promise<Health> | undefined;
  const ask = () => {
    asking ??= askHealth(service, timeout(), clock).finally(() => {
      asking = undefined;
    });
    return asking;
  };
  return async (_request, response) => {
    const asked = draining() ? undefined : await ask();
    // It may have begun to drain meanwhile.
    const { status, ...told } = asked && !draining() ? asked : { status: 'draining' };
    const good = status === 'ok' || status === 'degraded';
    const body = `${JSON.stringify({ status, ...masked(told) })}\n`;
    response.writeHead(good ? 200 : 503, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  };
}
