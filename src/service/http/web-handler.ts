import type { IncomingMessage } from 'node:http';
import { answer } from './answer.js';
import type { NodeHandler } from './application.js';
import { sentWhole } from './sent.js';
import { type FetchHandler, webRequest } from './web-request.js';
import { sendResponse } from './web-response.js';

/** A handler of Node's requests that asks a fetch-style one. */
export function nodeHandler(fetch: FetchHandler, waitUntil: (work: Promise<unknown>) => void): NodeHandler {
  const context = { waitUntil, passThroughOnException: () => {}, props: {} };
  return async (incoming, outgoing) => {
    const gone = new AbortController();
    const whole = sentWhole(outgoing);
    outgoing.once('close', () => {
      if (!whole()) gone.abort(new DOMException('The client has gone.', 'AbortError'));
    });
    const request = webRequest(incoming, gone.signal);
    if (typeof request === 'number') return answer(outgoing, request);
    const response: unknown = await fetch(request, { incoming, outgoing }, context);
    if (!isResponse(response)) throw new TypeError(`fetch() gave ${kindOf(response)} instead of a Response`);
    outgoing.once('finish', () => skipRest(incoming));
    await sendResponse(response, outgoing);
  };
}

/** Node skips a body that nobody has begun to read; one that was begun would keep the next request from being read. */
function skipRest(incoming: IncomingMessage): void {
  if (!incoming.readableEnded) incoming.removeAllListeners('readable').resume();
}

/** Of any realm, and of a polyfill. */
const isResponse = (value: unknown): value is Response =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Response).status === 'number' &&
  // Response.error() has 0, which is no status of HTTP.
  (value as Response).status >= 200 &&
  typeof (value as Response).headers?.getSetCookie === 'function';

function kindOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { status } = value as { status?: unknown };
  return typeof status === 'number' ? `a Response of status ${status}` : 'an object';
}
