import {
  DefaultRpcAccessPolicy,
  type EndpointMethod,
  methodOf,
  type RpcAccessPolicy,
} from './access-policy.js';
import { NoSuchMethod, UnsupportedVersion } from './errors.js';
import type { RequestMessage } from './message.js';
import { kindOf } from './options.js';
import type { Serializer } from './serializer.js';
import { Target } from './target.js';
import { versionIsCompatible } from './versions.js';

/** An object whose methods answer requests; its `target` says for which namespace and version (else none, and 1.0). */
export interface Endpoint {
  readonly target?: Target | undefined;
}

/** A request whose method is found and not called yet. */
export interface FoundCall {
  readonly endpoint: object;
  readonly method: string;
  /** Of the application, as the arguments are. */
  readonly context: unknown;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Is asked to run each method, and gives what that gives: for whoever keeps a list of what runs. */
export type Around = (call: FoundCall, run: () => Promise<unknown>) => Promise<unknown>;

const NO_TARGET = new Target({ version: '1.0' });

/** Finds the method of a request and calls it. oslo_messaging.RPCDispatcher. */
export class RpcDispatcher {
  readonly #endpoints: readonly { readonly endpoint: object; readonly target: Target }[];

  /** Throws TypeError for an endpoint whose `target` is no Target, and for a policy that is none. */
  constructor(
    endpoints: readonly object[],
    private readonly serializer: Serializer,
    private readonly accessPolicy: RpcAccessPolicy = new DefaultRpcAccessPolicy(),
    private readonly around: Around = (_call, run) => run(),
  ) {
    if (typeof accessPolicy.isAllowed !== 'function')
      throw new TypeError('The access policy has no isAllowed(); expected an instance of a policy class.');
    if (!Array.isArray(endpoints))
      throw new TypeError(`The endpoints are ${kindOf(endpoints)}; expected an array of objects.`);
    this.#endpoints = endpoints.map((endpoint: object, index) => {
      if (typeof endpoint !== 'object' || endpoint === null)
        throw new TypeError(
          `Endpoint ${index} is ${kindOf(endpoint)}; expected an object with methods, or an instance of a class.`,
        );
      const { target = NO_TARGET } = endpoint as Endpoint;
      if (!(target instanceof Target))
        throw new TypeError(
          `The target of endpoint ${index} is ${typeof target}; expected a Target with namespace and version.`,
        );
      return { endpoint, target };
    });
  }

  /**
   * The result of the first endpoint that has the namespace, the version and the method, serialized. Throws what the
   * method throws; NoSuchMethod if an endpoint has namespace and version, but none of these the method; else
   * UnsupportedVersion.
   */
  async dispatch(request: RequestMessage): Promise<unknown> {
    const { endpoint, method } = this.#find(request);
    const { serializer } = this;
    const context = serializer.deserializeContext(request.context);
    const args: [string, unknown][] = [];
    for (const key of Object.keys(request.args))
      args.push([key, serializer.deserializeEntity(context, request.args[key])]);
    const call = method as (context: unknown, args: Record<string, unknown>) => unknown;
    const named = Object.fromEntries(args);
    const run = async () => call.call(endpoint, context, named);
    const result = await this.around({ endpoint, method: request.method, context, args: named }, run);
    return serializer.serializeEntity(context, result);
  }

  #find(request: RequestMessage): { endpoint: object; method: EndpointMethod } {
    const { method: name, namespace, version = '1.0' } = request;
    let matched = false;
    for (const { endpoint, target } of this.#endpoints) {
      if (!target.acceptedNamespaces.includes(namespace)) continue;
      if (!versionIsCompatible(target.version, version)) continue;
      matched = true;
      const method = methodOf(endpoint, name);
      if (method && this.accessPolicy.isAllowed(endpoint, name, method)) return { endpoint, method };
    }
    throw matched ? new NoSuchMethod(name) : new UnsupportedVersion(version, name);
  }
}

/** Answers `oslo_rpc_server_ping` with "pong". oslo_messaging.rpc.server.PingEndpoint. */
export class PingEndpoint {
  readonly oslo_rpc_server_ping = () => 'pong';
}

type ErrorClass = abstract new (...args: never[]) => Error;

/**
 * A method whose errors of these classes are nothing to log at the server; the caller gets them all the same.
 * `get = expectedExceptions([NotFound], (context, { id }) => …)`, or as a decorator with the classes alone.
 * oslo_messaging.expected_exceptions.
 */
export function expectedExceptions<Method extends EndpointMethod>(
  classes: readonly ErrorClass[],
  method: Method,
): Method;
export function expectedExceptions(
  classes: readonly ErrorClass[],
): <Method extends EndpointMethod>(method: Method, _decorated: unknown) => Method;
export function expectedExceptions(classes: readonly ErrorClass[], method?: EndpointMethod): unknown {
  if (!Array.isArray(classes) || !classes.every((Class) => typeof Class === 'function'))
    throw new TypeError('expectedExceptions() takes an array of classes, and then the method.');
  if (!method) return (decorated: EndpointMethod) => expectedExceptions(classes, decorated);
  const call = method as (...args: unknown[]) => unknown;
  return async function (this: unknown, ...args: unknown[]): Promise<unknown> {
    try {
      return await call.apply(this, args);
    } catch (error) {
      if (classes.some((Class) => error instanceof Class)) expected.add(error as object);
      throw error;
    }
  };
}

const expected = new WeakSet<object>();

/** Whether expectedExceptions() has let it pass. */
export function isExpected(error: unknown): boolean {
  return typeof error === 'object' && error !== null && expected.has(error);
}
