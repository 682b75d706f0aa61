import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { isSecretKey, MASK } from '../secret.js';
import type { Logger } from '../types.js';
import { sentWhole } from './sent.js';

/** One request that has ended. */
export interface Access {
  readonly method: string;
  /** With its query, whose secrets are masked. */
  readonly url: string;
  /** What was, or would have been, answered. */
  readonly status: number;
  /** Of the response, with its headers, as far as it was sent. */
  readonly bytes: number;
  /** From the headers of the request to the end of the response. */
  readonly seconds: number;
  /** Undefined on a unix socket. */
  readonly remoteAddress: string | undefined;
  readonly httpVersion: string;
  /** The connection has closed before the response was sent. */
  readonly aborted: boolean;
}

/** Writes the line of a request that has ended, in place of the one that is written without it. */
export type AccessLog = (access: Access, request: IncomingMessage, response: ServerResponse) => void;

/** What was written to a connection when its last response ended: responses follow each other there. */
const COUNTED = Symbol('nova-launch.counted');

type Counted = Socket & { [COUNTED]?: number };

/** The line as data with a sentence. oslo's option wsgi_log_format. */
export const logTo =
  (log: Logger): AccessLog =>
  (access) => {
    const { method, url, status, bytes, seconds, aborted } = access;
    const outcome = aborted ? 'the client has gone' : `${status}, ${bytes} bytes`;
    log.info(access, `${method} ${url}: ${outcome}, ${seconds} s.`);
  };

/** What the end of `response` is reported by; to be called at its beginning. */
export function accessOf(request: IncomingMessage, response: ServerResponse): () => Access {
  const socket = request.socket as Counted;
  const { method = '', url = '', httpVersion } = request;
  const { remoteAddress } = socket;
  const began = performance.now();
  const whole = sentWhole(response);
  let bytes: number | undefined;
  const count = () => {
    bytes = socket.bytesWritten - (socket[COUNTED] ?? 0);
    socket[COUNTED] = socket.bytesWritten;
  };
  // When it closes, the next one of the connection may have been written.
  response.once('prefinish', count);
  return () => {
    if (bytes === undefined) count();
    return {
      method,
      url: maskQuery(url),
      status: response.statusCode,
      bytes: bytes!,
      seconds: Math.round((performance.now() - began) * 1000) / 1e6,
      remoteAddress,
      httpVersion,
      aborted: !whole(),
    };
  };
}

/** A URL without the values of parameters whose names say that they are secret. */
export function maskQuery(url: string): string {
  const query = url.indexOf('?');
  if (query < 0) return url;
  const masked = url.slice(query).replace(/([?&;])([^=&;]+)=([^&;]*)/g, (whole, mark, key) => {
    return isSecretKey(plain(key)) ? `${mark}${key}=${MASK}` : whole;
  });
  return url.slice(0, query) + masked;
}

function plain(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}
