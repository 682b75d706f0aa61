import { renameSync, unlinkSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import type { Listener, ListenOptions } from '../../driver.js';
import { MessageDeliveryFailure, reason } from '../../errors.js';
import type { MessagingLog } from '../../log.js';
import { ClientConnection } from './client-connection.js';
import { DirectoryWatch } from './directory-watch.js';
import { type ServerName, temporaryName } from './names.js';
import { mayTryAgain } from './runtime-directory.js';
import { pathToBind } from './socket-path.js';

export interface IpcListenerOptions extends ListenOptions {
  readonly directory: string;
  readonly name: ServerName;
  /** Makes the directory, if it is not there. */
  readonly make: () => void;
  /** Takes the directory away, if it is empty. */
  readonly leave: () => void;
  readonly log: MessagingLog;
}

/** Milliseconds that clients have to say that they send nothing more. */
const STOP_DEADLINE = 2000;
/** Milliseconds before a name that could not be published again is tried again: doubled each time, up to a bound. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5000;

/** A server that can be found in its topic's directory, and its clients. */
export class IpcListener implements Listener {
  readonly #connections = new Set<ClientConnection>();
  readonly #watch: DirectoryWatch;
  #server: net.Server | undefined;
  /** Its name is gone, and not there again yet. */
  #publishing = false;
  #failures = 0;
  #retry: NodeJS.Timeout | undefined;
  #stopped: Promise<void> | undefined;
  #closed: Promise<void> | undefined;

  /** Resolves when clients find it. Rejects with MessageDeliveryFailure. */
  static async open(options: IpcListenerOptions): Promise<IpcListener> {
    const listener = new IpcListener(options);
    try {
      await listener.#publish();
      listener.#watch.refresh();
    } catch (error) {
      void listener.stop();
      throw error;
    }
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
    clearTimeout(this.#retry);
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
    const server = await this.#open();
    // An error after this has no remedy, and must not be the end of the process.
    server.on('error', (err) => this.options.log.warn({ err }, `A client was not accepted: ${reason(err)}.`));
    const before = this.#server;
    if (this.#stopped || before?.listening === false) {
      this.#unlink();
      server.close();
      return;
    }
    this.#server = server;
    before?.close();
  }

  async #open(): Promise<net.Server> {
    const { directory, name, make } = this.options;
    for (let attempts = 1; ; attempts++) {
      const temporary = temporaryName();
      const server = net.createServer(this.#onConnection);
      try {
        make();
        const { path, release } = pathToBind(directory, temporary);
        await listening(server, path).finally(release);
        renameSync(join(directory, temporary), join(directory, name.file));
        return server;
      } catch (error) {
        if (server.listening) server.close();
        if (!this.#stopped && mayTryAgain(error, attempts)) continue;
        if (error instanceof MessageDeliveryFailure) throw error;
        throw new MessageDeliveryFailure(
          `The server ${name.server} cannot listen in ${directory}: ${reason(error)}.`,
          { cause: error },
        );
      }
    }
  }

  /** Who cleans up in /tmp may have taken the name away, or the directory with it. */
  readonly #onNames = (names: readonly string[]) => {
    if (this.#publishing) return;
    if (!names.includes(this.options.name.file)) void this.#publishAgain();
    else if (this.#failures > 0) this.#isBack();
  };

  async #publishAgain(): Promise<void> {
    // One that was closed from elsewhere is to be found no more.
    if (!this.#server?.listening) return;
    this.#publishing = true;
    try {
      await this.#publish();
      this.#publishing = false;
      // It may have been taken away meanwhile.
      this.#watch.lookSoon();
    } catch (err) {
      this.#failed(err);
    }
  }

  #failed(err: unknown): void {
    if (this.#stopped) return;
    const { log, name } = this.options;
    if (this.#failures === 0)
      log.warn(
        { err, server: name.server },
        `No new client finds the server ${name.server}; its name is tried again: ${reason(err)}`,
      );
    const pause = Math.min(FIRST_PAUSE * 2 ** this.#failures, LONGEST_PAUSE);
    this.#failures++;
    this.#retry = setTimeout(() => this.#publishAgain(), pause);
    this.#retry.unref();
  }

  #isBack(): void {
    this.#failures = 0;
    const { server } = this.options.name;
    this.options.log.info({ server }, `New clients find the server ${server} again.`);
  }

  readonly #onConnection = (socket: net.Socket) => {
    const { prefetch, load, take, log, name } = this.options;
    const onEnd = (ended: ClientConnection) => this.#connections.delete(ended);
    const connection = new ClientConnection(socket, {
      prefetch,
      load,
      take,
      log,
      server: name.server,
      onEnd,
    });
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
    this.options.leave();
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
