import { randomBytes } from 'node:crypto';
import { MalformedMessage } from './errors.js';
import { parse } from './json.js';
import { isNamed } from './options.js';

/** The messages of the wire: requests and replies, and the envelope that AMQP carries them in. */

/** Keys of a request's context are put behind this. */
export const CONTEXT_PREFIX = '_context_';

/** A request as it came in; of a `_msg_id` follows that it is a call, and wants a reply. */
export interface RequestMessage {
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly namespace: string | undefined;
  readonly version: string | undefined;
  readonly messageId: string | undefined;
  readonly replyTo: string | undefined;
  /** Seconds without a sign of life after which a monitoring caller gives up. */
  readonly monitorTimeout: number | undefined;
  readonly uniqueId: string | undefined;
  readonly context: Readonly<Record<string, unknown>>;
}

/** A reply as it came in. */
export interface ReplyMessage {
  readonly messageId: string;
  readonly result: unknown;
  /** JSON text. */
  readonly failure: string | null;
  /** False: only a sign of life, or the first half of an old server's reply. */
  readonly ending: boolean;
}

/** 20 random digits of this process, and as many of a counter as make up a uuid4().hex of Python. */
const PROCESS = randomBytes(10).toString('hex');
let ids = 0;

/** 32 lower-case hexadecimal digits that no other message has. */
export const newId = () => PROCESS + (++ids).toString(16).padStart(12, '0');

const VERSION = '2.0';

/** Wraps the JSON text of a message. */
export function seal(text: string): string {
  return `{"oslo.version": "${VERSION}", "oslo.message": ${JSON.stringify(text)}}`;
}

/** The message in an envelope, or what came without one. Throws MalformedMessage. */
export function unseal(body: string): unknown {
  const outer = read(body);
  if (!isNamed(outer)) throw new MalformedMessage(`it is ${kind(outer)}, not a JSON object`);
  if (!Object.hasOwn(outer, 'oslo.version') || !Object.hasOwn(outer, 'oslo.message')) return outer;
  const version = outer['oslo.version'];
  const [major, minor, ...rest] = typeof version === 'string' ? version.split('.').map(Number) : [];
  if (major !== 2 || minor !== 0 || rest.length > 0) {
    const found = typeof version === 'string' ? JSON.stringify(version.slice(0, 40)) : kind(version);
    throw new MalformedMessage(`its envelope has version ${found}, not ${VERSION}`);
  }
  const text = outer['oslo.message'];
  if (typeof text !== 'string') throw new MalformedMessage(`its oslo.message is ${kind(text)}, not a string`);
  return read(text);
}

/** Parses, and says in a MalformedMessage what is wrong. */
export function read(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    // Also a RangeError: whatever nests so deeply that it cannot be walked.
    throw new MalformedMessage(`it is no JSON: ${(error as Error).message.slice(0, 100)}`);
  }
}

/** Throws MalformedMessage for what is no request. */
export function asRequest(message: unknown): RequestMessage {
  if (!isNamed(message)) throw new MalformedMessage(`it is ${kind(message)}, not a JSON object`);
  const { method, args = {}, _timeout: monitor } = message;
  if (typeof method !== 'string') throw new MalformedMessage(`its method is ${kind(method)}, not a string`);
  if (!isNamed(args)) throw new MalformedMessage(`its args are ${kind(args)}, not a JSON object`);
  return {
    method,
    args,
    namespace: text(message, 'namespace'),
    version: text(message, 'version'),
    messageId: text(message, '_msg_id'),
    replyTo: text(message, '_reply_q'),
    monitorTimeout: typeof monitor === 'number' && monitor > 0 ? monitor : undefined,
    uniqueId: text(message, '_unique_id'),
    context: contextOf(message),
  };
}

/** Throws MalformedMessage for what is no reply. */
export function asReply(message: unknown): ReplyMessage {
  if (!isNamed(message)) throw new MalformedMessage(`it is ${kind(message)}, not a JSON object`);
  const messageId = text(message, '_msg_id');
  if (messageId === undefined) throw new MalformedMessage('it has no _msg_id');
  const { result = null, ending } = message;
  return { messageId, result, failure: text(message, 'failure') ?? null, ending: ending === true };
}

function contextOf(message: Record<string, unknown>): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  for (const key of Object.keys(message))
    if (key.startsWith(CONTEXT_PREFIX)) entries.push([key.slice(CONTEXT_PREFIX.length), message[key]]);
  // fromEntries() makes own properties of all keys, __proto__ included.
  return Object.fromEntries(entries);
}

function text(message: Record<string, unknown>, key: string): string | undefined {
  const value = message[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new MalformedMessage(`its ${key} is ${kind(value)}, not a string`);
  return value;
}

function kind(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
