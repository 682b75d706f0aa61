import type { Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { Settings, TlsSettings } from './settings.js';
import type { TlsFiles } from './tls-files.js';

export type HttpServer = Server | SecureServer;

const milliseconds = (seconds: number) => Math.ceil(seconds * 1000);

/** Settings that a server has for good; others may change while it listens. */
export const FIXED: readonly (keyof Settings)[] = [
  'host',
  'port',
  'ipv6Only',
  'socketFile',
  'socketMode',
  'systemd',
  'backlog',
  'tcpKeepIdle',
  'maxHeaderSize',
];

/** Seconds between two looks for requests that do not come to their end, as Node has it. */
const CHECKING_INTERVAL = 30;

/** A server with these settings; it does not listen yet. */
export async function makeServer(settings: Settings, tls: TlsFiles | undefined): Promise<HttpServer> {
  const { tcpKeepIdle, maxHeaderSize } = settings;
  const options = {
    keepAlive: tcpKeepIdle > 0,
    keepAliveInitialDelay: tcpKeepIdle * 1000,
    maxHeaderSize,
  };
  const server = tls
    ? (await import('node:https')).createServer({
        ...options,
        ...tls.context,
        ...verification(settings.tls as TlsSettings),
      })
    : (await import('node:http')).createServer(options);
  applySettings(server, settings);
  return server;
}

/** What may change while the server listens; it holds for what begins from then on. */
export function applySettings(server: HttpServer, settings: Settings): void {
  server.keepAliveTimeout = milliseconds(settings.keepAliveTimeout);
  server.headersTimeout = milliseconds(settings.headersTimeout);
  server.requestTimeout = milliseconds(settings.requestTimeout);
  server.timeout = milliseconds(settings.clientSocketTimeout);
  server.maxRequestsPerSocket = settings.maxRequestsPerSocket;
  checkInTime(server, settings);
}

/** Requests whose time is over are looked for as often as the limits want it. */
function checkInTime(server: HttpServer, { headersTimeout, requestTimeout }: Settings): void {
  const limits = [headersTimeout, requestTimeout, CHECKING_INTERVAL].filter((limit) => limit > 0);
  (server as { connectionsCheckingInterval?: number }).connectionsCheckingInterval = milliseconds(
    Math.min(...limits),
  );
  // Node reads it when the server begins to listen; the same does that again.
  if (!server.listening) return;
  const begin = server.listeners('listening').find(({ name }) => name === 'setupConnectionsTracking');
  begin?.call(server);
}

/** What the certificates of clients are worth: oslo asks for them as soon as there is a ca_file. */
export function verification({ caFile, clientCertificates = caFile ? 'require' : 'none' }: TlsSettings): {
  requestCert: boolean;
  rejectUnauthorized: boolean;
} {
  return {
    requestCert: clientCertificates !== 'none',
    rejectUnauthorized: clientCertificates === 'require',
  };
}
