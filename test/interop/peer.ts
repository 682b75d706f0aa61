import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** Debian's: the one that python3-oslo.messaging is installed for. */
export const PYTHON = '/usr/bin/python3';

/** Seconds for an answer; above every time-out that a test gives a call. */
const DEADLINE = 40;

export interface PythonException {
  readonly class: string;
  readonly module: string;
  readonly message: string;
  /** The class and its bases, `module.class` each. */
  readonly mro: string[];
  /** As Python writes them. */
  readonly args: string;
  readonly kwargs: string;
  /** Of a RemoteError. */
  readonly exc_type: string | null;
  readonly value: string | null;
  readonly code: number | null;
}

export interface Answer {
  /** Null if JSON cannot tell it; see `repr`. */
  readonly ok?: unknown;
  /** As Python writes it: exact also for NaN and for integers beyond 2^53. */
  readonly repr?: string;
  readonly exc?: PythonException;
  readonly seconds: number;
}

/** Where a call of the Python client goes; see oslo's RPCClient.prepare(). Times are seconds. */
export interface PythonTarget {
  readonly topic: string;
  readonly exchange?: string;
  readonly server?: string;
  readonly namespace?: string;
  readonly version?: string;
  readonly fanout?: boolean;
  readonly timeout?: number;
  readonly call_monitor_timeout?: number;
  readonly at_least_once?: boolean;
  readonly version_cap?: string;
  readonly retry?: number;
  /** Of the transport URL: `?kombu_compression=gzip`. */
  readonly options?: string;
}

export interface PythonCall extends PythonTarget {
  readonly args?: object;
  /** Instead of args: a Python expression of them, for values that JSON cannot tell. */
  readonly args_py?: string;
  readonly ctxt?: object;
}

/** A Python process with oslo.messaging: test/interop/python/peer.py. Start one per file; it takes a second. */
export class Peer {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { done: (answer: Answer) => void; fail: (error: Error) => void }>();
  #last = 0;
  #stderr = '';
  readonly #exited: Promise<void>;

  private constructor(url: string, program: string) {
    const script = join(import.meta.dirname, 'python', program);
    this.#child = spawn(PYTHON, ['-B', script, url], { stdio: ['pipe', 'pipe', 'pipe'] });
    let rest = '';
    this.#child.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop()!;
      for (const line of lines) this.#take(line);
    });
    this.#child.stderr!.setEncoding('utf8').on('data', (chunk: string) => {
      this.#stderr += chunk;
    });
    this.#child.stdin!.on('error', () => {});
    this.#exited = new Promise((done) => {
      this.#child.once('error', () => done()).once('close', () => done());
    });
    this.#exited.then(() => {
      for (const { fail } of this.#waiting.values()) fail(new Error(`The peer has ended.\n${this.#stderr}`));
    });
  }

  /** `program` is peer.py, or nova_peer.py: the clients of the real Nova. */
  static async start(url: string, program = 'peer.py'): Promise<Peer> {
    const peer = new Peer(url, program);
    await peer.#answer(0, 'its start');
    return peer;
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** What it logged: oslo's warnings and errors. */
  get log(): string {
    return this.#stderr;
  }

  /** Starts an RPC server (endpoints.py, with ping); ready when this returns. */
  async serve(options: {
    topic: string;
    server: string;
    exchange?: string;
    options?: string;
  }): Promise<void> {
    await this.#done('serve', options);
  }

  /** Stops an RPC server and waits for it. */
  async stopServer(topic: string, server: string): Promise<void> {
    await this.#done('stop', { topic, server });
  }

  /** A counter of a server of this peer, once it is `least`, or after 10 s. */
  async counter(topic: string, server: string, key: string, least = 0): Promise<number> {
    return (await this.#done('counter', { topic, server, key, least })).ok as number;
  }

  /** Calls, and tells the result or the exception. */
  call(method: string, call: PythonCall): Promise<Answer> {
    return this.ask('call', { method, ...call });
  }

  /** Calls; throws if there was an exception. */
  async result(method: string, call: PythonCall): Promise<unknown> {
    return (await this.#done('call', { method, ...call })).ok;
  }

  /** Calls; throws if there was none. */
  async exception(method: string, call: PythonCall): Promise<PythonException> {
    const answer = await this.call(method, call);
    if (!answer.exc) throw new Error(`${method} has a result: ${answer.repr}`);
    return answer.exc;
  }

  async cast(method: string, call: PythonCall): Promise<void> {
    await this.#done('call', { method, cast: true, ...call });
  }

  /** `echo` so many times over so many threads. */
  async calls(
    count: number,
    concurrency: number,
    target: PythonTarget,
  ): Promise<{ good: number; bad: unknown[] }> {
    return (await this.#done('calls', { count, concurrency, ...target })).ok as {
      good: number;
      bad: unknown[];
    };
  }

  ask(op: string, command: object): Promise<Answer> {
    const id = ++this.#last;
    const answer = this.#answer(id, `${op} ${JSON.stringify(command).slice(0, 200)}`);
    this.#child.stdin!.write(`${JSON.stringify({ id, op, ...command })}\n`);
    return answer;
  }

  async end(): Promise<void> {
    this.#child.stdin!.end();
    await this.#exited;
  }

  async #done(op: string, command: object): Promise<Answer> {
    const answer = await this.ask(op, command);
    if (answer.exc) throw new Error(`${answer.exc.module}.${answer.exc.class}: ${answer.exc.message}`);
    return answer;
  }

  #answer(id: number, what: string): Promise<Answer> {
    return new Promise<Answer>((done, fail) => {
      const timer = setTimeout(
        () => fail(new Error(`Waited ${DEADLINE} s for the peer: ${what}.\n${this.#stderr}`)),
        DEADLINE * 1000,
      );
      const settled = <T>(settle: (value: T) => void) => {
        return (value: T) => {
          clearTimeout(timer);
          this.#waiting.delete(id);
          settle(value);
        };
      };
      this.#waiting.set(id, { done: settled(done), fail: settled(fail) });
    });
  }

  #take(line: string): void {
    const { id, ...answer } = JSON.parse(line) as Answer & { id: number };
    this.#waiting.get(id)?.done(answer);
  }
}
