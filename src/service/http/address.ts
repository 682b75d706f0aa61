import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import type net from 'node:net';
import { LaunchError } from '../../errors.js';
import { reason } from '../log.js';
import type { Settings } from './settings.js';

/** Where a server listens. */
export interface HttpAddress {
  /** For people and clients: http://127.0.0.1:8080, or unix:/run/web.sock. */
  readonly url: string;
  readonly host?: string;
  readonly port?: number;
  readonly socketFile?: string;
  /** The name of the socket, if systemd has opened it. */
  readonly systemd?: string;
}

type Where = Pick<Settings, 'host' | 'port' | 'socketFile' | 'systemd'>;

/**
 * Makes the server listen where the settings say; in a worker, together with the others. Throws LaunchError NL_ADDRESS
 * where it cannot.
 */
export async function listen(server: net.Server, settings: Settings): Promise<HttpAddress> {
  const { systemd, socketFile, backlog } = settings;
  if (systemd !== false) return listenInherited(server, systemd, settings);
  if (socketFile !== undefined) return listenOnFile(server, socketFile, settings);
  const { host, port, ipv6Only } = settings;
  try {
    await listening(server, () => server.listen({ host, port, ipv6Only, backlog }));
  } catch (error) {
    throw addressError(error as NodeJS.ErrnoException, settings);
  }
  return addressOf(server, settings);
}

async function listenOnFile(server: net.Server, path: string, settings: Settings): Promise<HttpAddress> {
  const { hasDirectory, makeRoom } = await import('./socket-file.js');
  const { backlog, socketMode } = settings;
  try {
    await makeRoom(path);
    await listening(server, () => server.listen({ path, backlog }));
    if (socketMode !== undefined) chmodSync(path, socketMode);
  } catch (error) {
    if (server.listening) server.close();
    if (error instanceof LaunchError) throw error;
    const what = hasDirectory(path) ? undefined : 'its directory is not there';
    throw addressError(error as NodeJS.ErrnoException, settings, what);
  }
  return { url: `unix:${path}`, socketFile: path };
}

async function listenInherited(
  server: net.Server,
  wanted: string | number | true,
  settings: Settings,
): Promise<HttpAddress> {
  const { inheritedSocket } = await import('./systemd-sockets.js');
  const { fd, name, holder } = inheritedSocket(wanted);
  const { backlog } = settings;
  try {
    const copy = holder === 'process' ? await copyOf(fd) : fd;
    // listen() of a worker asks the primary, which would listen with a descriptor of its own.
    const itself = server as net.Server & { _listen2(...args: unknown[]): void };
    await listening(server, () => {
      if (holder === 'worker') itself._listen2(null, null, null, backlog, copy);
      else server.listen({ fd: copy }, backlog);
    });
  } catch (error) {
    throw addressError(error as NodeJS.ErrnoException, settings);
  }
  return { ...addressOf(server, { ...settings, systemd: name }), systemd: name };
}

/** Descriptors that a server closes when it stops, as there is no copy of them. */
const spent = new Set<number>();

/** A restart in place listens again; what comes meanwhile waits in the socket. */
async function copyOf(fd: number): Promise<number> {
  const { duplicate } = await import('../../system/posix.js');
  const copy = await duplicate(fd);
  if (copy !== undefined) return copy;
  // Another file may have its number now.
  if (spent.has(fd)) throw new Error('it was closed when the service stopped, as koffi cannot be loaded');
  spent.add(fd);
  return fd;
}

async function listening(server: net.Server, begin: () => void): Promise<void> {
  const listens = once(server, 'listening');
  begin();
  await listens;
}

function addressOf(server: net.Server, { tls, systemd }: Settings): HttpAddress {
  const address = server.address();
  if (typeof address === 'string') return { url: `unix:${address}`, socketFile: address };
  // What is inherited and not TCP is a unix socket, whose path Node does not tell.
  if (!address?.port) return { url: `systemd:${systemd}` };
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  const url = `${tls ? 'https' : 'http'}://${host}:${address.port}`;
  return { url, host: address.address, port: address.port };
}

/** By code: what it means, what to do about a port, and what about a file. Absent: what the error itself says. */
const CAUSES: Readonly<Record<string, readonly [cause: string, port?: string | undefined, file?: string]>> = {
  EADDRINUSE: ['another process listens there', undefined, 'Stop that process, or choose another path.'],
  EACCES: [
    'this user may not',
    'Ports below 1024 need CAP_NET_BIND_SERVICE (setcap, or AmbientCapabilities= of systemd), or a socket of systemd.',
    'Choose a path in a directory that this user may write to.',
  ],
  EADDRNOTAVAIL: [
    'this machine has no such address',
    'Listen on an address of this machine; 0.0.0.0 and :: are all.',
  ],
  ENOTFOUND: [
    'the name of the host is not known',
    'Name a host that resolves to an address of this machine.',
  ],
  EAFNOSUPPORT: [
    'this machine does not have this kind of address',
    'Listen on an IPv4 address, like 0.0.0.0.',
  ],
};

/** The error for an address that cannot be listened on. */
export function addressError(error: NodeJS.ErrnoException, where: Where, what?: string): LaunchError {
  const [cause, port, file] = CAUSES[error.code ?? ''] ?? [reason(error)];
  const isFile = where.systemd === false && where.socketFile !== undefined;
  const remedy = what ? 'Make the directory, or choose another path.' : isFile ? file : port;
  const code = error.code ? ` (${error.code})` : '';
  return new LaunchError('NL_ADDRESS', `Cannot listen on ${placeOf(where)}: ${what ?? cause}${code}.`, {
    cause: error,
    ...(remedy && { remedy }),
  });
}

function placeOf({ host, port, socketFile, systemd }: Where): string {
  if (systemd !== false) return `the socket ${systemd} of systemd`;
  if (socketFile !== undefined) return `the unix socket ${socketFile}`;
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
