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
}

/**
 * Answers with what health() says: 200 if it is ok or degraded, 503 if it has failed or the service drains. Requests that
 * come while it is asked get the same answer.
 */
export function healthAnswer({ service, clock, timeout, draining }: HealthHost): NodeHandler {
  let asked: Promise<Health> | undefined;
  const ask = () => {
    asked ??= askHealth(service, timeout(), clock).finally(() => {
      asked = undefined;
    });
    return asked;
  };
  return async (_request, response) => {
    const told = draining() ? undefined : await ask();
    // It may have begun to drain meanwhile.
    const health = told && !draining() ? told : { status: 'draining' };
    const good = health.status === 'ok' || health.status === 'degraded';
    const body = `${JSON.stringify(health)}\n`;
    response.writeHead(good ? 200 : 503, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  };
}
