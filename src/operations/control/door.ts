import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import net from 'node:net';
import { dirname } from 'node:path';
import { LaunchError } from '../../errors.js';
import { excludeFromDrains } from '../../service/connections.js';
import { makeRoom } from '../../service/http/socket-file.js';
import { HARMLESS } from '../../system/harmless-stat.js';
import { LONGEST_PATH, ownDirectory } from './place.js';

/** What may be open at once; more are closed unheard. */
const MOST_CONNECTIONS = 256;

/** Seconds after which a socket file on which nobody listens is nobody's. */
const FRESH = 0.1;

/** Seconds that the one who listens already has for saying who he is. */
const INTRODUCTION = 1;

/**
 * The control socket without what is behind it: so it is there from the first moment, costs a start next to nothing,
 * and makes the second supervisor of a definition find out before it has forked a worker.
 */
export class Door {
  readonly #waiting: net.Socket[] = [];
  #serve: ((socket: net.Socket) => void) | undefined;
  #wanted: (() => void) | undefined;

  private constructor(
    readonly path: string,
    private readonly server: net.Server,
  ) {
    server.on('connection', (socket: net.Socket) => this.#take(socket));
  }

  /**
   * Listens, for this user alone.
   * @throws LaunchError NL_ALREADY_RUNNING where somebody else does; what the system says where nobody can
   */
  static async open(path: string): Promise<Door> {
    if (Buffer.byteLength(path) > LONGEST_PATH)
      throw new Error(`the path ${path} is longer than ${LONGEST_PATH} bytes`);
    makeDirectory(dirname(path));
    const server = net.createServer({ pauseOnConnect: true });
    server.maxConnections = MOST_CONNECTIONS;
    excludeFromDrains(server);
    if (lstatSync(path, { ...HARMLESS, throwIfNoEntry: false })) await makeRoom(path, FRESH);
    try {
      await listen(server, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      throw await alreadyRunning(path);
    }
    server.unref();
    return new Door(path, server);
  }

  /**
   * Listens on a TCP port, for everybody who can reach it.
   * @throws what the system says where that cannot be
   */
  static async openPort(address: string): Promise<Door> {
    const colon = address.lastIndexOf(':');
    const host = address.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
    const server = net.createServer({ pauseOnConnect: true });
    server.maxConnections = MOST_CONNECTIONS;
    excludeFromDrains(server);
    await listening(server, () =>
      server.listen({ host, port: Number(address.slice(colon + 1)), exclusive: true }),
    );
    server.unref();
    const { port } = server.address() as net.AddressInfo;
    return new Door(`${address.slice(0, colon)}:${port}`, server);
  }

  /** `wanted` is called with the first connection, when it is time to load what serves it, and serve() to be called. */
  whenWanted(wanted: () => void): void {
    this.#wanted = wanted;
    if (this.#waiting.length > 0) wanted();
  }

  serve(serve: (socket: net.Socket) => void): void {
    this.#serve = serve;
    for (const socket of this.#waiting.splice(0)) serve(socket);
  }

  /** For those who wait there is nobody to answer; who comes next is wanted anew. */
  turnAway(): void {
    for (const socket of this.#waiting.splice(0)) socket.destroy();
  }

  /** Takes the file away, too. What is connected stays so. */
  close(): void {
    this.turnAway();
    this.server.close();
  }

  /** A client is no reason for this process to go on. */
  #take(socket: net.Socket): void {
    socket.unref();
    socket.on('error', () => {});
    if (this.#serve) {
      this.#serve(socket);
      return;
    }
    this.#waiting.push(socket);
    if (this.#waiting.length === 1) this.#wanted?.();
  }
}

/** The mode of the file is there from its first moment: bind(2) and listen(2) are called before listen() returns. */
function listen(server: net.Server, path: string): Promise<void> {
  return listening(server, () => {
    const before = process.umask(0o177);
    try {
      server.listen({ path, exclusive: true });
    } finally {
      process.umask(before);
    }
  });
}

function listening(server: net.Server, begin: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      server.on('error', () => {});
      resolve();
    });
    begin();
  });
}

/** Ours is for us alone; another is as its owner wants it. */
function makeDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (directory !== ownDirectory(process.env)) return;
  const stats = lstatSync(directory);
  if (!stats.isDirectory()) throw new Error(`${directory} is no directory`);
  if (stats.uid !== process.geteuid?.())
    throw new Error(`the directory ${directory} belongs to the user ${stats.uid}`);
  if ((stats.mode & 0o077) !== 0) chmodSync(directory, 0o700);
}

async function alreadyRunning(path: string): Promise<LaunchError> {
  const { ask } = await import('./client.js');
  const pid = await ask(path, 'GET', '/livez', { timeout: INTRODUCTION }).then(
    ({ body }) => (body as { pid?: number }).pid,
    () => undefined,
  );
  const who = pid === undefined ? 'a process that does not answer' : `pid ${pid}`;
  return new LaunchError('NL_ALREADY_RUNNING', `another supervisor runs this already: ${who}, at ${path}`);
}
