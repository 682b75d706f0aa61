import type net from 'node:net';
import type { Clock } from './clock.js';
import { connections, isHttp1 } from './http-connections.js';

/** The part of an Http2Session that is used; http2 itself is not loaded. */
export interface Session {
  close(): void;
  once(event: 'close', listener: () => void): void;
}

export interface EmptiedOptions {
  readonly servers: readonly net.Server[];
  readonly sessions: WeakMap<net.Server, Set<Session>>;
  /** Seconds that an idle connection stays open. */
  readonly linger: number;
  readonly signal: AbortSignal | undefined;
  readonly clock: Clock;
}

/**
 * Ends the connections of servers that listen no more as they become idle. Resolves to the number of HTTP
 * connections that are left: 0, unless `signal` was aborted.
 */
export async function emptied({ servers, sessions, linger, signal, clock }: EmptiedOptions): Promise<number> {
  const http1 = servers.filter(isHttp1);
  const began = clock.now();
  const idleSince = new Map<net.Socket, number | undefined>();
  const ended = new Set<net.Socket>();
  const closed = new Set<net.Server>();
  let wake = () => {};
  const onClose = () => wake();
  for (const server of http1) server.once('close', () => closed.add(server) && wake());
  signal?.addEventListener('abort', onClose);
  try {
    for (;;) {
      const awake = new AbortController();
      wake = () => awake.abort();
      // What has reached this process is read before it is judged whether a connection is idle.
      for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
      const now = clock.now();
      const open = http1.flatMap(connections);
      for (const { socket, idle } of open) {
        if (!idleSince.has(socket)) socket.once('close', onClose);
        const since = idle ? (idleSince.get(socket) ?? now) : undefined;
        idleSince.set(socket, since);
        if (since === undefined || now - since < linger || ended.has(socket)) continue;
        ended.add(socket);
        socket.destroySoon();
      }
      const left = open.length + servers.reduce((sum, server) => sum + (sessions.get(server)?.size ?? 0), 0);
      // A connection in its TLS handshake is in no list; it gets the time that an idle one gets.
      if (left === 0 && (closed.size === http1.length || now - began >= linger)) return 0;
      if (signal?.aborted) return left;
      await clock.sleep(Math.min(0.25, Math.max(0.02, linger / 4)), awake.signal);
    }
  } finally {
    signal?.removeEventListener('abort', onClose);
  }
}
