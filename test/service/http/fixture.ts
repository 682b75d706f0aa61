import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../../src/service/clock.js';
import { HttpService, type HttpServiceOptions } from '../../../src/service/http/index.js';
import type { ServiceContext } from '../../../src/service/types.js';

export const TLS = join(import.meta.dirname, '../../fixtures/tls');
export const tlsFile = (name: string) => join(TLS, name);

/** The pair that most tests serve with, and another. */
export const FIRST = { certFile: tlsFile('cert.pem'), keyFile: tlsFile('key.pem') };
export const SECOND = { certFile: tlsFile('second-cert.pem'), keyFile: tlsFile('second-key.pem') };

export interface Line {
  readonly level: string;
  readonly fields: Record<string, unknown>;
  readonly sentence: string;
}

export function recorder() {
  const lines: Line[] = [];
  const at = (level: string) => (fields: unknown, sentence: string) => {
    lines.push({ level, fields: fields as Line['fields'], sentence });
  };
  const log = Object.fromEntries(['debug', 'info', 'warn', 'error'].map((level) => [level, at(level)]));
  return { lines, log: log as unknown as ServiceContext['log'] };
}

type Service = new (context: ServiceContext, options?: HttpServiceOptions) => HttpService;

export interface World {
  readonly clock?: Clock;
  readonly service?: Service;
}

/** A service on 127.0.0.1, whose config can be changed; not started, and stopped when the test ends. */
export function made(options: HttpServiceOptions, settings: object = {}, { clock, service }: World = {}) {
  const config: { http: object } = { http: { ...local(settings, options), ...settings } };
  const { lines, log } = recorder();
  const draining = new AbortController();
  const context = { name: 'web', worker: 0, generation: 1, config, log, signal: draining.signal, clock };
  const it = new (service ?? HttpService)(context as unknown as ServiceContext, options);
  onTestFinished(() => it.stop(false) as Promise<void>);
  return { service: it, config, lines, draining, port: () => it.address!.port! };
}

const local = (...given: object[]) =>
  given.some((one) => ['host', 'socketFile', 'systemd'].some((key) => key in one))
    ? {}
    : { host: '127.0.0.1' };

export async function started(...args: Parameters<typeof made>) {
  const it = made(...args);
  await it.service.start();
  return it;
}

export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  readonly socket: net.Socket;
}

type Asked = https.RequestOptions & { body?: string | Uint8Array; secure?: boolean };

/** One request on a connection of its own, unless an agent is given. */
export function ask(
  service: HttpService,
  path = '/',
  { body, secure, ...options }: Asked = {},
): Promise<Answer> {
  const { host, port, socketFile, url } = service.address!;
  const { request } = secure || url.startsWith('https') ? https : http;
  const at = socketFile ? { socketPath: socketFile } : { host, port };
  return new Promise((resolve, reject) => {
    const asked = request(
      { ...at, path, agent: false, rejectUnauthorized: false, ...options },
      (response) => {
        let text = '';
        const { socket } = response;
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('error', reject).on('end', () => {
          const { statusCode: status = 0, statusMessage: statusText = '', headers } = response;
          resolve({ status, statusText, headers, text, socket });
        });
      },
    );
    asked.on('error', reject).end(body);
  });
}

/** A port that somebody else listens on. */
export async function taken(host = '127.0.0.1'): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((done) => server.listen(0, host, done));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** What a promise rejects with; a test fails where it does not. */
export async function failure(promise: unknown): Promise<Error & { code: string; remedy: string }> {
  try {
    await promise;
  } catch (error) {
    return error as Error & { code: string; remedy: string };
  }
  throw new Error('It does not fail.');
}
