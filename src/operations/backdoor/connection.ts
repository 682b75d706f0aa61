import type net from 'node:net';
import { reason } from '../../service/log.js';
import { isHttp, linesOf } from './lines.js';
import type { BackdoorLog, BackdoorScope } from './scope.js';
import { openSession, promptFor, type Session } from './session.js';

/**
 * One client. It costs a socket until it has sent a line: only then there is a REPL for it, and only if that line is
 * not how a browser begins.
 */
export class Connection {
  readonly #socket: net.Socket;
  readonly #scope: BackdoorScope;
  readonly #log: BackdoorLog;
  readonly #ended = new AbortController();
  #session: Session | undefined;

  constructor(socket: net.Socket, scope: BackdoorScope, log: BackdoorLog) {
    this.#socket = socket;
    this.#scope = scope;
    this.#log = log;
    // A client may vanish at any time; and no client keeps the process running.
    socket.on('error', () => {});
    socket.on('close', () => this.#ended.abort());
    socket.unref();
    socket.write(`${greeting(scope)}\n${promptFor(scope)}`);
  }

  /** Whether nobody would miss it: it has sent no line yet. */
  get isIdle(): boolean {
    return !this.#session;
  }

  /** Does what the client says; resolves when the client or .exit has ended that. Never rejects. */
  async serve(): Promise<void> {
    try {
      for await (const line of linesOf(this.#socket)) {
        await this.#take(line);
        if (this.#session?.ended) break;
      }
    } catch (error) {
      this.end(reason(error));
    }
    this.end();
  }

  /** Ends it, with a last sentence. */
  end(sentence?: string): void {
    if (sentence !== undefined && this.#socket.writable) this.#socket.write(`${sentence}\n`);
    this.#socket.destroySoon();
    this.#ended.abort();
  }

  async #take(line: string): Promise<void> {
    if (!this.#session) {
      if (isHttp(line)) throw new Error('This is no web server.');
      this.#log.info('A client has begun to use the backdoor.');
      this.#session = await openSession(this.#scope, {
        print: (text) => this.#print(text),
        signal: this.#ended.signal,
      });
    }
    await this.#session.take(line);
  }

  /** What a line prints after its connection has ended is not lost. */
  #print(text: string): void {
    if (this.#socket.writable) this.#socket.write(text);
    else if (text.trim() !== '') {
      this.#log.warn(`A line typed at the backdoor, whose client has gone, says: ${text.trim()}`);
    }
  }
}

const greeting = ({ service, worker }: BackdoorScope) =>
  `nova-launch: ${service}, worker ${worker}, pid ${process.pid}. help() tells what is in scope, .exit leaves.`;
