import { AsyncLocalStorage } from 'node:async_hooks';
import net from 'node:net';
import { ConnectionDrain } from '../service/connections.js';

/** Whose code runs. */
const owners = new AsyncLocalStorage<OwnServers>();

/** A drain takes all servers that it knows, so each service that runs just now has one to itself. */
interface Lent {
  readonly drain: ConnectionDrain;
  owner: OwnServers | undefined;
}

const lent: Lent[] = [];

function borrow(owner: OwnServers): Lent {
  if (lent.length === 0) watchListen();
  let free = lent.find((one) => one.owner === undefined);
  if (!free) {
    free = { drain: new ConnectionDrain(), owner };
    lent.push(free);
  }
  free.owner = owner;
  return free;
}

function watchListen(): void {
  const { listen } = net.Server.prototype;
  net.Server.prototype.listen = function (this: net.Server, ...args: unknown[]) {
    const owner = owners.getStore();
    owner?.remember(this);
    for (const one of lent) if (!owner || one.owner !== owner) one.drain.exclude(this);
    return listen.apply(this, args as Parameters<typeof listen>);
  } as typeof listen;
}

/** The servers that one service listens with; not those of the test around it. They end as in the service's worker. */
export class OwnServers {
  readonly #servers = new Set<net.Server>();
  readonly #lent = borrow(this);

  /** What listens in `body`, and in what that starts, belongs to the service. */
  run<T>(body: () => T): T {
    return owners.run(this, body);
  }

  remember(server: net.Server): void {
    this.#servers.add(server);
  }

  /** Whether one ever listened. */
  get any(): boolean {
    return this.#servers.size > 0;
  }

  /**
   * Closes them, and resolves when their HTTP connections have ended, to 0, or, when `signal` is aborted, to the number of
   * those left. An idle connection ends at once: no request is under way to it, if the test has sent none.
   */
  drain(signal: AbortSignal): Promise<number> {
    return this.#lent.drain.drain({ linger: 0, signal });
  }

  /** Cuts what is left, as the end of the process would. */
  cut(): void {
    for (const server of this.#servers) {
      if (server.listening) server.close();
      (server as Partial<{ closeAllConnections(): void }>).closeAllConnections?.();
    }
    this.#servers.clear();
    this.#lent.owner = undefined;
  }
}
