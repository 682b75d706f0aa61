import { once } from 'node:events';
import net from 'node:net';

/**
 * Whether node:cluster's primary accepts the connections of this server and hands them over (SCHED_RR): it then
 * listens with a plain object instead of a socket.
 */
export function isHandedConnections(server: net.Server): boolean {
  const handle = (server as { _handle?: object | null })._handle;
  return !!handle && Object.getPrototypeOf(handle) === Object.prototype;
}

/** Of TEST-NET-1: no machine has this address. */
const NOWHERE = '192.0.2.1';

/**
 * Resolves when the primary has answered a question, and so all that it had sent before has arrived. A connection
 * that was on its way when its server closed is given back by node:cluster then; in a worker that exits earlier, it
 * would be lost and its client hang. The question is to listen where nobody can, which node:cluster always asks its
 * primary.
 */
export async function nothingUnderWay(listen: net.Server['listen'], signal?: AbortSignal): Promise<void> {
  const probe = net.createServer();
  const answered = new AbortController();
  const answer = () => answered.abort();
  const close = () => probe.listening && probe.close();
  probe.on('error', answer).on('listening', answer).on('listening', close);
  process.once('disconnect', answer);
  signal?.addEventListener('abort', answer);
  try {
    if (!process.connected || signal?.aborted) return;
    listen.call(probe, { port: 0, host: NOWHERE });
    await once(answered.signal, 'abort');
  } finally {
    process.off('disconnect', answer);
    signal?.removeEventListener('abort', answer);
  }
}
