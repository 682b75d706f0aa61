import { type IncomingMessage, request } from 'node:http';

/** What came back. */
export interface Reply {
  readonly status: number;
  /** As JSON, where it is any. */
  readonly body: unknown;
}

export interface AskOptions {
  /** What the body is made of. */
  readonly body?: object | undefined;
  /** Seconds until there must be an answer; of a stream: its beginning. */
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Of a stream: awaited when it has begun, before its first line is taken. */
  readonly opened?: (() => Promise<void>) | undefined;
}

/** Seconds that a supervisor has for an answer, unless it is asked to wait for something. */
const PATIENCE = 10;

/** Nobody has answered in time. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** One request. Rejects with what the system says where nobody listens, and with NoAnswer. */
export async function ask(
  path: string,
  method: string,
  route: string,
  options: AskOptions = {},
): Promise<Reply> {
  return inTime(options, async (signal) => replyOf(await send(path, method, route, { ...options, signal })));
}

/**
 * The lines of a stream, as they come, until either side ends it. An answer that is no stream comes back as it is.
 * Rejects as ask() does where it does not begin.
 */
export async function follow(
  path: string,
  method: string,
  route: string,
  take: (line: string) => void | Promise<void>,
  options: AskOptions = {},
): Promise<Reply | undefined> {
  const answer = await inTime(options, async (signal) => {
    const response = await send(path, method, route, { ...options, signal });
    const isStream = response.headers['content-type']?.startsWith('application/x-ndjson');
    return isStream ? response : replyOf(response);
  });
  if (!('headers' in answer)) return answer;
  await options.opened?.();
  let rest = '';
  for await (const chunk of answer.setEncoding('utf8')) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    for (const line of lines) await take(line);
  }
  return undefined;
}

/** Nobody waits for longer, also for one who takes connections and no more: a process that is stopped. */
async function inTime<Result>(
  { timeout = PATIENCE, signal: given }: AskOptions,
  attempt: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new NoAnswer(`no answer within ${timeout} s`)), timeout * 1000);
  try {
    return await attempt(given ? AbortSignal.any([given, late.signal]) : late.signal);
  } catch (error) {
    throw late.signal.aborted ? late.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}

function send(path: string, method: string, route: string, options: AskOptions): Promise<IncomingMessage> {
  const { body, signal } = options;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    Host: 'localhost',
    ...(text !== undefined && {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(text),
    }),
  };
  return new Promise((resolve, reject) => {
    const sent = request({
      socketPath: path,
      method,
      path: route,
      headers,
      agent: false,
      ...(signal && { signal }),
    });
    sent.on('response', resolve);
    sent.on('error', reject);
    sent.end(text);
  });
}

async function replyOf(response: IncomingMessage): Promise<Reply> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  const status = response.statusCode!;
  try {
    return { status, body: JSON.parse(text) };
  } catch {
    return { status, body: text };
  }
}
