import { type Clock, realClock } from './clock.js';
import { reason } from './log.js';
import type { ServiceBase } from './types.js';

/** What a service says of itself. */
export interface Health {
  readonly status: 'ok' | 'degraded' | 'failed';
  /** Why it is not ok. */
  readonly reason?: string;
  /** Whatever else the service told. */
  readonly details?: Readonly<Record<string, unknown>>;
}

const OK: Health = { status: 'ok' };
const STATUSES: readonly unknown[] = ['ok', 'degraded', 'failed'];

/**
 * Asks the health() of a service; one that has none is ok, one that has not answered within `timeout` seconds has
 * failed. Never rejects.
 */
export async function askHealth(
  service: Pick<ServiceBase, 'health'>,
  timeout: number,
  clock: Clock = realClock,
): Promise<Health> {
  if (!service.health) return OK;
  const answered = new AbortController();
  const late = clock.sleep(timeout, answered.signal).then((): Health => {
    return { status: 'failed', reason: `health() has not answered within ${timeout} s` };
  });
  const asked = (async () => understood(await service.health?.()))().catch(
    (error): Health => ({ status: 'failed', reason: reason(error) }),
  );
  const health = await Promise.race([asked, late]);
  answered.abort();
  return health;
}

function understood(answer: unknown): Health {
  if (answer === undefined || answer === null || answer === true) return OK;
  if (answer === false) return { status: 'failed', reason: 'health() returned false' };
  if (typeof answer !== 'object') return { status: 'failed', reason: `health() returned ${String(answer)}` };
  const { status = 'ok', reason, ...rest } = answer as Record<string, unknown>;
  const details = plain(rest);
  if (!STATUSES.includes(status)) {
    return { status: 'failed', reason: `health() returned the status ${String(status)}`, details };
  }
  return {
    status: status as Health['status'],
    ...(reason !== undefined && { reason: String(reason) }),
    ...(Object.keys(details).length > 0 && { details }),
  };
}

/** As it goes to the supervisor, and into answers: JSON. What is none must not end the process that is well. */
function plain(details: Record<string, unknown>): Record<string, unknown> {
  try {
    return JSON.parse(JSON.stringify(details)) as Record<string, unknown>;
  } catch (error) {
    return { unreadable: `what else health() told is no JSON: ${reason(error)}` };
  }
}
