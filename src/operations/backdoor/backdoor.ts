import net from 'node:net';
import { reason } from '../../service/log.js';
import { Connection } from './connection.js';
import { listenOnFile, listenOnPort } from './listen.js';
import { filledIn, readPlace } from './place.js';
import type { BackdoorLog, BackdoorScope } from './scope.js';

/** Connections that there may be at a time. */
const MOST = 10;

export interface Backdoor {
  /** For people: unix:/run/hello/4711.sock, or 127.0.0.1:8800. */
  readonly address: string;
  readonly socketFile?: string;
  readonly port?: number;
  /** Ends it and its connections within 0.2 s, and removes the file of the socket. Never rejects. */
  close(): Promise<void>;
}

/**
 * Opens a REPL in this process to the user that runs it: `spec` is the path of a unix socket, with {pid}, {service} and
 * {worker}, or a port of the loopback interface (0: any), or a range like "8800:8899", of which the first free one is
 * taken. It keeps the process from nothing: neither from ending nor from draining. Throws LaunchError NL_BAD_VALUE and
 * NL_ADDRESS. oslo_service.eventlet_backdoor.initialize_if_enabled().
 */
export async function openBackdoor(spec: unknown, scope: BackdoorScope, log: BackdoorLog): Promise<Backdoor> {
  const place = readPlace(spec);
  const connections = new Set<Connection>();
  const server = net.createServer({ allowHalfOpen: true }, (socket) => receive(socket));
  server.unref();
  scope.exclude?.(server);

  const receive = (socket: net.Socket) => {
    const connection = new Connection(socket, scope, log);
    if (!makePlace(connections)) return void connection.dismiss('Too many connections.');
    connections.add(connection);
    socket.on('close', () => connections.delete(connection));
    void connection.serve();
  };

  let cleanUp = () => {};
  const listen = async () => {
    if ('first' in place) {
      const port = await listenOnPort(server, place.first, place.last);
      return { address: `127.0.0.1:${port}`, port };
    }
    const socketFile = pathFor(place.path, scope, log);
    cleanUp = await listenOnFile(server, socketFile);
    return { address: `unix:${socketFile}`, socketFile };
  };
  const where = await listen();
  server.on('error', (err) => log.warn({ err }, `The backdoor could not take a connection: ${reason(err)}.`));
  process.once('exit', cleanUp);
  log.info({ id: 'backdoor', address: where.address }, `The backdoor is open on ${where.address}.`);

  const close = async () => {
    process.off('exit', cleanUp);
    const closed = new Promise((resolve) => server.close(resolve));
    for (const connection of connections) void connection.dismiss('The backdoor is closed.');
    await closed;
  };
  return { ...where, close };
}

/**
 * Where there are too many connections, one is ended for the next: the first that nobody would miss; else the first whose
 * client may have gone.
 */
function makePlace(connections: Set<Connection>): boolean {
  if (connections.size < MOST) return true;
  const all = [...connections];
  const chosen = all.find(({ isIdle }) => isIdle) ?? all.find(({ mayBeGone }) => mayBeGone);
  if (!chosen) return false;
  void chosen.dismiss('Another client has come.');
  return connections.delete(chosen);
}

function pathFor(template: string, { service, worker }: BackdoorScope, log: BackdoorLog): string {
  const path = filledIn(template, { pid: process.pid, service, worker });
  if (path === undefined) {
    log.warn(
      { path: template },
      `The path of the backdoor is used as it stands: in ${template} are braces beside {pid}, {service} and {worker}.`,
    );
  }
  return path ?? template;
}
