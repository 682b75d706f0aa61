import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect } from 'vitest';
import type { Address, Listener, Servers } from '../../../src/messaging/driver.js';
import {
  getRpcClient,
  getRpcServer,
  getTransport,
  type RpcClient,
  type RpcClientOptions,
  type RpcServer,
  type RpcServerOptions,
  Target,
  type TargetInit,
  type Transport,
  type TransportOptions,
} from '../../../src/messaging/index.js';
import { KeptLog } from '../../interop/log.js';
import { deferred } from '../../service/helpers.js';

/** What is served in a test, and asked, by way of the driver that is tested. */

/** Seconds for whatever is waited for, unless said otherwise. */
const DEADLINE = 15;

/** What `promise` gives; fails with a name after the deadline. */
export async function within<Value>(
  promise: Promise<Value>,
  what: string,
  seconds = DEADLINE,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${seconds} s: ${what}`)), seconds * 1000);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Waits until the condition holds. */
export async function until(condition: () => unknown, what: string, seconds = DEADLINE): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((done) => setTimeout(done, 2));
  }
}

/** A method that stays in it until it is let go; it tells how many are in it, and how many have been at once. */
export class Gate {
  inside = 0;
  most = 0;
  /** All that came, in order. */
  readonly entered: unknown[] = [];
  #open = false;
  readonly #waiting: (() => void)[] = [];

  readonly method = async (_context: unknown, { value }: { value?: unknown }) => {
    this.entered.push(value);
    this.inside++;
    this.most = Math.max(this.most, this.inside);
    const pass = deferred();
    if (this.#open) pass.resolve();
    else this.#waiting.push(pass.resolve);
    await pass.promise;
    this.inside--;
    return value;
  };

  /** Lets the one that came first go on. */
  one(): void {
    this.#waiting.shift()?.();
  }

  open(): void {
    this.#open = true;
    for (const pass of this.#waiting.splice(0)) pass();
  }

  async holds(count: number): Promise<void> {
    await until(() => this.inside >= count, `${count} inside; there are ${this.inside}`);
  }
}

type ServeOptions = RpcServerOptions<never> & {
  readonly name?: string;
  readonly on?: Transport;
  readonly target?: TargetInit;
};

export class World {
  topic = '';
  kept = new KeptLog();
  #url = '';
  readonly #ends: (() => Promise<unknown>)[] = [];
  readonly #gates: Gate[] = [];
  #serving: Transport | undefined;
  #calling: Transport | undefined;

  async begin(makeUrl: () => string | Promise<string>): Promise<void> {
    this.#url = await makeUrl();
    this.topic = `topic-${randomUUID().slice(0, 8)}`;
    this.kept = new KeptLog();
  }

  get url(): string {
    return this.#url;
  }

  transport(options: TransportOptions = {}): Transport {
    const transport = getTransport(this.#url, { log: this.kept.log, ...options });
    this.#ends.unshift(() => transport.close());
    return transport;
  }

  /** The transport of all servers that get none. */
  get serving(): Transport {
    this.#serving ??= this.transport();
    return this.#serving;
  }

  /** The transport of all clients that get none. */
  get calling(): Transport {
    this.#calling ??= this.transport();
    return this.#calling;
  }

  gate(): Gate {
    const gate = new Gate();
    this.#gates.push(gate);
    return gate;
  }

  /** A server that was not started. */
  made(endpoints: object | readonly object[], options: ServeOptions = {}): RpcServer {
    const { name = 'one', on = this.serving, target, ...rest } = options;
    const all = Array.isArray(endpoints) ? endpoints : [endpoints];
    return getRpcServer(on, new Target({ topic: this.topic, server: name, ...target }), all, rest);
  }

  async serve(endpoints: object | readonly object[], options: ServeOptions = {}): Promise<RpcServer> {
    const server = this.made(endpoints, options);
    await within(server.start(), 'start');
    this.#ends.unshift(() => stopped(server));
    return server;
  }

  client<AppContext = object>(
    target: TargetInit = {},
    { on = this.calling, ...options }: RpcClientOptions<AppContext> & { readonly on?: Transport } = {},
  ): RpcClient<AppContext> {
    return getRpcClient<AppContext>(on, new Target({ topic: this.topic, ...target }), {
      timeout: 20,
      ...options,
    });
  }

  async servers(server?: string): Promise<Servers> {
    const driver = await this.calling.driver();
    return driver.servers(this.address(server));
  }

  address(server?: string): Address {
    return { exchange: 'openstack', topic: this.topic, server, fanout: false };
  }

  /** Sends the text of a message as it is. */
  async raw(message: object, on = this.calling): Promise<void> {
    const driver = await on.driver();
    await driver.send({
      address: this.address(),
      text: JSON.stringify(message),
      messageId: undefined,
      ttl: undefined,
      mandatory: false,
      retry: -1,
      repeatable: false,
      signal: undefined,
    });
  }

  /** Counts the listeners that are opened and closed on a transport. */
  async listeners(transport = this.serving): Promise<{ opened: number; stopped: number; closed: number }> {
    const counts = { opened: 0, stopped: 0, closed: 0 };
    const driver = await transport.driver();
    const listen = driver.listen.bind(driver);
    driver.listen = async (...args): Promise<Listener> => {
      counts.opened++;
      const listener = await listen(...args);
      return {
        stop: async () => {
          counts.stopped++;
          await listener.stop();
        },
        close: async () => {
          counts.closed++;
          await listener.close();
        },
      };
    };
    return counts;
  }

  async end(): Promise<void> {
    for (const gate of this.#gates.splice(0)) gate.open();
    for (const end of this.#ends.splice(0)) await within(end(), 'the end of what a test has opened');
    this.#serving = undefined;
    this.#calling = undefined;
  }
}

export async function stopped(server: RpcServer): Promise<void> {
  await within(server.stop(), 'stop');
  await within(server.wait(), 'wait');
}

/** A world for each test of the file or suite. */
export function eachInAWorld(makeUrl: () => string | Promise<string>): World {
  const world = new World();
  beforeEach(() => world.begin(makeUrl));
  afterEach(() => world.end());
  return world;
}

/** The error that a promise is rejected with. */
export async function failure<Kind extends Error = Error>(promise: Promise<unknown>): Promise<Kind> {
  const settled = await within(
    promise.then(
      (value) => ({ value }),
      (error) => ({ error }),
    ),
    'an error',
  );
  expect(settled).toHaveProperty('error');
  return (settled as { error: Kind }).error;
}

/** All messages that a transport hears from servers, as they come in. */
export function heard(transport: Transport): Record<string, unknown>[] {
  const messages: Record<string, unknown>[] = [];
  const { replies } = transport;
  const take = replies.reply.bind(replies);
  replies.reply = (message) => {
    messages.push(message as Record<string, unknown>);
    take(message);
  };
  return messages;
}
