import { renameSync, unlinkSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import type { Listener, ListenOptions } from '../../driver.js';
import { MessageDeliveryFailure, reason } from '../../errors.js';
import type { MessagingLog } from '../../log.js';
import { ClientConnection } from './client-connection.js';
import { DirectoryWatch } from './directory-watch.js';
import { type ServerName, temporaryName } from './names.js';
import { pathToBind } from './socket-path.js';

export interface IpcListenerOptions extends ListenOptions {
  readonly directory: string;
  readonly name: ServerName;
  /** Makes the directory, if it is not there. */
  readonly make: () => void;
  readonly log: MessagingLog;
}

/** Milliseconds that clients have to say that they send nothing more. */
const STOP_DEADLINE = 2000;

/** A server that can be found in its topic's directory, and its clients. */
export class IpcListener implements Listener {
  readonly #connections = new Set<ClientConnection>();
  readonly #watch: DirectoryWatch;
  #server: net.Server | undefined;
  #publishing = false;
  #stopped: Promise<void> | undefined;
  #closed: Promise<void> | undefined;

  /** Resolves when clients find it. Rejects with MessageDeliveryFailure. */
  static async open(options: IpcListenerOptions): Promise<IpcListener> {
    options.make();
    const listener = new IpcListener(options);
    await listener.#publish();
    listener.#watch.refresh();
    return listener;
  }

  private constructor(private readonly options: IpcListenerOptions) {
    this.#watch = new DirectoryWatch({ ...options, onNames: this.#onNames });
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  close(): Promise<void> {
    this.#closed ??= this.stop().then(async () => {
      await Promise.all([...this.#connections].map((connection) => connection.close()));
    });
    return this.#closed;
  }

  async #stop(): Promise<void> {
    this.#watch.close();
    this.#unlink();
    this.#server?.close();
    const connections = [...this.#connections];
    for (const connection of connections) connection.goAway();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, STOP_DEADLINE);
    });
    await Promise.race([Promise.all(connections.map(({ quiet }) => quiet)), late]);
    clearTimeout(timer);
    for (const connection of connections) connection.refuse();
  }

  /** A name that can be seen always listens; so whoever is refused there knows that its process is dead. */
  async #publish(): Promise<void> {
    const { directory, name } = this.options;
    const temporary = temporaryName();
    const server = net.createServer(this.#onConnection);
    try {
      const { path, release } = pathToBind(directory, temporary);
      await listening(server, path).finally(release);
      renameSync(join(directory, temporary), join(directory, name.file));
    } catch (error) {
      if (server.listening) server.close();
      throw new MessageDeliveryFailure(
        `The server ${name.server} cannot listen in ${directory}: ${reason(error)}.`,
        { cause: error },
      );
    }
    // An error after this has no remedy, and must not be the end of the process.
    server.on('error', (err) => this.options.log.warn({ err }, `A client was not accepted: ${reason(err)}.`));
    this.#server = server;
    if (this.#stopped) {
      this.#unlink();
      server.close();
    }
  }

  /** Who cleans up in /tmp may have taken the name away, or the directory with it. */
  readonly #onNames = (names: readonly string[]) => {
    const { log, name } = this.options;
    // One that was closed from elsewhere is to be found no more.
    if (this.#publishing || names.includes(name.file) || !this.#server?.listening) return;
    this.#publishing = true;
    this.#server.close();
    this.#publish()
      .catch((err) => log.error({ err }, `No new client finds the server ${name.server}: ${reason(err)}`))
      .finally(() => {
        this.#publishing = false;
      });
  };

  readonly #onConnection = (socket: net.Socket) => {
    const { prefetch, take, log, name } = this.options;
    const onEnd = (ended: ClientConnection) => this.#connections.delete(ended);
    const connection = new ClientConnection(socket, { prefetch, take, log, server: name.server, onEnd });
    this.#connections.add(connection);
    // It was accepted while the server was already on its way out.
    if (!this.#stopped) return;
    connection.goAway();
    connection.refuse();
  };

  #unlink(): void {
    try {
      unlinkSync(join(this.options.directory, this.options.name.file));
    } catch {
      // It is gone already.
    }
  }
}

function listening(server: net.Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // Exclusive: in a worker of node:cluster the primary would listen, and never end when its worker does.
    server.listen({ path, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
