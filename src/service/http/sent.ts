import type { ServerResponse } from 'node:http';

/**
 * Watches whether a response is handed to the system whole. Node's writableFinished is true, and its event "finish" comes,
 * also where the connection was cut with a part of the response still to be sent.
 */
export function sentWhole(response: ServerResponse): () => boolean {
  const { socket } = response.req;
  let whole = false;
  // Before Node's own listener, which may end the connection.
  response.prependOnceListener('finish', () => {
    whole = !socket.destroyed;
  });
  return () => whole;
}
