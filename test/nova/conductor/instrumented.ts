import type { ManagerInit } from '../../../src/nova/manager.js';

/** Is given each call of a store, of the bus and of a notifier, by a name like `instances.save`, and may let it happen. */
export type Around = (name: string, call: () => Promise<unknown>) => Promise<unknown>;

/** What a manager is made with, all of whose calls pass through `around`. */
export function instrumented(init: ManagerInit, around: Around): ManagerInit {
  return {
    ...init,
    database: wrapped(init.database, '', around),
    notifier: wrapped(init.notifier, 'notifier.', around),
    rpc: {
      ...init.rpc,
      client: (...args) => wrapped(init.rpc.client(...args), 'rpc.', around),
    },
  };
}

function wrapped<Target extends object>(target: Target, path: string, around: Around): Target {
  return new Proxy(target, {
    get(_target, name: string) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value === 'function') return method(target, value as Method, path, name, around);
      return typeof value === 'object' && value !== null && path === ''
        ? wrapped(value, `${name}.`, around)
        : value;
    },
  });
}

type Method = (...args: unknown[]) => unknown;

function method(target: object, value: Method, path: string, name: string, around: Around): Method {
  if (name === 'prepare') return (...args) => wrapped(value.apply(target, args) as object, path, around);
  if (name === 'canSendVersion' || name === 'close') return value.bind(target);
  if (name === 'transaction')
    return (work) =>
      around(name, () => {
        const within = (stores: object) => (work as Method)(wrapped(stores, '', around));
        return value.call(target, within) as Promise<unknown>;
      });
  return (...args) => around(`${path}${name}`, () => Promise.resolve(value.apply(target, args)));
}

/** Does something before a conductor makes a call, the first time. */
export function justBefore(name: string, what: () => Promise<unknown>): Around {
  let done = false;
  return async (called, call) => {
    if (called === name && !done) {
      done = true;
      await what();
    }
    return call();
  };
}
