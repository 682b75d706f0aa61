import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Incoming, Listener } from '../../../../src/messaging/driver.js';
import { type Caller, eventually, inTime, type Message, Place, reply } from './helpers.js';

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => place.remove());

/** How often each message was run, over all servers. */
const runs = new Map<unknown, number>();

/** A server as RpcServer is: runs a few at a time, gives back what it has not begun, ends when all is answered. */
class Worker {
  #waiting: Incoming[] = [];
  #running = 0;
  #stopping = false;
  #listener: Listener | undefined;
  #afterwards = 0;

  constructor(readonly name: string) {}

  async start(): Promise<this> {
    this.#listener = await place.worker(this.name, this.take, { prefetch: 4 });
    return this;
  }

  readonly take = (incoming: Incoming) => {
    if (this.#listener === undefined && this.#stopping) this.#afterwards++;
    if (this.#stopping) incoming.requeue();
    else {
      this.#waiting.push(incoming);
      void this.#next();
    }
  };

  async #next(): Promise<void> {
    const incoming = this.#running < 4 ? this.#waiting.shift() : undefined;
    if (!incoming) return;
    this.#running++;
    const { args, _msg_id: id } = incoming.message as Message;
    try {
      await incoming.acknowledge();
      runs.set(args, (runs.get(args) ?? 0) + 1);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
      if (id !== undefined) expect(await incoming.reply(reply(id, args), 'final')).toBe(true);
    } finally {
      this.#running--;
      void this.#next();
    }
  }

  /** Resolves to how many requests came when none could come any more. */
  async stop(): Promise<number> {
    const listener = this.#listener!;
    this.#stopping = true;
    const stopped = listener.stop();
    for (const incoming of this.#waiting.splice(0)) incoming.requeue();
    await stopped;
    this.#listener = undefined;
    await eventually(() => this.#running === 0, 'what runs to end');
    await listener.close();
    return this.#afterwards;
  }
}

it('loses nothing and runs nothing twice when all servers are replaced in turn, again and again', async () => {
  runs.clear();
  let workers = await Promise.all([1, 2, 3].map((i) => new Worker(`host${i}`).start()));
  const callers: Caller[] = await Promise.all([place.caller(), place.caller()]);
  let over = false;
  let sent = 0;
  const work = Array.from({ length: 50 }, async (_, i) => {
    const caller = callers[i % 2]!;
    while (!over) {
      const args = sent++;
      if (i % 5 === 0) await caller.cast(args);
      else expect(await caller.call(args)).toBe(args);
    }
  });
  const replacing = async () => {
    for (let round = 0; round < 4; round++) {
      const next: Worker[] = [];
      for (const worker of workers) {
        const enough = sent + 100;
        await eventually(() => sent > enough, 'the callers to go on');
        next.push(await new Worker(worker.name).start());
        expect(await worker.stop()).toBe(0);
      }
      workers = next;
    }
    over = true;
  };
  await inTime(Promise.all([...work, replacing()]), 'the restarts');
  await Promise.all(workers.map((worker) => worker.stop()));
  expect(sent).toBeGreaterThan(1200);
  expect(runs.size).toBe(sent);
  expect([...runs.values()].filter((count) => count !== 1)).toEqual([]);
  expect(place.log.lines).toEqual([]);
});

it('answers on the old connection what was begun before the stop, and takes nothing new', async () => {
  const taken: Incoming[] = [];
  const listener = await place.worker('host1', (incoming) => void taken.push(incoming));
  const caller = await place.caller();
  const call = caller.call();
  await eventually(() => taken.length === 1, 'the request');
  await listener.stop();
  await taken[0]!.acknowledge();
  await place.worker('host2');
  expect(await caller.call()).toBe('done');
  const { _msg_id: id } = taken[0]!.message as Message;
  // The connection stays for the replies that are due.
  expect(await taken[0]!.reply(reply(id!, 'due'), 'final')).toBe(true);
  expect(await call).toBe('due');
  await listener.close();
  expect(taken).toHaveLength(1);
});
