import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { Queues } from './broker-queues.js';
import { Session } from './broker-session.js';

/** A broker that does what no broker at hand does: it agrees to all, until the answer of the test comes to be given. */

/** Where a method came: on which channel, of the connection that is for what. */
export interface Place {
  readonly purpose: string;
  readonly channel: number;
}

/** The answer to a method, by amqplib's name of it, or to a message (BasicPublish); undefined for the usual one. */
export type Answer = (method: string, fields: Record<string, unknown>, place: Place) => Close | undefined;
export interface Close {
  /** Nothing: no answer at all. */
  readonly close: 'connection' | 'channel' | 'nothing';
  readonly code: number;
  readonly text: string;
  /** Of nothing: to anything on this connection any more. */
  readonly forEver?: boolean;
  /** Behind the usual answer, in the same packet. */
  readonly afterwards?: boolean;
}

export class FakeBroker {
  readonly #sockets = new Set<Socket>();
  readonly #queues = new Queues();
  readonly #whenLeft = new Set<() => void>();
  /** Methods that came, and messages that were delivered, in order. */
  readonly asked: { readonly method: string; readonly fields: Record<string, unknown> }[] = [];

  private constructor(
    private readonly server: Server,
    answer: Answer,
  ) {
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket
        .on('error', () => {})
        .on('close', () => {
          this.#sockets.delete(socket);
          if (this.#sockets.size === 0) for (const left of this.#whenLeft) left();
        });
      new Session(socket, this.#queues, (method, fields, place) => {
        this.asked.push({ method, fields });
        return answer(method, fields, place);
      });
    });
  }

  static async start(answer: Answer): Promise<FakeBroker> {
    const server = createServer();
    const broker = new FakeBroker(server, answer);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return broker;
  }

  get url(): string {
    return `rabbit://guest:s3cr3t@127.0.0.1:${(this.server.address() as { port: number }).port}/`;
  }

  /** Resolves when no client is connected. */
  async left(): Promise<void> {
    if (this.#sockets.size > 0) await new Promise<void>((resolve) => this.#whenLeft.add(resolve));
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }
}
