import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** Sends a response of the web, as fast as the client takes it. Rejects with what its body fails with. */
export async function sendResponse(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.statusCode = response.status;
  if (response.statusText) outgoing.statusMessage = response.statusText;
  for (const [name, value] of response.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
  const { body } = response;
  if (!body || outgoing.req.method === 'HEAD') {
    outgoing.end();
    await body?.cancel();
    return;
  }
  await sendBody(body.getReader(), outgoing);
}

async function sendBody(reader: Reader, outgoing: ServerResponse): Promise<void> {
  const gone = () => void reader.cancel(new Error('The client has gone.')).catch(() => {});
  if (outgoing.destroyed) return gone();
  outgoing.once('close', gone);
  try {
    let chunk = await reader.read();
    while (!chunk.done && !outgoing.destroyed) {
      const next = reader.read();
      // Awaited below, unless this chunk cannot be sent.
      next.catch(() => {});
      // What is all there is sent with its length, and at once.
      const soon = outgoing.headersSent ? undefined : await Promise.race([next, turn()]);
      if (soon?.done) {
        outgoing.end(bytes(chunk.value));
        return;
      }
      if (!outgoing.write(bytes(chunk.value))) await drained(outgoing);
      chunk = await next;
    }
    outgoing.end();
  } finally {
    outgoing.off('close', gone);
  }
}

const turn = () => new Promise<undefined>((resolve) => setImmediate(resolve, undefined));

function bytes(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new TypeError(`the body of the response is a stream of ${typeof chunk}, not of bytes`);
}

/** Resolves when there is room for more, or nobody to send it to. */
async function drained(outgoing: ServerResponse): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  const either = ['drain', 'close'].map((event) => once(outgoing, event, { signal }));
  await Promise.race(either).finally(() => {
    for (const one of either) one.catch(() => {});
    over.abort();
  });
}
