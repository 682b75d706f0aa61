import type { RpcAccessPolicy } from './access-policy.js';
import { type Around, PingEndpoint, RpcDispatcher } from './dispatcher.js';
import { type Address, type Listener, printAddress } from './driver.js';
import { InvalidTarget } from './errors.js';
import { Intake } from './intake.js';
import { assertOptions } from './options.js';
import { NoOpSerializer, type Serializer } from './serializer.js';
import { type Target, type TargetInit, targetOf } from './target.js';
import type { Transport } from './transport.js';

/** How many methods run at a time: oslo's executor_thread_pool_size. */
const CONCURRENCY = 64;

export interface RpcServerOptions<AppContext> {
  readonly serializer?: Serializer<AppContext> | undefined;
  /** Default: DefaultRpcAccessPolicy. */
  readonly accessPolicy?: RpcAccessPolicy | undefined;
  /** How many methods run at a time, and how many more requests are held ready. Default: 64. */
  readonly concurrency?: number | undefined;
  /** Acknowledge a request when its method has ended instead of before: it is run again if this process dies. */
  readonly atLeastOnce?: boolean | undefined;
  /** Answer oslo_rpc_server_ping. oslo's rpc_ping_enabled. */
  readonly pingEnabled?: boolean | undefined;
  /** Runs the methods, where somebody wants to know what runs. */
  readonly around?: Around | undefined;
}

const SERVER_OPTIONS: readonly (keyof RpcServerOptions<never>)[] = [
  'serializer',
  'accessPolicy',
  'concurrency',
  'atLeastOnce',
  'pingEnabled',
  'around',
];

/**
 * A server of a target, for which `endpoints` answer. Throws InvalidTarget unless the target has a topic and a server;
 * TypeError for an endpoint, a policy or an option that is none. oslo_messaging.get_rpc_server.
 */
export function getRpcServer<AppContext = never>(
  transport: Transport,
  target: Target | TargetInit,
  endpoints: readonly object[],
  options: RpcServerOptions<AppContext> = {},
): RpcServer {
  assertOptions('getRpcServer()', options, SERVER_OPTIONS);
  const { serializer = new NoOpSerializer(), accessPolicy, pingEnabled = false, around } = options;
  const ping = pingEnabled ? new PingEndpoint() : undefined;
  const dispatcher = new RpcDispatcher(
    ping ? [...endpoints, ping] : endpoints,
    serializer as unknown as Serializer,
    accessPolicy,
    around,
  );
  const { concurrency = CONCURRENCY, atLeastOnce = false } = options;
  return new RpcServer(transport, targetOf(target), dispatcher, { concurrency, atLeastOnce });
}

/** One round of start, stop and wait: each is done once. */
interface Round {
  /** start() was called: resolves to the listener, or to undefined if it could not be opened. */
  readonly listening: Deferred<Listener | undefined>;
  readonly stopping: Deferred<void>;
  started?: Promise<void>;
  stopped?: Promise<void>;
  waited?: Promise<void>;
  /** start() has failed: it may be called again. */
  failed?: boolean;
}

/** oslo_messaging.RPCServer: start(), stop() and wait() happen in this order, whatever the order of the calls. */
export class RpcServer {
  readonly #address: Address;
  readonly #intake: Intake;
  #round: Round = newRound();

  constructor(
    private readonly transport: Transport,
    readonly target: Target,
    dispatcher: RpcDispatcher,
    private readonly options: { readonly concurrency: number; readonly atLeastOnce: boolean },
  ) {
    if (target.topic === undefined || target.server === undefined)
      throw new InvalidTarget(`A server needs a topic and a server name, which ${target} has not.`);
    const { concurrency } = options;
    if (!Number.isInteger(concurrency) || concurrency < 1)
      throw new TypeError(`The concurrency is ${concurrency}; expected an integer of at least 1.`);
    this.#address = transport.address(target.with({ fanout: false }));
    this.#intake = new Intake({ dispatcher, address: this.#address, log: transport.log, ...options });
  }

  /** How many methods are running. */
  get running(): number {
    return this.#intake.running;
  }

  /** Resolves when the server can be reached. Again after stop(), or when it has failed: a new round. */
  start(): Promise<void> {
    if (this.#round.started && this.#round.stopped) {
      const before = this.wait();
      const round = newRound();
      this.#round = round;
      // By then there may be another round.
      round.started = before.then(() => this.#start(round));
    }
    if (this.#round.failed) {
      // Whoever waits for the end of that one need not wait for this one's.
      this.#round.stopping.resolve();
      this.#round = newRound();
    }
    this.#round.started ??= this.#start(this.#round);
    return this.#round.started;
  }

  async #start(round: Round): Promise<void> {
    try {
      const driver = await this.transport.driver();
      this.#intake.open();
      const { take } = this.#intake;
      const load = () => this.#intake.load;
      const listener = await driver.listen(this.#address, { prefetch: this.options.concurrency, load, take });
      round.listening.resolve(listener);
    } catch (error) {
      round.failed = true;
      round.listening.resolve(undefined);
      throw error;
    }
  }

  /**
   * Takes no more requests: resolves when none will come any more, and what had come but was not begun is with the
   * others again. Waits for start().
   */
  stop(): Promise<void> {
    const round = this.#round;
    round.stopped ??= this.#stop(round);
    return round.stopped;
  }

  async #stop(round: Round): Promise<void> {
    const listener = await round.listening.promise;
    const stopped = this.#intake.close(() => listener?.stop());
    round.stopping.resolve();
    await stopped;
  }

  /**
   * Resolves when the methods that run have ended, their replies are confirmed, and the connection is closed. Waits for
   * stop().
   */
  wait(): Promise<void> {
    const round = this.#round;
    round.waited ??= this.#wait(round);
    return round.waited;
  }

  async #wait(round: Round): Promise<void> {
    await round.stopping.promise;
    // What runs has to end all the same, and the connection has to be closed; that it failed, stop() tells.
    await round.stopped?.catch(() => {});
    await this.#intake.idle();
    const listener = await round.listening.promise;
    await listener?.close();
    this.transport.log.debug({ topic: this.#address.topic }, `${printAddress(this.#address)} is closed.`);
  }
}

interface Deferred<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
}

function deferred<Value>(): Deferred<Value> {
  let resolve!: (value: Value) => void;
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function newRound(): Round {
  return { listening: deferred(), stopping: deferred() };
}
