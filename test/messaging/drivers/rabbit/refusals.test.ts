import { afterEach, describe, expect, it } from 'vitest';
import {
  getNotifier,
  getRpcClient,
  getRpcServer,
  getTransport,
  Target,
  type Transport,
} from '../../../../src/messaging/index.js';
import { KeptLog } from '../../../interop/log.js';
import { type Answer, FakeBroker } from './fake-broker.js';

/** Brokers that refuse: what is said of it, and that nothing is tried again that cannot become better. */

let broker: FakeBroker | undefined;
let transport: Transport | undefined;
const kept = new KeptLog();

afterEach(async () => {
  await transport?.close();
  await broker?.stop();
});

async function refusing(answer: Answer, query = ''): Promise<Transport> {
  broker = await FakeBroker.start(answer);
  transport = getTransport(`${broker.url}${query}`, { log: kept.log });
  return transport;
}

const serve = (on: Transport) => getRpcServer(on, new Target({ topic: 't', server: 's' }), [{}]).start();

describe('RabbitMQ 4.3 and newer', () => {
  const refusesTransient: Answer = (method, { durable, exclusive }) =>
    method === 'QueueDeclare' && !durable && !exclusive
      ? {
          close: 'connection',
          code: 541,
          text: 'INTERNAL_ERROR - Feature `transient_nonexcl_queues` is deprecated. Its use is not permitted per the configuration',
        }
      : undefined;

  it('refuses transient queues: a server says which two options cure it', async () => {
    await expect(serve(await refusing(refusesTransient))).rejects.toMatchObject({
      name: 'MessageDeliveryFailure',
      message: expect.stringMatching(/rabbit_quorum_queue=true and rabbit_transient_quorum_queue=true/),
    });
  });

  it('and so does a client, at once', async () => {
    const client = getRpcClient(await refusing(refusesTransient), new Target({ topic: 't' }), {
      timeout: 20,
    });
    await expect(client.call({}, 'm')).rejects.toThrow(/rabbit_transient_quorum_queue=true/);
  });

  it('and so does who notifies, without connecting again and again', async () => {
    const notifier = getNotifier(await refusing(refusesTransient), { keep: true, timeout: 20 });
    const notification = { publisherId: 'p', eventType: 'e', payload: {} };
    await expect(notifier.notify({}, notification)).rejects.toThrow(
      /^The queue notifications\.info cannot be declared: .*rabbit_transient_quorum_queue=true/,
    );
    expect(broker!.asked.filter(({ method }) => method === 'ConnectionOpen')).toHaveLength(1);
  });

  it('takes what they declare', async () => {
    const on = await refusing(
      refusesTransient,
      '?rabbit_quorum_queue=true&rabbit_transient_quorum_queue=true',
    );
    await serve(on);
    const queues = broker!.asked.filter(({ method }) => method === 'QueueDeclare');
    expect(queues.map(({ fields }) => fields.durable)).toEqual([true, true, true]);
  });
});

it('other settings than those of a peer are named', async () => {
  const text = "PRECONDITION_FAILED - inequivalent arg 'durable' for queue 't' in vhost '/'";
  const answer: Answer = (method) =>
    method === 'QueueDeclare' ? { close: 'channel', code: 406, text } : undefined;
  await expect(serve(await refusing(answer))).rejects.toThrow(
    /^The server t\.s: a peer has declared it with other settings: amqp_durable_queues, .*inequivalent arg 'durable'/,
  );
});

it.each([
  ['a wrong password', 403, 'ACCESS_REFUSED - Login was refused', /the broker refuses this user/],
  ['a virtual host that is not there', 530, 'NOT_ALLOWED - vhost / not found', /no such virtual host/],
])('%s fails what needs the broker, and the password is not told', async (_, code, text, expected) => {
  const on = await refusing((method) =>
    method === (code === 403 ? 'ConnectionStartOk' : 'ConnectionOpen')
      ? { close: 'connection', code, text }
      : undefined,
  );
  const failure = await serve(on).then(
    () => undefined,
    (error: Error) => error,
  );
  expect(failure?.message).toMatch(expected);
  expect(`${failure?.stack}${kept.said.map(({ sentence }) => sentence)}`).not.toContain('s3cr3t');
});

it('a message that may not be sent is refused at once, and not sent again, even if it may be', async () => {
  const text = "ACCESS_REFUSED - write access to exchange 'openstack' refused";
  const on = await refusing((method) =>
    method === 'BasicPublish' ? { close: 'channel', code: 403, text } : undefined,
  );
  const client = getRpcClient(on, new Target({ topic: 't' }), { timeout: 20, repeatable: true });
  const refused = /^The broker has refused this message, or one beside it: .*lacks a permission/;
  await expect(client.cast({}, 'm')).rejects.toThrow(refused);
  await expect(client.call({}, 'm')).rejects.toThrow(refused);
  expect(broker!.asked.filter(({ method }) => method === 'BasicPublish')).toHaveLength(2);
});

it('nobody listens: retry says how often it is tried', async () => {
  const on = getTransport('rabbit://127.0.0.1:1/', { log: kept.log });
  transport = on;
  const client = getRpcClient(on, new Target({ topic: 't' }), { timeout: 20, retry: 0 });
  const refused = /^No broker can be reached: .*ECONNREFUSED/;
  await expect(client.cast({}, 'm')).rejects.toThrow(refused);
  await expect(client.call({}, 'm')).rejects.toThrow(refused);
  // Who wants to know at once whether somebody serves it, wants to know this, too.
  const mandatory = getRpcClient(on, new Target({ topic: 't' }), { timeout: 20, mandatory: true });
  await expect(mandatory.call({}, 'm')).rejects.toThrow(refused);
});
