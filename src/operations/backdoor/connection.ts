import type net from 'node:net';
import { PassThrough } from 'node:stream';
import { realClock } from '../../service/clock.js';
import { reason } from '../../service/log.js';
import { isHttp, linesOf } from './lines.js';
import type { BackdoorLog, BackdoorScope } from './scope.js';
import { openSession, promptFor, type Session } from './session.js';

/** Seconds in which a client that is sent away can read why. */
const FAREWELL = 0.2;

/** Bytes that are read ahead, so that it is seen that a client has gone while its line awaits. */
const AHEAD = 2 ** 16;

/**
 * One client. It costs a socket until it has sent a line: only then there is a REPL for it, and only if that line is
 * not how a browser begins.
 */
export class Connection {
  readonly #socket: net.Socket;
  readonly #scope: BackdoorScope;
  readonly #log: BackdoorLog;
  readonly #ended = new AbortController();
  readonly #input = new PassThrough({ highWaterMark: AHEAD });
  #isUsed = false;
  #session: Session | undefined;

  constructor(socket: net.Socket, scope: BackdoorScope, log: BackdoorLog) {
    this.#socket = socket;
    this.#scope = scope;
    this.#log = log;
    // A client may vanish at any time; and no client keeps the process running.
    socket.on('error', () => {});
    socket.on('end', () => this.#probe());
    socket.on('close', () => {
      this.#ended.abort();
      this.#input.destroy();
    });
    socket.unref();
    socket.write(`${greeting(scope)}\n${promptFor(scope)}`);
  }

  /** Whether nobody would miss it: it has sent no line yet. */
  get isIdle(): boolean {
    return !this.#isUsed;
  }

  /** Whether its client may have gone: its input has ended, or so much of it is left that nobody can tell. */
  get mayBeGone(): boolean {
    return this.#ended.signal.aborted || this.#socket.readableEnded || this.#input.writableNeedDrain;
  }

  /** Does what the client says; resolves when the client or .exit has ended that. Never rejects. */
  async serve(): Promise<void> {
    try {
      for await (const line of linesOf(this.#socket.pipe(this.#input))) {
        await this.#take(line);
        if (this.#session?.ended) break;
      }
    } catch (error) {
      await this.dismiss(reason(error));
    }
    this.#end();
  }

  /** Ends it with a last sentence; resolves when it is closed, also where the client does not read. */
  async dismiss(sentence: string): Promise<void> {
    if (this.#socket.writable) this.#socket.write(`${sentence}\n`);
    this.#end();
    if (this.#socket.closed) return;
    const closed = new AbortController();
    this.#socket.once('close', () => closed.abort());
    await (this.#scope.clock ?? realClock).sleep(FAREWELL, closed.signal);
    this.#socket.destroy();
  }

  /** The client gets what has been printed, in as much time as it takes to read that. */
  #end(): void {
    this.#socket.destroySoon();
    this.#ended.abort();
  }

  async #take(line: string): Promise<void> {
    this.#isUsed = true;
    if (!this.#session) {
      if (isHttp(line)) throw new Error('This is no web server.');
      this.#log.info('A client has begun to use the backdoor.');
      this.#session = await openSession(this.#scope, {
        print: (text) => this.#print(text),
        signal: this.#ended.signal,
      });
    }
    const taken = this.#session.take(line);
    this.#probe();
    await taken;
  }

  /**
   * A client that has ended its input may still read; of a unix socket, the write of nothing fails where it does not.
   * Only once its line has begun: it may have come to leave that.
   */
  #probe(): void {
    if (this.#session && this.#socket.readableEnded && this.#socket.writable) this.#socket.write('');
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
