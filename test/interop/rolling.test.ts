import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  getRpcClient,
  getTransport,
  type RpcClient,
  Target,
  type Transport,
} from '../../src/messaging/index.js';
import { eventually, FIXTURES, launch, Place, type Run } from '../process/harness.js';
import { broker } from './broker.js';
import { doubled, Load } from './load.js';
import { KeptLog } from './log.js';
import { needsBroker } from './needs.js';

/** Four workers under load, while they are replaced or killed: what was lost, and what was run twice. */

const MESSAGES = 10_000;
const KILLS = 2;

let place: Place;
let run: Run | undefined;
let transport: Transport | undefined;
let client: RpcClient;
let load: Load | undefined;

beforeEach(() => {
  place = new Place();
  mkdirSync(join(place.path, 'journal'));
});
afterEach(async () => {
  load?.stop();
  await transport?.close();
  run?.destroy();
  place.remove();
});

async function serve(transportUrl: string, config: object = {}): Promise<Run> {
  const service = {
    module: join(FIXTURES, 'rpc-journal.js'),
    workers: 4,
    restart: { intensity: 100 },
    reload: { stableFor: 0.1 },
    config: { transportUrl, journal: join(place.path, 'journal'), ...config },
  };
  place.write('services.json', { services: { work: service } });
  run = launch(place);
  await run.line('service-ready');
  transport = getTransport(transportUrl, { log: new KeptLog().log });
  client = getRpcClient(transport, new Target({ topic: 'work' }), { timeout: 20 });
  return run;
}

/** Ids that were begun, by all workers that ever were. */
function begun(): string[] {
  const folder = join(place.path, 'journal');
  return readdirSync(folder).flatMap((file) =>
    readFileSync(join(folder, file), 'utf8').split('\n').slice(0, -1),
  );
}

const transports = [
  ['ipc://', async () => `ipc://${join(place.path, 'rpc')}`, () => {}],
  [
    'rabbit://',
    async () => {
      const rabbit = await broker();
      return rabbit.url(await rabbit.vhost());
    },
    needsBroker,
  ],
] as const;

describe.each(transports)('%s', (_name, makeUrl, needs) => {
  beforeEach(needs);

  it('rolling reloads under 50 callers and casters, some workers busy for seconds: none lost, none doubled', async () => {
    const running = await serve(await makeUrl());
    load = new Load(client, { callers: 40, casters: 10 });
    await load.more(500);
    const slow: Promise<unknown>[] = [];
    for (let reload = 1; reload <= 2; reload++) {
      // Each worker that drains has a few of these, next to live ones.
      for (let n = 0; n < 12; n++)
        slow.push(client.call({}, 'slow', { id: `slow-${reload}-${n}`, seconds: 2 }));
      running.signal('SIGHUP');
      await running.line('reload-accepted', reload);
    }
    await load.more(Math.max(0, MESSAGES - load.tally.answered.length - load.tally.cast.length));
    const { answered, cast, failed } = await load.end();
    const long = await Promise.all(slow);

    expect([...failed].map(([id, error]) => `${id}: ${error.message}`)).toEqual([]);
    const sent = [...answered, ...cast, ...(long as string[])].sort();
    expect(sent.length).toBeGreaterThanOrEqual(MESSAGES);
    await eventually(
      () => begun().length >= sent.length,
      `${sent.length} messages to be run, not ${begun().length}`,
    );
    expect(doubled(begun())).toEqual([]);
    expect(begun().sort()).toEqual(sent);
    running.signal('SIGTERM');
    expect(await running.exit()).toBe(0);
    // Journals of old and new workers: it was them who did it.
    expect(readdirSync(join(place.path, 'journal')).length).toBeGreaterThan(8);
    expect(running.lines.filter(({ level }) => level > 40)).toEqual([]);
  });

  it('a worker that is killed loses only what it was running', async () => {
    const concurrency = 8;
    const running = await serve(await makeUrl(), { concurrency });
    load = new Load(client.prepare({ timeout: 2 }), { callers: 20, casters: 5 });
    await load.more(500);
    for (let kill = 1; kill <= KILLS; kill++) {
      process.kill(running.workers[0]!, 'SIGKILL');
      await running.line('worker-ready', 4 + kill);
    }
    await load.more(200);
    const { answered, cast, failed } = await load.end();

    const all = () => new Set(begun());
    await eventually(
      () => cast.filter((id) => !all().has(id)).length <= KILLS * concurrency,
      'the casts to be run',
    );
    expect(doubled(begun())).toEqual([]);
    expect(answered.filter((id) => !all().has(id))).toEqual([]);
    expect(failed.size).toBeLessThanOrEqual(KILLS * concurrency);
    running.signal('SIGTERM');
    expect(await running.exit()).toBe(0);
  });
});
