import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';

/** A broker that says what no broker at hand says: it agrees to all, until the answer of the test comes to be given. */

const require = createRequire(import.meta.url);
const lib = join(dirname(require.resolve('amqplib')), 'lib');
interface Frame {
  readonly id?: number;
  readonly channel: number;
  readonly fields: Record<string, unknown>;
}
// Its codec, which it does not export.
const defs = require(join(lib, 'defs.js')) as Record<string, number> & {
  encodeMethod(id: number, channel: number, fields: object): Buffer;
};
const { parseFrame, decodeFrame } = require(join(lib, 'frame.js')) as {
  parseFrame(bytes: Buffer, max: number): { rest: Buffer } | false;
  decodeFrame(frame: object): Frame;
};

/** The answer to a method, by amqplib's name of it; undefined for the usual one. */
export type Answer = (method: string, fields: Record<string, unknown>) => Close | undefined;
export interface Close {
  /** Nothing: no answer at all. */
  readonly close: 'connection' | 'channel' | 'nothing';
  readonly code: number;
  readonly text: string;
  /** Behind the usual answer, in the same packet. */
  readonly afterwards?: boolean;
}

const USUAL: Readonly<Record<string, string>> = {
  ConnectionStartOk: 'ConnectionTune',
  ConnectionOpen: 'ConnectionOpenOk',
  ConnectionClose: 'ConnectionCloseOk',
  ChannelOpen: 'ChannelOpenOk',
  ChannelClose: 'ChannelCloseOk',
  ConfirmSelect: 'ConfirmSelectOk',
  BasicQos: 'BasicQosOk',
  BasicConsume: 'BasicConsumeOk',
  ExchangeDeclare: 'ExchangeDeclareOk',
  QueueDeclare: 'QueueDeclareOk',
  QueueBind: 'QueueBindOk',
};
const names = new Map(
  ['BasicPublish', ...Object.keys(USUAL), ...Object.values(USUAL), 'ConnectionTuneOk', 'ConnectionStart'].map(
    (name) => [defs[name], name],
  ),
);

export class FakeBroker {
  readonly #sockets = new Set<Socket>();
  /** Methods that came, in order. */
  readonly asked: { readonly method: string; readonly fields: Record<string, unknown> }[] = [];

  private constructor(
    private readonly server: Server,
    private readonly answer: Answer,
  ) {
    server.on('connection', (socket) => this.#serve(socket));
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

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket));
    let rest = Buffer.alloc(0);
    let greeted = false;
    socket.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      if (!greeted) {
        greeted = true;
        rest = rest.subarray(8);
        const mechanisms = Buffer.from('PLAIN AMQPLAIN');
        const start = {
          versionMajor: 0,
          versionMinor: 9,
          serverProperties: {},
          mechanisms,
          locales: Buffer.from('en_US'),
        };
        socket.write(defs.encodeMethod(defs.ConnectionStart!, 0, start));
      }
      for (let frame = parseFrame(rest, 1e6); frame; frame = parseFrame(rest, 1e6)) {
        rest = frame.rest as Buffer<ArrayBuffer>;
        this.#reply(socket, decodeFrame(frame));
      }
    });
  }

  #reply(socket: Socket, { id, channel, fields }: Frame): void {
    const method = names.get(id);
    if (method === undefined) return;
    this.asked.push({ method, fields });
    const close = this.answer(method, fields);
    const usual = this.#usual(method, channel, fields);
    if (close?.close === 'nothing') return;
    if (close) {
      const at = close.close === 'channel' ? channel : 0;
      const name = close.close === 'channel' ? 'ChannelClose' : 'ConnectionClose';
      const closing = { replyCode: close.code, replyText: close.text, classId: 0, methodId: 0 };
      const bytes = defs.encodeMethod(defs[name]!, at, closing);
      socket.write(close.afterwards ? Buffer.concat([usual, bytes]) : bytes);
      return;
    }
    socket.write(usual);
  }

  #usual(method: string, channel: number, fields: Record<string, unknown>): Buffer {
    const usual = USUAL[method];
    if (usual === undefined) return Buffer.alloc(0);
    const answer = {
      channelMax: 2047,
      frameMax: 131_072,
      heartbeat: 60,
      queue: fields.queue,
      messageCount: 0,
      consumerCount: 0,
      consumerTag: fields.consumerTag,
    };
    return defs.encodeMethod(defs[usual]!, channel, answer);
  }
}
