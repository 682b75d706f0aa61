import type { Address } from '../messaging/driver.js';
import {
  InvalidTarget,
  MessageUndeliverable,
  MessagingException,
  MessagingTimeout,
  RemoteError,
  ServerLost,
} from '../messaging/errors.js';
import type { Transport } from '../messaging/transport.js';
import { count } from './text.js';

/** The exit codes of `call` and `cast` for what is not their own fault; docs/operations.md has them. */
export const RPC_EXIT = { remote: 1, usage: 2, undone: 75, interrupted: 130 } as const;

/** Milliseconds that a transport gets to tell who serves a topic. */
const ASKING = 2000;

export interface Failed {
  readonly exitCode: number;
  /** For stderr. */
  readonly text: string;
}

export interface Tried {
  readonly transport: Transport;
  readonly address: Address;
  readonly method: string;
  /** Seconds. */
  readonly timeout: number;
  readonly verbose: boolean;
}

/** What is said of an error of a request; undefined for one that nobody foresaw. */
export async function explainFailure(error: unknown, tried: Tried): Promise<Failed | undefined> {
  const remote = error instanceof RemoteError ? error : causeOf(error);
  if (remote) return { exitCode: RPC_EXIT.remote, text: remoteText(remote, tried.verbose) };
  if (!(error instanceof MessagingException)) return undefined;
  const { method, timeout, address } = tried;
  const said = error.message.replace(/\.$/, '');
  if (error instanceof InvalidTarget) return failed(RPC_EXIT.usage, said, error.remedy);
  const late = error instanceof MessagingTimeout && !(error instanceof ServerLost);
  const unsent = error instanceof MessageUndeliverable;
  const whole = `${method} of ${address.topic}`;
  const what = late ? `no reply to ${whole} within ${timeout} s` : unsent ? `${whole} was not sent` : said;
  const who = await whoServes(tried);
  const helpful = late || unsent || who.nobody === true;
  return failed(RPC_EXIT.undone, `${what}; ${who.text}`, (helpful && who.remedy) || error.remedy);
}

const failed = (exitCode: number, what: string, remedy: string): Failed => ({
  exitCode,
  text: `nova-launch: ${what}\nRemedy: ${remedy}\n`,
});

/** As Python's last line of a traceback. */
function remoteText({ module, excType, value, traceback }: RemoteError, verbose: boolean): string {
  const known = module === 'builtins' || module === 'exceptions' || module === 'javascript';
  const error = `${known ? '' : `${module}.`}${excType}${value === '' ? '' : `: ${value}`}\n`;
  return verbose ? `${error}${traceback.join('').replace(/\n?$/, '\n')}` : error;
}

/** JavaScript's own errors come back as such. */
function causeOf(error: unknown): RemoteError | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof RemoteError ? cause : undefined;
}

const BUSY = 'See what they do, and their logs; --timeout gives them more time.';

/** Nobody, or how many servers, and who they are if that is known; with what to do where that is clear. */
export async function whoServes({ transport, address }: Pick<Tried, 'transport' | 'address'>): Promise<{
  readonly text: string;
  readonly remedy?: string;
  readonly nobody?: true;
}> {
  const { topic, server, exchange } = address;
  const all = await ask(transport, { ...address, server: undefined, fanout: false });
  const way = transport.url.redacted;
  if (!all)
    return {
      text: `${way} does not tell who serves the topic ${topic}`,
      remedy: 'See whether the broker runs.',
    };
  const remedy =
    'Start a server of this topic, or correct the topic, the server, the exchange or the transport URL.';
  if (all.count === 0)
    return { text: `nobody serves the topic ${topic} (exchange ${exchange}, ${way})`, remedy, nobody: true };
  const serve = all.count === 1 ? 'serves' : 'serve';
  const names = all.names.length > 0 ? `: ${[...all.names].sort().join(', ')}` : '';
  const text = `${count(all.count, 'server')} ${serve} the topic ${topic}${names}`;
  const named = server === undefined ? undefined : await ask(transport, { ...address, fanout: false });
  return named?.count === 0
    ? { text: `none of the name ${server}, but ${text}`, remedy }
    : { text, remedy: BUSY };
}

/** Undefined if the transport does not answer. */
async function ask(transport: Transport, address: Address) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ASKING);
  });
  const answer = transport.driver().then((driver) => driver.servers(address));
  return Promise.race([answer.catch(() => undefined), late]).finally(() => clearTimeout(timer));
}
