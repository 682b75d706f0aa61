import { describe, expect, it } from 'vitest';
import {
  expectedExceptions,
  getRpcClient,
  getRpcServer,
  getTransport,
  JsonPayloadSerializer,
  RequestContextSerializer,
  registerRemoteException,
  Target,
} from '../../src/messaging/index.js';
import { misspelt } from '../../src/messaging/options.js';

/** Mistakes that would otherwise be passed over, or be noticed late and somewhere else. */

const transport = getTransport('fake://options');
const target = { topic: 't', server: 's' };
const wrong = (value: unknown) => value as never;

describe('is refused, and told', () => {
  it.each<[string, () => unknown, RegExp]>([
    [
      'an option of a client',
      () => getRpcClient(transport, target, wrong({ timeOut: 1 })),
      /getRpcClient\(\) has no option "timeOut"; it has: timeout, /,
    ],
    [
      'an option of prepare()',
      () => getRpcClient(transport, target).prepare(wrong({ timeuot: 1 })),
      /prepare\(\) has no option "timeuot"; it has: timeout, .*exchange, /,
    ],
    [
      'an option of a server',
      () => getRpcServer(transport, target, [], wrong({ executor: 'threading' })),
      /getRpcServer\(\) has no option "executor"/,
    ],
    [
      'a key of a configuration',
      () => getTransport(wrong({ transport_url: 'fake:' })),
      /The configuration has transport_url; write transportUrl\./,
    ],
    [
      'allowedRemoteExmods',
      () => getTransport('fake:', wrong({ allowedRemoteExmods: 'shop' })),
      /are the string shop; expected an array/,
    ],
    [
      'a retry',
      () => getRpcClient(transport, target, { retry: -2 }),
      /The retry is -2; expected an integer of at least -1/,
    ],
    [
      'a timeout',
      () => getRpcClient(transport, target, { timeout: 0 }),
      /The timeout is 0; expected seconds, more than 0/,
    ],
    ['a target', () => getRpcClient(transport, wrong({ topik: 't' })), /has no option "topik"/],
    [
      'endpoints',
      () => getRpcServer(transport, target, wrong({})),
      /The endpoints are an object; expected an array/,
    ],
    [
      'no endpoint',
      () => getRpcServer(transport, target, wrong([null])),
      /Endpoint 0 is null; expected an object/,
    ],
    [
      'a class for an endpoint',
      () => getRpcServer(transport, target, wrong([{}, class Orders {}])),
      /Endpoint 1 is the function Orders; expected .*an instance/,
    ],
    [
      'expectedExceptions()',
      () => expectedExceptions(wrong(TypeError), () => 1),
      /takes an array of classes/,
    ],
    ['a remote exception', () => registerRemoteException(wrong(5)), /takes a class, not the number 5/],
    [
      'a context serializer',
      () => new RequestContextSerializer(wrong(new JsonPayloadSerializer())),
      /takes the class of the contexts/,
    ],
  ])('%s', (_what, make, message) => {
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });

  it.each<[string, unknown[], RegExp]>([
    ['arguments that have no names', [{}, 'm', [1]], /The arguments of m are an array; expected an object/],
    ['one argument', [{}, 'm', 1], /The arguments of m are the number 1/],
    ['a context', ['x', 'm', {}], /The context of m is the string x/],
  ])('%s', async (_what, args, message) => {
    const client = getRpcClient(transport, target);
    const call = client.call as (...args: unknown[]) => Promise<unknown>;
    await expect(call.apply(client, args)).rejects.toThrow(message);
  });

  it('a query of a driver that has no options', async () => {
    await expect(getTransport('ipc:///tmp/x?foo=1').driver()).rejects.toThrow(
      /no option foo of ipc:\/\/, given in the query/,
    );
  });
});

it('a target may be given by its options', async () => {
  const server = getRpcServer(transport, target, [
    { echo: (_context: unknown, { value }: { value: unknown }) => value },
  ]);
  await server.start();
  expect(server.target).toBeInstanceOf(Target);
  const client = getRpcClient(transport, { topic: 't' });
  expect(await client.prepare({ server: 's' }).call<number>({}, 'echo', { value: 1 })).toBe(1);
  await server.stop();
  await server.wait();
});

it('a serializer of entities goes with one of contexts', () => {
  class Context {
    static fromDict(values: Record<string, unknown>): Context {
      return Object.assign(new Context(), values);
    }
    toDict(): object {
      return { ...this };
    }
  }
  const serializer = new RequestContextSerializer(Context, new JsonPayloadSerializer());
  expect(serializer.serializeEntity(new Context(), new Set([1]))).toEqual([1]);
});

it('misspelt() knows a key by its letters', () => {
  const known = ['transportUrl', 'topic'];
  expect(misspelt({ TRANSPORT_URL: 1 }, known)).toEqual({ key: 'TRANSPORT_URL', meant: 'transportUrl' });
  expect(misspelt({ transportUrl: 1, topics: 2, url: 3 }, known)).toBeUndefined();
});
