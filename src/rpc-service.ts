import { hostname } from 'node:os';
import type { RpcAccessPolicy } from './messaging/access-policy.js';
import { getRpcClient, type RpcClient, type RpcClientOptions } from './messaging/client.js';
import type { Around } from './messaging/dispatcher.js';
import type { Context, Serializer } from './messaging/serializer.js';
import { getRpcServer, type RpcServer } from './messaging/server.js';
import { Target, type TargetInit, targetOf } from './messaging/target.js';
import { getTransport, type Transport } from './messaging/transport.js';
import { describeRpcSettings, RPC_KEYS, type RpcSettings, readRpcSettings } from './rpc-settings.js';
import type { OptionFault } from './service/options/declared.js';
import { Service } from './service/service.js';
import type { ServiceContext } from './service/types.js';
import { untilAborted } from './until-aborted.js';

export type { RpcSettings } from './rpc-settings.js';

export interface RpcServiceOptions<Self, AppContext> {
  /**
   * What it serves. What is left out comes from the config: `topic` (else the name of the service), `server` (else the
   * name of the host) and `exchange` (else `controlExchange`). A function is called in each start().
   */
  readonly target?: TargetInit | Target | ((service: Self) => TargetInit | Target) | undefined;
  /** What answers; a function is called in each start(), with the service, whose transport is there then. */
  readonly endpoints: Endpoints | ((service: Self) => Endpoints | Promise<Endpoints>);
  readonly serializer?: Serializer<AppContext> | undefined;
  /** Default: DefaultRpcAccessPolicy. */
  readonly accessPolicy?: RpcAccessPolicy | undefined;
  /** Runs the methods; see RpcServerOptions. */
  readonly around?: Around | undefined;
  /** What holds where the config says nothing. */
  readonly defaults?: RpcSettings | undefined;
}

type Endpoints = readonly object[];

/** Milliseconds that a stop which is not graceful waits for the broker to take back what was not begun. */
const AT_ONCE = 1000;

/** From a start() to the end of it. */
interface Round {
  readonly transport: Transport;
  /** Resolves when the server can be reached. */
  started: Promise<void>;
  server?: RpcServer;
  /** Fires at stop(): a start under way is given up. */
  readonly stopping: AbortController;
  /** Fires at a stop that is not graceful: what runs is not waited for. */
  readonly cut: AbortController;
}

/**
 * A service that answers RPC: a server of a target, whose settings (see RpcSettings) are in the config of the service.
 * Ready means that it can be reached. All its workers serve the same target, the name of the server included, as those
 * of an oslo_service.service.Service that runs an oslo_messaging.RPCServer.
 */
export class RpcService<
  Config = Readonly<Record<string, unknown>>,
  AppContext = Context,
> extends Service<Config> {
  /** What it reads in the config beside the options that a subclass may declare. */
  static readonly configKeys: readonly string[] = RPC_KEYS;

  /** What is wrong with those, for nova-launch check. */
  static checkConfig(config: Readonly<Record<string, unknown>>): readonly OptionFault[] {
    return readRpcSettings(config).wrong.map(({ key, found, expected, remedy }) => ({
      path: [key],
      at: 'value',
      message: `found ${found}`,
      expected,
      remedy,
    }));
  }

  /** What those may be, for nova-launch options. */
  static describeConfig(): { readonly type: 'object'; readonly properties: object } {
    return describeRpcSettings();
  }

  readonly #options: RpcServiceOptions<RpcService<Config, AppContext>, AppContext>;
  #round: Round | undefined;

  constructor(
    context: ServiceContext<Config>,
    options: RpcServiceOptions<RpcService<Config, AppContext>, AppContext>,
  ) {
    super(context);
    this.#options = options;
  }

  /** What it serves through; made by start(), another one by each. Throws before. */
  get transport(): Transport {
    if (this.#round) return this.#round.transport;
    throw new Error(`The service ${this.name} has no transport: it is not started.`);
  }

  /**
   * A client on the same transport, with the serializer of the service unless another is given. What runs may call
   * until it has ended, also while the service stops.
   */
  client(target: TargetInit | Target, options: RpcClientOptions<AppContext> = {}): RpcClient<AppContext> {
    const { serializer } = this.#options;
    return getRpcClient(this.transport, targetOf(target), { serializer, ...options });
  }

  /**
   * Resolves when the server can be reached; it waits for a broker as long as it may take to get ready. Rejects with
   * what is wrong with the config, naming the key, and with what endpoints() or the driver throws.
   */
  override async start(): Promise<void> {
    if (this.#round?.stopping.signal.aborted) await this.wait();
    this.#round ??= this.#begin();
    await this.#round.started;
  }

  #begin(): Round {
    const settings = this.#settings();
    const transport = getTransport(settings, { log: this.log });
    const round: Round = {
      transport,
      started: Promise.resolve(),
      stopping: new AbortController(),
      cut: new AbortController(),
    };
    // Not at once: endpoints() may want the transport, and so the round.
    round.started = Promise.resolve()
      .then(() => this.#serve(round, settings))
      .catch(async (error) => {
        await transport.close();
        if (this.#round === round) this.#round = undefined;
        throw round.stopping.signal.aborted ? round.stopping.signal.reason : error;
      });
    return round;
  }

  /** Throws for settings that are wrong. */
  #settings(): RpcSettings {
    const { settings, wrong } = readRpcSettings((this.config ?? {}) as Readonly<Record<string, unknown>>);
    if (wrong.length > 0) {
      const all = wrong.map(
        ({ key, found, expected }) =>
          `config.${key} of the service ${this.name}: found ${found}; expected ${expected}.`,
      );
      throw new Error(all.join(' '));
    }
    return { ...this.#options.defaults, ...settings };
  }

  async #serve(round: Round, settings: RpcSettings): Promise<void> {
    const { endpoints: given, serializer, accessPolicy, around } = this.#options;
    const { signal } = round.stopping;
    const made = typeof given === 'function' ? await untilAborted(given(this), signal) : given;
    signal.throwIfAborted();
    if (!Array.isArray(made))
      throw new TypeError(`The endpoints of the service ${this.name} are no array of objects.`);
    const { concurrency, atLeastOnce, rpcPingEnabled: pingEnabled } = settings;
    const options = { serializer, accessPolicy, concurrency, atLeastOnce, pingEnabled, around };
    const server = getRpcServer(round.transport, this.#target(settings), made as Endpoints, options);
    await server.start();
    round.server = server;
    if (signal.aborted) {
      await server.stop();
      await server.wait();
      throw signal.reason;
    }
    const { topic, server: name } = server.target;
    const { redacted } = round.transport.url;
    this.log.info({ topic, server: name, transport: redacted }, `Serves ${topic} as ${name} on ${redacted}.`);
  }

  #target(settings: RpcSettings): Target {
    const { target: given = {} } = this.#options;
    const target = targetOf(typeof given === 'function' ? given(this) : given);
    const { topic = this.name, server = hostname(), exchange } = settings;
    return new Target({
      ...target,
      topic: target.topic ?? topic,
      server: target.server ?? server,
      exchange: target.exchange ?? exchange,
    });
  }

  /**
   * Takes no more requests; what had come and was not begun is with the other servers of the target again. Graceful, it
   * leaves what runs to wait(); otherwise it ends the transport, and the replies of what runs are lost. A start() under
   * way rejects.
   */
  override async stop(graceful = false): Promise<void> {
    const round = this.#round;
    round?.stopping.abort(new Error(`The service ${this.name} was stopped before it had started.`));
    if (!graceful) round?.cut.abort();
    try {
      if (round?.server) {
        const limit = graceful ? round.cut.signal : AbortSignal.timeout(AT_ONCE);
        await untilAborted(round.server.stop(), limit);
      }
      if (!graceful || !round?.server) await round?.transport.close();
    } finally {
      await super.stop(graceful);
    }
  }

  /** What is to be done when the last method has ended, and the transport is still there; wait() waits for it. */
  protected drained(): unknown {
    return undefined;
  }

  /**
   * Resolves when what ran at stop() has ended, every reply is confirmed, no thread and no timer is left, and the
   * transport is closed.
   */
  override async wait(): Promise<void> {
    const round = this.#round;
    await round?.started.catch(() => {});
    if (round?.server)
      await untilAborted(
        round.server.wait().then(() => this.drained()),
        round.cut.signal,
      );
    await super.wait();
    await round?.transport.close();
    if (this.#round === round) this.#round = undefined;
  }
}
