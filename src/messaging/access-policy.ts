/** Which methods of an endpoint a request may reach. oslo_messaging.rpc.dispatcher.RPCAccessPolicyBase. */
export interface RpcAccessPolicy {
  isAllowed(endpoint: object, method: string, callback: EndpointMethod): boolean;
}

/** A method of an endpoint: it gets the context, and the arguments by name in one object. */
export type EndpointMethod = (context: never, args: never) => unknown;

/** All methods. oslo_messaging.LegacyRPCAccessPolicy. */
export class LegacyRpcAccessPolicy implements RpcAccessPolicy {
  isAllowed(): boolean {
    return true;
  }
}

/** All but those whose names begin with `_`. oslo_messaging.DefaultRPCAccessPolicy. */
export class DefaultRpcAccessPolicy implements RpcAccessPolicy {
  isAllowed(_endpoint: object, method: string): boolean {
    return !method.startsWith('_');
  }
}

/** Only those that were marked with expose(). oslo_messaging.ExplicitRPCAccessPolicy. */
export class ExplicitRpcAccessPolicy implements RpcAccessPolicy {
  isAllowed(_endpoint: object, _method: string, callback: EndpointMethod): boolean {
    return exposed.has(callback);
  }
}

const exposed = new WeakSet<object>();

/**
 * Marks a method for ExplicitRpcAccessPolicy: `echo = expose((context, { value }) => value)`, or as a decorator,
 * `@expose echo(context, { value }) { … }`. oslo_messaging.expose.
 */
export function expose<Method extends EndpointMethod>(method: Method, _decorated?: unknown): Method {
  exposed.add(method);
  return method;
}

/**
 * The method `name` of an endpoint, of itself or of its classes. What every object has (constructor, toString, …) is
 * none, whatever the policy says, nor is an accessor: a request must not run code by asking.
 */
export function methodOf(endpoint: object, name: string): EndpointMethod | undefined {
  if (name === 'constructor') return undefined;
  let holder: object | null = endpoint;
  while (holder !== null && !isOfAll(holder)) {
    const found = Object.getOwnPropertyDescriptor(holder, name);
    if (found) return typeof found.value === 'function' ? found.value : undefined;
    holder = Object.getPrototypeOf(holder);
  }
  return undefined;
}

/** Object.prototype, that of another realm (node:vm) included, or Function.prototype. */
function isOfAll(holder: object): boolean {
  if (holder === Object.prototype || holder === Function.prototype) return true;
  return Object.getPrototypeOf(holder) === null && Object.hasOwn(holder, '__lookupGetter__');
}
