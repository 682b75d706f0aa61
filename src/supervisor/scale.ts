import { type Draft, log } from './draft.js';
import { MOST_WORKERS } from './limits.js';
import type { Event, ServiceState } from './types.js';

/** Another number of workers, until a new definition changes it; also of a service that rests, and in a rollout. */
export function scale(draft: Draft, event: Extract<Event, { type: 'scale' }>): void {
  const { state } = draft;
  const service = state.services.find(({ name }) => name === event.service);
  if (!service) return;
  const before = service.spec ? service.size : service.nextSize;
  const size = 'to' in event ? event.to : before + event.by;
  const nextSize = 'to' in event ? event.to : service.nextSize + event.by;
  const reason = refusal(state.stopping !== null, service, size, nextSize);
  if (reason !== null) {
    log(draft, { id: 'scale-refused', service: service.name, workers: before, reason });
    return;
  }
  // What a rollout is only adding has no size of its own yet.
  if (service.spec) service.size = size;
  service.nextSize = nextSize;
  log(draft, { id: 'scaled', service: service.name, workers: size });
}

function refusal(stopping: boolean, service: ServiceState, size: number, nextSize: number): string | null {
  if (stopping) return 'everything stops';
  if (service.leaving) return 'the definition does not have it any more';
  const least = service.next ? Math.min(size, nextSize) : size;
  const most = service.next ? Math.max(size, nextSize) : size;
  if (!Number.isInteger(size)) return `${size} is no number of workers`;
  if (least < 1) return 'it needs one; "stop" lets it rest';
  if (most > MOST_WORKERS) return `${MOST_WORKERS} are the most`;
  return null;
}
