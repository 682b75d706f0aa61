import { deflateSync, unzip } from 'node:zlib';
import type { Message } from 'amqplib';
import { MalformedMessage } from '../../errors.js';
import { unseal } from '../../message.js';

/** The most that a compressed body may become, in bytes. */
const LARGEST = 256 * 1024 * 1024;

/** What kombu calls it; the stream is that of zlib. */
export const COMPRESSION = 'application/x-gzip';
export const compress = deflateSync as (content: Buffer) => Buffer;

/** The message in the body. Throws MalformedMessage; a compressed one gives a promise. */
export function readBody({ content, properties }: Message): unknown {
  const compression = (properties.headers as Record<string, unknown> | undefined)?.compression;
  return compression === undefined ? unseal(content.toString('utf8')) : inflated(content, compression);
}

async function inflated(content: Buffer, compression: unknown): Promise<unknown> {
  if (compression !== COMPRESSION)
    throw new MalformedMessage(`its compression is ${JSON.stringify(compression)}, not ${COMPRESSION}`);
  const text = await new Promise<string>((resolve, reject) => {
    unzip(content, { maxOutputLength: LARGEST }, (error, inflatedContent) =>
      error
        ? reject(new MalformedMessage(`it cannot be inflated: ${error.message}`))
        : resolve(inflatedContent.toString('utf8')),
    );
  });
  return unseal(text);
}
