import { type OutgoingMessage, printAddress } from './driver.js';
import { InvalidTarget, RpcVersionCapError } from './errors.js';
import { deserializeFailure } from './failure.js';
import { stringify } from './json.js';
import { CONTEXT_PREFIX, newId } from './message.js';
import { assertOptions, isNamed, kindOf } from './options.js';
import { Patience } from './patience.js';
import { assertSeconds } from './seconds.js';
import { type Context, NoOpSerializer, type Serializer } from './serializer.js';
import { TARGET_OPTIONS, type Target, type TargetInit, targetOf } from './target.js';
import { traceSend } from './tracing.js';
import type { Transport } from './transport.js';
import { assertVersion, canSend } from './versions.js';

/** What calls are made with; prepare() overrides it, and the target, for some of them. */
export interface CallOptions {
  /** Seconds that a call waits for its reply, and a cast for somebody to take it. Default: that of the transport. */
  readonly timeout?: number | undefined;
  /** The highest version that may be sent; all when there is none. */
  readonly versionCap?: string | undefined;
  /** How many more times sending is tried without a connection: -1 for ever, which is the default unless mandatory. */
  readonly retry?: number | undefined;
  /** Seconds without a sign of life from the server, of 2 or more, after which a call gives up. */
  readonly callMonitorTimeout?: number | undefined;
  /** Fail at once where nobody serves the topic, with MessageUndeliverable. oslo: TransportOptions(at_least_once). */
  readonly mandatory?: boolean | undefined;
  /** Send again what may have arrived before a connection broke; a server may run it twice then. */
  readonly repeatable?: boolean | undefined;
}

export interface RpcClientOptions<AppContext> extends CallOptions {
  readonly serializer?: Serializer<AppContext> | undefined;
}

const CALL_OPTIONS: readonly (keyof CallOptions)[] = [
  'timeout',
  'versionCap',
  'retry',
  'callMonitorTimeout',
  'mandatory',
  'repeatable',
];

/** A client of the servers of a target. Throws TypeError for an unknown option. oslo_messaging.get_rpc_client. */
export function getRpcClient<AppContext = Context>(
  transport: Transport,
  target: Target | TargetInit,
  options: RpcClientOptions<AppContext> = {},
): RpcClient<AppContext> {
  assertOptions('getRpcClient()', options, [...CALL_OPTIONS, 'serializer']);
  return new RpcClient(transport, targetOf(target), options);
}

/** Calls methods of servers. oslo_messaging.RPCClient, and what its prepare() gives. */
export class RpcClient<AppContext = Context> {
  readonly #serializer: Serializer<AppContext>;

  /** Throws MessagingException for a version or cap that is none, TypeError for a timeout that is none. */
  constructor(
    readonly transport: Transport,
    readonly target: Target,
    private readonly options: RpcClientOptions<AppContext> = {},
  ) {
    this.#serializer = options.serializer ?? (new NoOpSerializer() as unknown as Serializer<AppContext>);
    if (target.version !== undefined) assertVersion(target.version);
    if (options.versionCap !== undefined) assertVersion(options.versionCap);
    for (const option of ['timeout', 'callMonitorTimeout'] as const) assertSeconds(option, options[option]);
    const { retry = -1 } = options;
    if (!Number.isInteger(retry) || retry < -1)
      throw new TypeError(`The retry is ${String(retry)}; expected an integer of at least -1.`);
  }

  /** A client for other targets or with other options; what is not given stays. */
  prepare(overrides: TargetInit & CallOptions): RpcClient<AppContext> {
    assertOptions('prepare()', overrides, [...CALL_OPTIONS, ...TARGET_OPTIONS]);
    const { timeout, versionCap, retry, callMonitorTimeout, mandatory, repeatable, ...target } = overrides;
    const given = Object.fromEntries(
      Object.entries({ timeout, versionCap, retry, callMonitorTimeout, mandatory, repeatable }).filter(
        ([, value]) => value !== undefined,
      ),
    );
    return new RpcClient(this.transport, this.target.with(target), { ...this.options, ...given });
  }

  /** Whether a message of this version, or the target's, may be sent under the version cap. */
  canSendVersion(version: string | undefined = this.target.version): boolean {
    return canSend(version, this.options.versionCap);
  }

  /**
   * The result of a method. Rejects with the error of the method (RemoteError, or its registered class);
   * MessagingTimeout; MessageDeliveryFailure; MessageUndeliverable; InvalidTarget for a fanout target;
   * RpcVersionCapError; or the reason of the signal. The method may run after all, when there is no reply.
   */
  async call<Result = unknown>(
    context: AppContext,
    method: string,
    args: object = {},
    { signal }: { signal?: AbortSignal | undefined } = {},
  ): Promise<Result> {
    if (this.target.fanout) throw new InvalidTarget(`A call cannot be to all: ${this.target}.`);
    const { transport, options } = this;
    const address = transport.address(this.target);
    const { timeout = transport.rpcResponseTimeout, callMonitorTimeout: monitorTimeout } = options;
    const serialized = this.#serialize(context, method, args);
    const traced = { kind: 'call', method, ...address } as const;
    const result = await traceSend(traced, serialized.context, async (withTrace) => {
      const messageId = newId();
      const what = `calling ${method} of ${printAddress(address)}`;
      const waiter = transport.replies.expect(messageId, { timeout, monitorTimeout, signal, what });
      const message: OutgoingMessage = {
        ...this.#outgoing(address),
        messageId,
        ttl: Number.isFinite(timeout) ? timeout : undefined,
        get signal() {
          return waiter.abandoned;
        },
        text: '',
      };
      const send = async () => {
        const _reply_q = await transport.replyAddress(message.retry, () => waiter.abandoned);
        const _timeout = monitorTimeout ?? null;
        const replying = { _msg_id: messageId, ...(_reply_q !== undefined && { _reply_q }), _timeout };
        const driver = await transport.driver();
        (message as { text: string }).text = this.#text(method, serialized.args, replying, withTrace);
        await driver.send(message);
      };
      if (!waiter.settled) send().catch((error) => waiter.fail(error));
      const reply = await waiter.reply;
      if (reply.failure !== null) throw deserializeFailure(reply.failure, transport.allowedRemoteExmods);
      return reply.result;
    });
    return this.#serializer.deserializeEntity(context, result) as Result;
  }

  /**
   * Resolves when the message has been handed over: to the broker, or to a server that will run it. Rejects with
   * MessageDeliveryFailure, MessageUndeliverable, RpcVersionCapError, or the reason of the signal.
   */
  async cast(
    context: AppContext,
    method: string,
    args: object = {},
    { signal }: { signal?: AbortSignal | undefined } = {},
  ): Promise<void> {
    const { transport } = this;
    const address = transport.address(this.target);
    signal?.throwIfAborted();
    const serialized = this.#serialize(context, method, args);
    await traceSend({ kind: 'cast', method, ...address }, serialized.context, async (withTrace) => {
      const driver = await transport.driver();
      const text = this.#text(method, serialized.args, {}, withTrace);
      const { timeout = transport.rpcResponseTimeout } = this.options;
      const patience = new Patience(timeout, signal, `${method} of ${printAddress(address)}`);
      const message = {
        ...this.#outgoing(address),
        messageId: undefined,
        ttl: undefined,
        get signal() {
          return patience.signal;
        },
        text,
      };
      await driver.send(message).finally(() => patience.end());
    });
  }

  #outgoing(address: OutgoingMessage['address']) {
    const { mandatory = false, repeatable = false, retry = mandatory ? 0 : -1 } = this.options;
    return { address, mandatory, repeatable, retry };
  }

  #serialize(context: AppContext, method: string, args: object): { context: Context; args: object } {
    if (!this.canSendVersion()) throw new RpcVersionCapError(this.target.version, this.options.versionCap!);
    if (typeof method !== 'string' || method === '')
      throw new TypeError(`The method is ${JSON.stringify(method)}; expected its name.`);
    if (!isNamed(args))
      throw new TypeError(
        `The arguments of ${method} are ${kindOf(args)}; expected an object with them by name.`,
      );
    const serializer = this.#serializer;
    const entries = Object.entries(args).map(([key, value]) => [
      key,
      serializer.serializeEntity(context, value),
    ]);
    const serialized = serializer.serializeContext(context) ?? {};
    if (!isNamed(serialized))
      throw new TypeError(`The context of ${method} is ${kindOf(serialized)}; expected an object.`);
    return { context: serialized, args: Object.fromEntries(entries) };
  }

  /** The members stand in the order in which oslo.messaging writes them. */
  #text(method: string, args: object, replying: object, context: Context): string {
    const { namespace, version } = this.target;
    const entries = Object.entries(context).map(([key, value]) => [CONTEXT_PREFIX + key, value]);
    const message = {
      method,
      args,
      ...(namespace !== undefined && { namespace }),
      ...(version !== undefined && { version }),
      ...replying,
      _unique_id: newId(),
      ...Object.fromEntries(entries),
    };
    return stringify(message, 'message');
  }
}
