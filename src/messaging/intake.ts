import { isExpected, type RpcDispatcher } from './dispatcher.js';
import { type Address, type Incoming, printAddress } from './driver.js';
import { MalformedMessage, NoSuchMethod, reason, UnsupportedVersion } from './errors.js';
import { serializeFailure } from './failure.js';
import { stringify } from './json.js';
import type { MessagingLog } from './log.js';
import { asRequest, newId, type RequestMessage } from './message.js';
import { delayOf } from './seconds.js';
import { Seen } from './seen.js';
import { traceDispatch } from './tracing.js';

export interface IntakeOptions {
  readonly dispatcher: RpcDispatcher;
  readonly address: Address;
  readonly log: MessagingLog;
  readonly concurrency: number;
  readonly atLeastOnce: boolean;
}

/** The least time between signs of life, in seconds. */
const SHORTEST = 0.1;
/** How many replies, for each place, may wait to be confirmed before nothing more is begun. */
const UNCONFIRMED = 4;
/** Seconds between lines about what a stop waits for. */
const PATIENCE = 30;

/** What becomes of the requests that a server is given: so many run at a time, the others wait for their turn. */
export class Intake {
  /** Not begun: for want of a place, or while the server is stopping. */
  readonly #waiting: Incoming[] = [];
  /** What runs, and since when. */
  readonly #running = new Map<Incoming, { method: string; since: number }>();
  /** Replies that are not confirmed yet: their methods have ended, and their places are free. */
  #replying = 0;
  readonly #seen = new Seen();
  #state: 'open' | 'stopping' | 'stopped' = 'stopped';
  #whenIdle: (() => void)[] = [];

  constructor(private readonly options: IntakeOptions) {}

  get running(): number {
    return this.#running.size;
  }

  /** What runs and what waits. */
  get load(): number {
    return this.#running.size + this.#waiting.length;
  }

  open(): void {
    this.#state = 'open';
  }

  readonly take = (incoming: Incoming): void => {
    if (this.#state === 'stopped') incoming.requeue();
    else if (this.#hasPlace) void this.#begin(incoming);
    else this.#wait(incoming);
  };

  #wait(incoming: Incoming): void {
    this.#waiting.push(incoming);
    incoming.whenGone?.(() => {
      const index = this.#waiting.indexOf(incoming);
      if (index >= 0) this.#waiting.splice(index, 1);
    });
  }

  get #hasPlace(): boolean {
    const { concurrency } = this.options;
    // A broker that takes no replies for a while must not make them pile up here.
    if (this.#replying >= UNCONFIRMED * concurrency) return false;
    return this.#state === 'open' && this.#running.size < concurrency;
  }

  /**
   * Begins nothing more. What waits goes back when `stop` has seen to it that nothing comes any more: given back before,
   * it would come again.
   */
  async close(stop: () => Promise<void> | undefined): Promise<void> {
    this.#state = 'stopping';
    try {
      await stop();
    } finally {
      this.#state = 'stopped';
      for (const incoming of this.#waiting.splice(0)) incoming.requeue();
    }
  }

  /** Resolves when nothing runs and every reply is confirmed. */
  async idle(): Promise<void> {
    const told = setInterval(() => this.#tell(), delayOf(PATIENCE));
    told.unref();
    while (this.#running.size > 0 || this.#replying > 0)
      await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
    clearInterval(told);
  }

  #tell(): void {
    const { log, address } = this.options;
    const calls = [...this.#running.values()].map(
      ({ method, since }) => `${method} (${Math.round((performance.now() - since) / 1000)} s)`,
    );
    const what = calls.length > 0 ? `methods to end: ${calls.join(', ')}` : `${this.#replying} replies`;
    log.warn({ topic: address.topic }, `The server of ${printAddress(address)} waits for ${what}.`);
  }

  async #begin(incoming: Incoming): Promise<void> {
    const run = { method: '', since: performance.now() };
    this.#running.set(incoming, run);
    try {
      await this.#handle(incoming, run);
    } catch (err) {
      // Nothing of ours should come here; whatever does must not end the process.
      this.options.log.error({ err }, `A request was dropped: ${reason(err)}`);
    } finally {
      this.#running.delete(incoming);
      this.#next();
    }
  }

  #next(): void {
    while (this.#hasPlace && this.#waiting.length > 0) void this.#begin(this.#waiting.shift()!);
    if (this.#running.size === 0 && this.#replying === 0)
      for (const resolve of this.#whenIdle.splice(0)) resolve();
  }

  async #handle(incoming: Incoming, run: { method: string }): Promise<void> {
    const { atLeastOnce } = this.options;
    const request = this.#read(incoming);
    if (!request) return incoming.acknowledge().catch(() => {});
    run.method = request.method;
    if (!(await this.#claim(incoming, request))) return;
    const reply = await this.#run(incoming, request);
    if (reply !== undefined) {
      const confirmed = this.#reply(incoming, request, reply);
      if (atLeastOnce) await confirmed;
    }
    if (atLeastOnce) await incoming.acknowledge().catch(() => {});
  }

  /** Whether it is to be run here: unless at least once, nobody else has it then, and nobody had. */
  async #claim(incoming: Incoming, { method, uniqueId }: RequestMessage): Promise<boolean> {
    const { log, atLeastOnce } = this.options;
    if (atLeastOnce) {
      // What is run for the second time may have been cut in the first.
      if (incoming.begin?.() !== false) return true;
      log.info({ method }, 'A request is left to others: its sender has given up, or has it again.');
      return false;
    }
    try {
      await incoming.acknowledge();
    } catch (err) {
      log.info({ err, method }, `A request is left to others: ${reason(err)}`);
      return false;
    }
    if (uniqueId === undefined || this.#seen.add(uniqueId)) return true;
    log.info({ uniqueId, method }, 'A request came a second time; it is not run again.');
    return false;
  }

  #read(incoming: Incoming): RequestMessage | undefined {
    try {
      return asRequest(incoming.message);
    } catch (err) {
      if (!(err instanceof MalformedMessage)) throw err;
      const { log, address } = this.options;
      log.error({ err }, `A message to ${printAddress(address)} is dropped: ${err.message}.`);
      return undefined;
    }
  }

  /** The text of the reply; undefined for a cast. */
  async #run(incoming: Incoming, request: RequestMessage): Promise<string | undefined> {
    const { dispatcher, address } = this.options;
    const { method, messageId } = request;
    const signs = this.#signsOfLife(incoming, request);
    try {
      const traced = { kind: messageId === undefined ? 'cast' : 'call', method, ...address } as const;
      const result = await traceDispatch(traced, request.context, () => dispatcher.dispatch(request));
      return messageId === undefined ? undefined : replyText(messageId, stringify(result, 'result'), 'null');
    } catch (error) {
      this.#report(request, error);
      return messageId === undefined
        ? undefined
        : replyText(messageId, 'null', JSON.stringify(serializeFailure(error)));
    } finally {
      clearInterval(signs);
    }
  }

  /** For a caller that monitors: every half of the time after which it gives up. */
  #signsOfLife(
    incoming: Incoming,
    { messageId, monitorTimeout }: RequestMessage,
  ): NodeJS.Timeout | undefined {
    if (messageId === undefined || monitorTimeout === undefined) return undefined;
    let pending = false;
    const signs = setInterval(
      async () => {
        // One that is still on its way says no less than another one behind it.
        if (pending) return;
        pending = true;
        const sent = await send(incoming, signOfLife(messageId), 'sign-of-life').catch(() => true);
        pending = false;
        if (!sent) clearInterval(signs);
      },
      delayOf(Math.max(monitorTimeout / 2, SHORTEST)),
    );
    return signs;
  }

  async #reply(incoming: Incoming, { method, messageId }: RequestMessage, text: string): Promise<void> {
    const { log } = this.options;
    this.#replying++;
    try {
      const sent = await send(incoming, text, 'final');
      if (!sent) log.warn({ method, messageId }, `The caller of ${method} is gone; its reply is dropped.`);
    } catch (err) {
      log.error({ err, method, messageId }, `The reply of ${method} could not be sent: ${reason(err)}`);
      // It is too large, say: the caller is told so instead of waiting.
      const instead = replyText(messageId!, 'null', JSON.stringify(serializeFailure(err)));
      await send(incoming, instead, 'final').catch(() => {});
    } finally {
      this.#replying--;
      this.#next();
    }
  }

  #report({ method }: RequestMessage, err: unknown): void {
    const { log, address } = this.options;
    const fields = { err, topic: address.topic, method };
    const sentence = `${method} of ${printAddress(address)} failed: ${reason(err)}`;
    if (isExpected(err) || (err instanceof NoSuchMethod && method.endsWith('_ignore_errors')))
      log.debug(fields, sentence);
    else if (err instanceof NoSuchMethod || err instanceof UnsupportedVersion) log.warn(fields, sentence);
    else log.error(fields, sentence);
  }
}

/** Async, so that whatever a driver does about it comes out of the promise. */
const send = async (incoming: Incoming, ...[text, kind]: Parameters<Incoming['reply']>) =>
  incoming.reply(text, kind);

function replyText(messageId: string, result: string, failure: string): string {
  return `{"result": ${result}, "failure": ${failure}, "ending": true, "_msg_id": ${JSON.stringify(messageId)}, "_unique_id": "${newId()}"}`;
}

function signOfLife(messageId: string): string {
  return `{"result": null, "failure": null, "ending": false, "_msg_id": ${JSON.stringify(messageId)}, "_unique_id": "${newId()}"}`;
}
