import { pidNamespace } from '../../system/pid-namespace.js';
import type { Exposition } from '../metrics/exposition.js';
import { probesOf } from '../metrics/probes.js';
import type { Feed } from './feed.js';
import type { Follower } from './follower.js';
import type { Begun, Orders } from './orders.js';
import type { Outcomes } from './outcomes.js';
import type { Ring } from './ring.js';
import { type Answer, type Asked, accepted, Body, LINES, ok, type Routes, usage } from './routes.js';
import type { Status } from './status.js';
import { unknownService } from './unknown-service.js';

export interface Served {
  readonly orders: Orders;
  readonly feed: Feed;
  readonly outcomes: Outcomes;
  /** Loaded when it is asked for. */
  readonly exposition: () => Promise<Exposition>;
}

/** The routes of the control socket; docs/control.md tells what each of them takes and answers. */
export function routesOf({ orders, feed, outcomes, exposition }: Served): Routes {
  const status = shared((figures) => orders.status(figures));
  const rollout = (begin: (service: string | undefined) => Begun) => (asked: Asked) => {
    const body = new Body(asked.body, ['service', 'wait']);
    const wait = body.flag('wait');
    const service = body.text('service');
    return wait ? untilOver(() => begin(service), { orders, feed, outcomes }) : accepted(begin(service));
  };
  const lines = async (ring: Ring, query: URLSearchParams) => {
    const service = query.get('service');
    if (service !== null) await assertKnown(service, ring, orders);
    return linesOf(ring, query);
  };
  return {
    'GET /v1/status': async ({ query }) => ok(await status(flagOf(query, 'figures', true))),
    'GET /v1/events': ({ query }) => lines(feed.events, query),
    'GET /v1/logs': ({ query }) => lines(feed.lines, query),
    'POST /v1/reload': rollout((service) => orders.reload(service)),
    'POST /v1/restart': rollout((service) => orders.restart(service)),
    'POST /v1/scale': (asked) => {
      const body = new Body(asked.body, ['service', 'workers']);
      return ok(orders.scale(body.needed('service'), body.whole('workers')));
    },
    'POST /v1/stop': (asked) => {
      const done = orders.stop(new Body(asked.body, ['service']).text('service'));
      return accepted({ ...done, pid: process.pid, pidNamespace: pidNamespace() });
    },
    'POST /v1/start': (asked) => accepted(orders.start(new Body(asked.body, ['service']).needed('service'))),
    'POST /v1/log-level': (asked) => {
      const body = new Body(asked.body, ['service', 'launcher', 'level']);
      const whose = body.flag('launcher') ? body.none('service') : body.needed('service');
      return ok(orders.logLevel(whose, body.needed('level')));
    },
    'POST /v1/report': async () => ok(await orders.report()),
    ...probesOf({ orders, exposition }),
  };
}

/** Those who ask while an answer is being made get the same one. */
function shared(make: (figures: boolean) => Promise<Status>): (figures: boolean) => Promise<Status> {
  const making = new Map<boolean, Promise<Status>>();
  return (figures) => {
    const known = making.get(figures);
    if (known) return known;
    const made = make(figures).finally(() => making.delete(figures));
    making.set(figures, made);
    return made;
  };
}

const markOf = (service: string) => `"service":${JSON.stringify(service)}`;

/** One who waits for a service that is spelt wrong would wait for ever. Of one that was there, something may be kept. */
async function assertKnown(service: string, ring: Ring, orders: Orders): Promise<void> {
  if (ring.recent.some((line) => line.includes(markOf(service)))) return;
  const names = (await orders.status(false)).services.map(({ name }) => name);
  if (!names.includes(service)) throw unknownService(service, names);
}

/** What is kept, and with `follow` what comes. `service` leaves out the others. */
function linesOf(ring: Ring, query: URLSearchParams): Answer {
  const follow = flagOf(query, 'follow', false);
  const service = query.get('service');
  const mark = service === null ? '' : markOf(service);
  const last = lastOf(query, ring.recent.length);
  const kept = () => {
    const recent = ring.recent.filter((line) => line.includes(mark));
    return last === 0 ? [] : recent.slice(-last);
  };
  if (!follow)
    return {
      status: 200,
      text: kept()
        .map((line) => `${line}\n`)
        .join(''),
      type: LINES,
    };
  return {
    begin: (follower) => {
      for (const line of kept()) follower.write(line);
      return ring.follow((line) => {
        if (line.includes(mark)) follower.write(line);
      });
    },
  };
}

/** Begins it, and tells what happens until it is over, each event with how far it is; the last line is the outcome. */
function untilOver(
  order: () => Begun,
  { orders, feed, outcomes }: Pick<Served, 'orders' | 'feed' | 'outcomes'>,
): Answer {
  return {
    begin: (follower: Follower) => {
      const { generation, message } = order();
      const tell = (line: string) => {
        const progress = orders.progress();
        follower.write(progress ? `${line.slice(0, -1)},"progress":${JSON.stringify(progress)}}` : line);
      };
      follower.write(JSON.stringify({ id: 'begun', level: 'info', generation, message }));
      const unfollow = feed.events.follow(tell);
      const forget = outcomes.of(generation, ({ refusal }) => {
        const outcome = refusal === null ? 'accepted' : 'refused';
        const last = JSON.stringify({
          id: 'outcome',
          generation,
          outcome,
          ...(refusal && { reason: refusal }),
        });
        // What else belongs to the same step is told before.
        setImmediate(() => follower.end(last));
      });
      return () => {
        unfollow();
        forget();
      };
    },
  };
}

function flagOf(query: URLSearchParams, name: string, otherwise: boolean): boolean {
  const value = query.get(name);
  if (value === null) return otherwise;
  if (['', '1', 'true'].includes(value)) return true;
  if (['0', 'false'].includes(value)) return false;
  throw usage(`${name} is ${JSON.stringify(value)}; expected true or false`);
}

function lastOf(query: URLSearchParams, otherwise: number): number {
  const value = query.get('last');
  if (value === null) return otherwise;
  if (/^\d{1,6}$/.test(value)) return Number(value);
  throw usage(`last is ${JSON.stringify(value)}; expected a whole number`);
}
