import { EventEmitter, once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, utimesSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  type Backdoor,
  type BackdoorLog,
  type BackdoorScope,
  openBackdoor,
} from '../../../src/operations/backdoor/index.js';

export interface Opened {
  readonly backdoor: Backdoor;
  /** What was logged: level, then sentence. */
  readonly lines: string[];
  /** Resolves when there are so many lines. */
  logged(count: number): Promise<void>;
}

function capture() {
  const lines: string[] = [];
  const written = new EventEmitter();
  const write = (level: string) => (fields: unknown, sentence?: string) => {
    lines.push(`${level}: ${sentence ?? fields}`);
    written.emit('line');
  };
  const logged = async (count: number) => {
    while (lines.length < count) await once(written, 'line');
  };
  return { log: { info: write('info'), warn: write('warn') } as BackdoorLog, lines, logged };
}

/** A backdoor that is closed with the test. */
export async function opened(spec: unknown, scope: Partial<BackdoorScope> = {}): Promise<Opened> {
  const { log, ...captured } = capture();
  const backdoor = await openBackdoor(spec, { service: 'web', worker: 0, values: {}, ...scope }, log);
  onTestFinished(() => backdoor.close());
  return { backdoor, ...captured };
}

/** Why a backdoor cannot be opened. */
export const refused = (spec: unknown): Promise<unknown> =>
  opened(spec).then(
    ({ backdoor }) => {
      throw new Error(`It was opened, on ${backdoor.address}.`);
    },
    (error) => error,
  );

export function directory(): string {
  const path = mkdtempSync(join(tmpdir(), 'nova-backdoor-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

export async function listening(where: net.ListenOptions): Promise<net.Server> {
  const server = net.createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(where, resolve);
  });
  onTestFinished(() => void server.close());
  return server;
}

/** A socket file that nobody listens on, as a killed process leaves it; made an hour ago, or `fresh`. */
export async function stale(path: string, { fresh = false } = {}): Promise<void> {
  const server = await listening({ path: `${path}.live` });
  renameSync(`${path}.live`, path);
  await new Promise((done) => server.close(done));
  const anHourAgo = Date.now() / 1000 - 3600;
  if (!fresh) utimesSync(path, anHourAgo, anHourAgo);
}

/** The first of `count` ports in a row that are free; from below those that the kernel gives to anyone. */
export async function freePorts(count: number): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const first = 10_000 + Math.floor(Math.random() * 20_000);
    const servers: net.Server[] = [];
    try {
      for (let port = first; port < first + count; port++)
        servers.push(await listening({ port, host: '127.0.0.1' }));
      return first;
    } catch {
      // The next ones.
    } finally {
      for (const server of servers) await new Promise((done) => server.close(done));
    }
  }
  throw new Error('There are no free ports.');
}

/** Somebody at the backdoor. */
export class Client {
  readonly socket: net.Socket;
  #text = '';
  #look = () => {};

  constructor({ socketFile, port }: Pick<Backdoor, 'socketFile' | 'port'>) {
    const options = socketFile === undefined ? { port: port! } : { path: socketFile };
    this.socket = net.connect({ ...options, allowHalfOpen: true } as net.NetConnectOpts);
    this.socket.setEncoding('utf8').on('data', (piece: string) => {
      this.#text += piece;
      this.#look();
    });
    this.socket.on('end', () => this.#look()).on('error', () => this.#look());
    onTestFinished(() => void this.socket.destroy());
  }

  /** Resolves, when `until` has arrived, to what came before it. */
  async read(until = 'web[0]> '): Promise<string> {
    const found = () => this.#text.indexOf(until);
    await this.#when(() => found() >= 0);
    const text = this.#text.slice(0, found());
    this.#text = this.#text.slice(found() + until.length);
    return text;
  }

  /** What a line prints, up to the next prompt. */
  async ask(line: string): Promise<string> {
    this.socket.write(`${line}\n`);
    return (await this.read()).trimEnd();
  }

  /** Resolves to what has come, when the backdoor has ended the connection. */
  async ended(): Promise<string> {
    await this.#when(() => this.socket.readableEnded || this.socket.destroyed);
    return this.#text;
  }

  async #when(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.socket.readableEnded || this.socket.destroyed)
        throw new Error(`The connection has ended after ${JSON.stringify(this.#text)}.`);
      await new Promise<void>((resolve) => {
        this.#look = resolve;
      });
    }
  }
}

/** A client that has read the greeting. */
export async function client(backdoor: Backdoor): Promise<Client> {
  const made = new Client(backdoor);
  await made.read();
  return made;
}
