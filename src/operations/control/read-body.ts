import type { IncomingMessage } from 'node:http';
import { usage } from './routes.js';

/** Bytes; what is asked for takes a hundred. */
export const LONGEST_BODY = 16 * 1024;

/** The JSON object of a request; an empty one where there is no body. Throws LaunchError NL_USAGE. */
export async function readBody(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Whoever sends too much shall still read why that is refused.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    length += (chunk as Buffer).length;
    if (length > LONGEST_BODY) throw usage(`the body has more than ${LONGEST_BODY} bytes`);
    chunks.push(chunk as Buffer);
  }
  const text = Buffer.concat(chunks).toString('utf8').trim();
  if (text === '') return {};
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw usage('the body is no JSON object');
  return value as Record<string, unknown>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw usage(`the body is no JSON: ${(error as Error).message}`);
  }
}
