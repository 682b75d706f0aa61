import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MessageDeliveryFailure } from '../../../../src/messaging/errors.js';
import {
  getRpcClient,
  getRpcServer,
  getTransport,
  type RpcServer,
  Target,
} from '../../../../src/messaging/index.js';
import { address, type Caller, eventually, Inbox, inTime, type Message, Place, reply } from './helpers.js';

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => place.remove());

const settledSoon = <Value>(promise: Promise<Value>) => inTime(promise, 'it to be settled');

describe('a request that has begun and is not acknowledged', () => {
  let inbox: Inbox;
  let caller: Caller;
  beforeEach(async () => {
    inbox = new Inbox();
    await place.worker('host1', inbox.take, { prefetch: 1 });
    caller = await place.caller();
  });

  it('is handed over: its signal fails the cast no more, and takes nothing back', async () => {
    const controller = new AbortController();
    const cast = caller.cast(1, { signal: controller.signal });
    const incoming = await inbox.next();
    expect(incoming.begin!()).toBe(true);
    await settledSoon(cast);
    controller.abort(new Error('enough'));
    // Its place is taken until it is acknowledged.
    const second = caller.cast(2);
    await caller.driver.servers(address());
    expect(inbox.all).toHaveLength(1);
    expect(incoming.begin!()).toBe(true);
    await incoming.acknowledge();
    await (await inbox.next()).acknowledge();
    await second;
  });

  it('is not taken back by a caller that gives up; its place is free when it ends', async () => {
    const controller = new AbortController();
    const call = caller.call(1, { signal: controller.signal });
    call.catch(() => {});
    const incoming = await inbox.next();
    incoming.begin!();
    controller.abort(new Error('enough'));
    const { _msg_id: id } = incoming.message as Message;
    const next = caller.call(2);
    expect(await incoming.reply(reply(id!, 'late'), 'final')).toBe(true);
    await incoming.acknowledge();
    const other = await inbox.next();
    expect((other.message as Message).args).toBe(2);
    other.begin!();
    await other.reply(reply((other.message as Message)._msg_id!, 'done'), 'final');
    await other.acknowledge();
    expect(await next).toBe('done');
  });

  it('does not begin when its sender has given up before, or is gone', async () => {
    const controller = new AbortController();
    const cast = caller.cast(1, { signal: controller.signal });
    const first = await inbox.next();
    controller.abort(new Error('enough'));
    await expect(cast).rejects.toThrow('enough');
    const second = caller.cast(2);
    const incoming = await inbox.next();
    expect(first.begin!()).toBe(false);
    const failed = expect(second).rejects.toThrow(MessageDeliveryFailure);
    await caller.driver.close();
    await failed;
    expect(incoming.begin!()).toBe(false);
  });

  it('ends a call that waits when the transport is closed', async () => {
    const call = caller.call();
    const failed = expect(call).rejects.toThrow(/transport was closed/);
    (await inbox.next()).begin!();
    await caller.driver.close();
    await failed;
  });
});

it('goes to another server when the one that has begun it dies', async () => {
  const victim = await place.child('victim', 16, 'at-least-once');
  const caller = await place.caller();
  const call = caller.call(60_000);
  await settledSoon(caller.cast(60_000));
  await eventually(() => place.journal().length === 2, 'both to run');
  const inbox = new Inbox();
  await place.worker('heir', inbox.take);
  victim.kill('SIGKILL');
  for (let i = 0; i < 2; i++) {
    const incoming = await inbox.next();
    const { _msg_id: id } = incoming.message as Message;
    expect(incoming.begin!()).toBe(true);
    if (id !== undefined) await incoming.reply(reply(id, 'heir'), 'final');
    await incoming.acknowledge();
  }
  expect(await call).toBe('heir');
  expect(place.log.lines.filter(({ level }) => level !== 'info')).toEqual([]);
});

describe('RpcServer', () => {
  it('takes a cast at once, and does not run one that was given up before its turn', async () => {
    const transport = getTransport(`ipc://${place.path}`, { log: place.log });
    const target = new Target({ topic: 'slow', server: 'host1' });
    let end!: () => void;
    const gate = new Promise<void>((resolve) => {
      end = resolve;
    });
    const ran: unknown[] = [];
    const slow = async (_: unknown, { n }: { n: number }) => {
      ran.push(n);
      if (n === 1) await gate;
    };
    const options = { atLeastOnce: true, concurrency: 1 };
    const server: RpcServer = getRpcServer(transport, target, [{ slow }], options);
    await server.start();
    const client = getRpcClient(transport, target, { timeout: 0.3 });
    await client.cast({}, 'slow', { n: 1 });
    await expect(client.cast({}, 'slow', { n: 2 })).rejects.toThrow(/Nobody has taken the cast/);
    // From another client, which the server takes one more from: it waits there for its turn.
    const other = getTransport(`ipc://${place.path}`, { log: place.log });
    const late = getRpcClient(other, target, { timeout: 0.1 }).cast({}, 'slow', { n: 3 });
    await expect(late).rejects.toThrow(/Nobody has taken the cast/);
    // By the time that this is answered, the server knows.
    await (await other.driver()).servers(address({ topic: 'slow' }));
    end();
    await settledSoon(client.prepare({ timeout: 5 }).cast({}, 'slow', { n: 4 }));
    await server.stop();
    await settledSoon(server.wait());
    await transport.close();
    await other.close();
    expect(ran).toEqual([1, 4]);
  });
});
