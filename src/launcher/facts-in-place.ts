import type { ServiceDefinition } from '../definition/types.js';
import { KILL_TIMEOUT } from '../supervisor/limits.js';
import { LAST_LINES } from './bounds.js';
import type { Facts, Phase } from './notifier.js';
import { gracefulTimeoutOf } from './spec.js';

/** What systemd is told of services that run in this process; `begun`: how many of them have been told to start. */
export function factsInPlace(services: readonly ServiceDefinition[], phase: Phase, begun: number): Facts {
  const names = services.map(({ name }) => name).join(', ');
  const { readyTimeout = 0, name = names } = services[begun - 1] ?? {};
  const graceful = services.map((service) => gracefulTimeoutOf(service) ?? Number.POSITIVE_INFINITY);
  switch (phase) {
    case 'starting':
      return { phase, status: `Starting ${name}, in this process.`, patience: readyTimeout };
    case 'ready':
      return { phase, status: `Ready: ${names}, in this process.`, patience: 0 };
    case 'reloading': {
      // With the new definition and, when that does not start, with the old one again.
      const starts = services.reduce((sum, service) => sum + 2 * service.readyTimeout, 0);
      return { phase, status: `Reloading ${names} in place.`, patience: bounded(sum(graceful) + starts) };
    }
    case 'stopping':
      return {
        phase,
        status: `Stopping ${names}.`,
        patience: bounded(Math.max(0, ...graceful) + KILL_TIMEOUT + LAST_LINES),
      };
  }
}

const sum = (times: readonly number[]) => times.reduce((all, time) => all + time, 0);
const bounded = (time: number) => (Number.isFinite(time) ? time : null);
