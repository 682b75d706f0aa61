import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** amqplib's codec, which it does not export, for the other side of a connection. */

const require = createRequire(import.meta.url);
const lib = join(dirname(require.resolve('amqplib')), 'lib');

export interface Frame {
  readonly id?: number;
  readonly channel: number;
  readonly fields: Record<string, unknown>;
  /** Of the properties of a message: how many bytes it has. */
  readonly size?: number;
  readonly content?: Buffer;
}

const defs = require(join(lib, 'defs.js')) as Record<string, number> & {
  encodeMethod(id: number, channel: number, fields: object): Buffer;
  encodeProperties(id: number, channel: number, size: number, fields: object): Buffer;
};
const { parseFrame, decodeFrame, makeBodyFrame, HEARTBEAT, HEARTBEAT_BUF } = require(
  join(lib, 'frame.js'),
) as {
  parseFrame(bytes: Buffer, max: number): { rest: Buffer } | false;
  decodeFrame(frame: object): Frame;
  makeBodyFrame(channel: number, content: Buffer): Buffer;
  readonly HEARTBEAT: Frame;
  readonly HEARTBEAT_BUF: Buffer;
};

export { HEARTBEAT_BUF as HEARTBEAT };

const names = new Map(
  Object.entries(defs)
    .filter(([, id]) => typeof id === 'number')
    .map(([name, id]) => [id, name]),
);

/** amqplib's name of a method; of the frames that are none, too: BasicProperties, and BODY. */
export const nameOf = ({ id, content }: Frame) => (content ? 'BODY' : (names.get(id!) ?? ''));

export const method = (name: string, channel: number, fields: object) =>
  defs.encodeMethod(defs[name]!, channel, fields);

export interface Content {
  readonly properties: object;
  readonly body: Buffer;
}

/** A method that has a message behind it. */
export function methodWith(name: string, channel: number, fields: object, { properties, body }: Content) {
  return Buffer.concat([
    method(name, channel, fields),
    defs.encodeProperties(defs.BasicProperties!, channel, body.length, properties),
    ...(body.length > 0 ? [makeBodyFrame(channel, body)] : []),
  ]);
}

/** Takes the frames out of what a socket gives; but for signs of life. */
export class Frames {
  #rest = Buffer.alloc(0);
  #greeted = false;

  *read(chunk: Buffer): Generator<Frame | 'greeting'> {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    if (!this.#greeted) {
      this.#greeted = true;
      this.#rest = this.#rest.subarray('AMQP'.length + 4);
      yield 'greeting';
    }
    for (let frame = parseFrame(this.#rest, 1e6); frame; frame = parseFrame(this.#rest, 1e6)) {
      this.#rest = frame.rest as Buffer<ArrayBuffer>;
      const decoded = decodeFrame(frame);
      if (decoded !== HEARTBEAT) yield decoded;
    }
  }
}
