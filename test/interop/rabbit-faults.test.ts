import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  getRpcClient,
  getRpcServer,
  getTransport,
  type RpcServer,
  Target,
  type Transport,
} from '../../src/messaging/index.js';
import { type Broker, broker } from './broker.js';
import { doubled, Load } from './load.js';
import { KeptLog } from './log.js';
import { installed, needsBroker } from './needs.js';

/** What the broker does to us in the middle of load. */

/** Seconds that a call waits for its reply. */
const TIMEOUT = 3;
/** How often connections are closed. */
const ROUNDS = 6;

let rabbit: Broker;
let vhost: string;
let url: string;
let world: World | undefined;
let load: Load | undefined;

beforeEach(needsBroker);
beforeAll(async () => {
  if (!installed(needsBroker)) return;
  rabbit = await broker();
});
beforeEach(async () => {
  if (!rabbit) return;
  vhost = await rabbit.vhost();
  url = rabbit.url(vhost);
});
afterEach(async () => {
  load?.stop();
  await world?.close();
  world = undefined;
});
afterAll(async () => {
  if (rabbit) await rabbit.startApp();
});

/** Servers, each with connections of its own, and a client. */
class World {
  readonly kept = new KeptLog();
  /** Ids in the order in which they were begun, whoever ran them. */
  readonly begun: string[] = [];
  readonly servers: RpcServer[] = [];
  readonly #transports: Transport[] = [];
  readonly client = getRpcClient(this.transport(), new Target({ topic: 'work' }), { timeout: TIMEOUT });

  transport(): Transport {
    const transport = getTransport(url, { log: this.kept.log });
    this.#transports.push(transport);
    return transport;
  }

  async serve(count: number): Promise<void> {
    const endpoint = {
      work: async (_context: unknown, { id }: { id: string }) => {
        this.begun.push(id);
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
        return id;
      },
      grow: (_context: unknown, { count }: { count: number }) => 'x'.repeat(count),
      note: (_context: unknown, { id }: { id: string }) => {
        this.begun.push(id);
      },
    };
    for (let n = 0; n < count; n++) {
      const server = getRpcServer(this.transport(), new Target({ topic: 'work', server: `s${n}` }), [
        endpoint,
      ]);
      this.servers.push(server);
      await server.start();
    }
  }

  async close(): Promise<void> {
    for (const server of this.servers) {
      await server.stop();
      await server.wait();
    }
    for (const transport of this.#transports) await transport.close();
  }
}

/** Waits until what was cast has been run, as far as it will be: nothing is left in the queues. */
async function drained(): Promise<void> {
  const end = performance.now() + 10_000;
  for (;;) {
    const left = (await rabbit.listQueues(vhost)).filter(({ messages }) => Number(messages) > 0);
    if (left.length === 0) return;
    if (performance.now() > end) throw new Error(`Messages are left in ${JSON.stringify(left)}.`);
  }
}

async function underLoad(what: (load: Load) => Promise<void>): Promise<{ load: Load; world: World }> {
  world = new World();
  await world.serve(2);
  load = new Load(world.client, { callers: 25, casters: 5 });
  await load.more(300);
  await what(load);
  // By themselves all work again.
  await load.more(300, 40);
  await load.end();
  await drained();
  return { load, world };
}

describe('in the middle of load', () => {
  it('connections are closed, again and again: each call answers or fails in time, none runs twice', async () => {
    const closing = async (load: Load) => {
      for (let round = 0; round < ROUNDS; round++) {
        // In the middle of it, each time.
        await load.more(100);
        await rabbit.closeAllConnections('a test');
        await world!.kept.until((said) => said.filter(isReconnect).length > round);
      }
    };
    const { load, world: ran } = await underLoad(closing);
    const { answered, cast, failed, longest } = load.tally;
    expect(doubled(ran.begun)).toEqual([]);
    // What was acknowledged to us has been run.
    expect(answered.filter((id) => !ran.begun.includes(id))).toEqual([]);
    expect(cast.filter((id) => !ran.begun.includes(id)).length).toBeLessThanOrEqual(ROUNDS * 2 * 64);
    expect(longest).toBeLessThan(TIMEOUT + 1.5);
    const kinds = new Set([...failed.values()].map(({ name }) => name));
    expect([...kinds].filter((name) => !/^(MessagingTimeout|MessageDeliveryFailure)$/.test(name))).toEqual(
      [],
    );
    expect(failed.size).toBeLessThan(ROUNDS * 100);
  });

  it('RabbitMQ is stopped and started: the same, though its queues are forgotten', async () => {
    const { load, world: ran } = await underLoad(async () => {
      await rabbit.stopApp();
      await rabbit.startApp();
    });
    expect(doubled(ran.begun)).toEqual([]);
    expect(load.tally.answered.filter((id) => !ran.begun.includes(id))).toEqual([]);
    expect(load.tally.longest).toBeLessThan(TIMEOUT + 1.5);
    const { log } = { log: ran.kept.of('error') };
    expect(log).toEqual([]);
  });

  it('the shared queue is deleted by an operator: the servers declare it again', async () => {
    const { load, world: ran } = await underLoad(async () => {
      await rabbit.deleteQueue(vhost, 'work');
    });
    expect(doubled(ran.begun)).toEqual([]);
    expect(load.tally.longest).toBeLessThan(TIMEOUT + 1.5);
  });

  it('the broker takes no messages for a while: they wait, and none is lost', async () => {
    const { load, world: ran } = await underLoad(async () => {
      await rabbit.eval('rabbit_alarm:set_alarm({{resource_limit, memory, node()}, []})');
      try {
        await world!.kept.until((said) => said.some(({ sentence }) => /takes no messages/.test(sentence)));
      } finally {
        await rabbit.eval('rabbit_alarm:clear_alarm({resource_limit, memory, node()})');
      }
    });
    expect(load.tally.failed.size).toBe(0);
    expect(doubled(ran.begun)).toEqual([]);
    expect([...load.tally.answered, ...load.tally.cast].filter((id) => !ran.begun.includes(id))).toEqual([]);
  });
});

it('a message that is larger than the broker takes: who sent it is told, and nobody else notices', async () => {
  await rabbit.eval('application:set_env(rabbit, max_message_size, 1000000)');
  try {
    world = new World();
    await world.serve(1);
    const { client } = world;
    const large = 'x'.repeat(1_000_000);
    const around = () =>
      Promise.all(Array.from({ length: 5 }, (_, n) => client.call({}, 'work', { id: `w${n}` })));
    const [before, refused, after] = await Promise.allSettled([
      around(),
      client.call({}, 'work', { id: large }),
      around(),
    ]);
    expect(refused).toMatchObject({
      status: 'rejected',
      reason: {
        name: 'MessageDeliveryFailure',
        message: expect.stringMatching(/^The message has 1\d{6} bytes/),
      },
    });
    expect([before, after].map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    // And a reply: it is the caller who waits.
    await expect(client.call({}, 'grow', { count: 1_000_000 })).rejects.toMatchObject({
      name: 'RemoteError',
      excType: 'MessageDeliveryFailure',
      value: expect.stringMatching(/more than the broker takes/),
    });
    expect(await around()).toHaveLength(5);
    expect(doubled(world.begun)).toEqual(['w0', 'w1', 'w2', 'w3', 'w4']);
  } finally {
    await rabbit.eval('application:set_env(rabbit, max_message_size, 134217728)');
  }
});

const isReconnect = ({ sentence }: { sentence: string }) =>
  /^Connected to the broker .* again \(consume\)/.test(sentence);
