import { MessagingTimeout, type RpcClient } from '../messaging/index.js';
import type { Logger } from '../service/index.js';
import type { RequestContext } from './context/index.js';
import type { NovaRpc } from './rpc/index.js';

/** Seconds that each of the first attempts of waitUntilReady() has, and how many there are. */
const EARLY_TIMEOUT = 10;
const EARLY_ATTEMPTS = 10;

export interface Ping {
  /** serviceName of the manager that has answered. */
  readonly service: string;
  readonly arg: unknown;
}

/** Asks services for what all of them answer. nova.baserpc.BaseAPI. */
export class BaseApi {
  readonly #client: RpcClient<RequestContext>;

  constructor(
    private readonly rpc: NovaRpc,
    readonly topic: string,
  ) {
    this.#client = rpc.client({ topic, namespace: 'baseapi', version: '1.0' });
  }

  /** Rejects as RpcClient.call() does; `timeout` in seconds. */
  ping(context: RequestContext, arg: unknown, timeout?: number): Promise<Ping> {
    return this.#client.prepare({ timeout }).call(context, 'ping', { arg });
  }

  /** Of one of the workers of that host; null where its backdoor listens on no port. */
  getBackdoorPort(context: RequestContext, host: string): Promise<number | null> {
    return this.#client.prepare({ version: '1.1', server: host }).call(context, 'get_backdoor_port');
  }

  /**
   * Resolves when a service of the topic answers: each miss is a warning, and an answer after one is told. Rejects with
   * the reason of the signal, and with what is no timeout. nova.conductor.api.API.wait_until_ready.
   */
  async waitUntilReady(
    context: RequestContext,
    { signal, log }: { signal: AbortSignal; log: Pick<Logger, 'info' | 'warn'> },
  ): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const timeout =
        attempt <= EARLY_ATTEMPTS
          ? Math.min(EARLY_TIMEOUT, this.rpc.rpcResponseTimeout)
          : this.rpc.rpcResponseTimeout;
      try {
        const client = this.#client.prepare({ timeout });
        await client.call(context, 'ping', { arg: this.topic }, { signal });
        if (attempt > 1) log.info({ topic: this.topic, attempt }, `${this.topic} answers now.`);
        return;
      } catch (error) {
        if (!(error instanceof MessagingTimeout) || signal.aborted) throw error;
        log.warn(
          { topic: this.topic, attempt },
          `${this.topic} has not answered within ${timeout} s; is it running? It is asked again.`,
        );
      }
    }
  }
}
