import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  Address,
  Driver,
  Incoming,
  Listener,
  OutgoingMessage,
} from '../../../../src/messaging/driver.js';
import { createIpcDriver } from '../../../../src/messaging/drivers/ipc/driver.js';
import type { MessagingLog } from '../../../../src/messaging/log.js';
import { TransportUrl } from '../../../../src/messaging/transport-url.js';

/** Milliseconds that anything in these tests may take before it counts as not happening. */
const DEADLINE = 10_000;

export interface Line {
  readonly level: string;
  readonly fields: { readonly err?: Error };
  readonly sentence: string;
}

export function recordingLog(): MessagingLog & { lines: Line[] } {
  const lines: Line[] = [];
  const at = (level: string) => (fields: unknown, sentence?: string) => {
    lines.push({ level, fields: fields as Line['fields'], sentence: sentence ?? '' });
  };
  return {
    lines,
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  } as unknown as MessagingLog & { lines: Line[] };
}

/** A runtime directory, and what was opened in it. */
export class Place {
  readonly path = mkdtempSync(join(tmpdir(), 'nl-ipc-'));
  readonly log = recordingLog();
  readonly #ends: (() => Promise<unknown>)[] = [];
  readonly #children: ChildProcess[] = [];

  driver(path = this.path): Driver {
    const url = TransportUrl.parse(`ipc://${path}`);
    const driver = createIpcDriver({ url, log: this.log, settings: {} });
    this.#ends.push(() => driver.close());
    return driver;
  }

  async caller(path = this.path): Promise<Caller> {
    const caller = new Caller(this.driver(path));
    await caller.open();
    return caller;
  }

  async worker(
    name: string,
    take: (incoming: Incoming) => void = answer,
    { prefetch = 16, topic = 'topic', path = this.path, load = 0 } = {},
  ): Promise<Listener> {
    const target = { ...address({ topic, server: name }) };
    const listener = await this.driver(path).listen(target, { prefetch, load: () => load, take });
    this.#ends.unshift(() => listener.close());
    return listener;
  }

  /** A server in a process of its own. */
  async child(name: string, prefetch = 16, mode = 'at-most-once'): Promise<ChildProcess> {
    const child = fork(join(import.meta.dirname, 'child.ts'), [this.path, name, String(prefetch), mode], {
      execArgv: ['--import', 'tsx'],
    });
    this.#children.push(child);
    await inTime(new Promise((resolve) => child.once('message', resolve)), `${name} to listen`);
    return child;
  }

  /** What children have run, in the order of its beginning. */
  journal(): string[] {
    try {
      return readFileSync(join(this.path, 'journal'), 'utf8').trim().split('\n');
    } catch {
      return [];
    }
  }

  async remove(): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    for (const end of this.#ends) await end();
    rmSync(this.path, { recursive: true, force: true });
  }
}

export const address = (more: Partial<Address> = {}): Address => ({
  exchange: 'openstack',
  topic: 'topic',
  server: undefined,
  fanout: false,
  ...more,
});

export interface Message {
  readonly _msg_id?: string;
  readonly id: string;
  readonly args: unknown;
}

/** What an answering worker does: as RpcServer. */
export async function answer(incoming: Incoming, result: unknown = 'done'): Promise<void> {
  const { _msg_id: id } = incoming.message as Message;
  try {
    await incoming.acknowledge();
  } catch {
    return;
  }
  if (id !== undefined) await incoming.reply(reply(id, result), 'final');
}

export const reply = (id: string, result: unknown) => JSON.stringify({ _msg_id: id, result });

interface SendOptions {
  readonly to?: Partial<Address>;
  readonly signal?: AbortSignal;
  readonly mandatory?: boolean;
  readonly repeatable?: boolean;
}

/** Sends, and waits for replies, as RpcClient does. */
export class Caller {
  readonly #waiting = new Map<string, { resolve(value: unknown): void; reject(error: Error): void }>();
  /** Replies to calls that do not wait. */
  readonly strays: unknown[] = [];
  static #count = 0;

  constructor(readonly driver: Driver) {}

  async open(): Promise<void> {
    await this.driver.openReplies(
      {
        reply: (message) => {
          const { _msg_id: id, result } = message as { _msg_id: string; result: unknown };
          const waiting = this.#waiting.get(id);
          if (!waiting) this.strays.push(message);
          else if (result === 'sign-of-life') this.strays.push(result);
          else {
            this.#waiting.delete(id);
            waiting.resolve(result);
          }
        },
        lost: (id, error) => {
          this.#waiting.get(id)?.reject(error);
          this.#waiting.delete(id);
        },
      },
      -1,
    );
  }

  /** Resolves to the result. */
  async call(args: unknown = null, options: SendOptions = {}): Promise<unknown> {
    const id = `c${Caller.#count++}`;
    const result = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    result.catch(() => {});
    try {
      await this.driver.send(outgoing({ _msg_id: id, id, args }, options));
    } catch (error) {
      this.#waiting.delete(id);
      throw error;
    }
    return inTime(result, `the reply to ${id}`);
  }

  cast(args: unknown = null, options: SendOptions = {}): Promise<void> {
    const sent = this.driver.send(outgoing({ id: `c${Caller.#count++}`, args }, options));
    return options.signal ? sent : inTime(sent, 'the cast to be taken');
  }
}

export function outgoing(message: Message, options: SendOptions): OutgoingMessage {
  const { to, signal, mandatory = false, repeatable = false } = options;
  return {
    address: address(to),
    text: JSON.stringify(message),
    messageId: message._msg_id,
    ttl: undefined,
    retry: -1,
    mandatory,
    repeatable,
    signal,
  };
}

/** Fails the test if it takes too long. */
export async function inTime<Value>(promise: Promise<Value>, what: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited too long for ${what}.`)), DEADLINE);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Waits for what nobody tells of. */
export async function eventually(condition: () => boolean, what: string): Promise<void> {
  const end = performance.now() + DEADLINE;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`Waited too long for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** What is taken, one at a time. */
export class Inbox {
  readonly all: Incoming[] = [];
  #read = 0;

  readonly take = (incoming: Incoming) => void this.all.push(incoming);

  async next(): Promise<Incoming> {
    await eventually(() => this.all.length > this.#read, 'a request');
    return this.all[this.#read++]!;
  }
}
