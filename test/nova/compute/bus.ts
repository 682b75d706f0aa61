import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import {
  type Around,
  getRpcServer,
  getTransport,
  Target,
  type TargetInit,
} from '../../../src/messaging/index.js';
import { ComputeRpcApi } from '../../../src/nova/compute/rpc-api.js';
import { RequestContext } from '../../../src/nova/context/index.js';
import { NovaObjectSerializer } from '../../../src/nova/objects/index.js';
import { createNovaRpc } from '../../../src/nova/rpc/index.js';
import { settle } from '../../../src/nova/settings.js';

export const log = pino({ level: 'silent' });

/** What was asked of the conductor, or of a compute that is none. */
export interface Asked {
  readonly method: string;
  readonly context: RequestContext;
  // biome-ignore lint/suspicious/noExplicitAny: of any method
  readonly args: any;
}

/** A bus of a test's own, and what is sent and served on it. */
export abstract class Bus {
  readonly context = this.newContext();
  readonly asked: Asked[] = [];
  readonly transportUrl = `fake://${randomUUID()}`;
  readonly transport = getTransport(
    {
      transportUrl: this.transportUrl,
      controlExchange: 'nova',
      rpcResponseTimeout: 10,
      allowedRemoteExmods: ['nova.exception'],
    },
    { log },
  );
  readonly config = settle({ rpcResponseTimeout: 10, longRpcTimeout: 20 });
  readonly rpc = createNovaRpc(this.transport, this.config);
  readonly computes = new ComputeRpcApi(this.rpc);

  #ran = 0;
  readonly #waiting: (() => void)[] = [];

  /** Ends what may run for ever. */
  protected abstract cut(): Promise<void>;

  /** For a request of its own: an action has the name of its request. */
  newContext(): RequestContext {
    return new RequestContext({ user_id: 'user', project_id: 'project', roles: ['member'] });
  }

  /** Something that answers for a topic, and remembers what it was asked. */
  async pretend(
    { topic, server = 'pretended', ...served }: TargetInit,
    methods: readonly string[],
  ): Promise<void> {
    const answer = (method: string) => async (context: RequestContext, args: unknown) => {
      this.asked.push({ method, context, args });
    };
    const answers = Object.fromEntries(methods.map((method) => [method, answer(method)]));
    await this.serve(new Target({ topic, server }), { target: new Target(served), ...answers });
  }

  protected async serve(target: Target, endpoint: object): Promise<void> {
    const serializer = new NovaObjectSerializer();
    const around: Around = async (_, run) => {
      try {
        return await run();
      } finally {
        this.#ran++;
        for (const wake of this.#waiting.splice(0)) wake();
      }
    };
    const server = getRpcServer(this.transport, target, [endpoint], { serializer, around });
    await server.start();
    onTestFinished(async () => {
      await server.stop();
      // What runs may take for ever.
      await this.cut();
      await server.wait();
    });
  }

  /** Sends something, and waits until it was run. */
  async cast(send: () => Promise<void>): Promise<void> {
    const before = this.#ran;
    await send();
    while (this.#ran === before) await this.ended();
  }

  /** The next method of RPC has ended. */
  ended(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Looks again whenever a method of RPC has ended. */
  async settled(holds: () => Promise<boolean>): Promise<void> {
    for (;;) {
      const ended = this.ended();
      if (await holds()) return;
      await ended;
    }
  }
}
