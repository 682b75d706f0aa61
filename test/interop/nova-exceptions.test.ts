import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { getRpcServer, getTransport, type RpcServer, type Transport } from '../../src/messaging/index.js';
import * as exceptions from '../../src/nova/exception/index.js';
import {
  InstanceNotFound,
  MaxRetriesExceeded,
  NoValidHost,
  NovaException,
} from '../../src/nova/exception/index.js';
import {
  BadFieldValue,
  IncompatibleObjectVersion,
  NovaObjectSerializer,
  ObjectFieldNotSet,
  UnsupportedObjectError,
} from '../../src/nova/objects/index.js';
import { broker } from './broker.js';
import { KeptLog } from './log.js';
import { installed, needsInterop, needsNova } from './needs.js';
import { Peer } from './peer.js';

/** A Python client gets the class of nova.exception that a manager of ours throws, with its values. */

const topic = 'nova-exceptions';
let transport: Transport;
let server: RpcServer;
let url: string;

const THROWN: Readonly<Record<string, () => Error>> = {
  noValidHost: () => new NoValidHost({ reason: 'all are full' }),
  retries: () => new MaxRetriesExceeded({ reason: 'three of 3' }),
  notFound: () => new InstanceNotFound({ instance_id: '282d40df' }),
  text: () => new NoValidHost('a text of its own', { hosts: ['c1', null] }),
  unknown: () => new (class CustomThing extends NovaException {})('ours only'),
  badValue: () => new BadFieldValue('Instance', 'vcpus', 'an integer', 'two'),
  notSet: () => new ObjectFieldNotSet('Instance', 'host'),
  unsupported: () => new UnsupportedObjectError('cinder.Volume'),
  version: () => new IncompatibleObjectVersion('Instance', '3.0', '2.7'),
};
const endpoint = Object.fromEntries(
  Object.entries(THROWN).map(([method, make]) => [
    method,
    () => {
      throw make();
    },
  ]),
);

beforeEach(needsInterop);

beforeAll(async () => {
  if (!installed()) return;
  const rabbit = await broker();
  url = rabbit.url(await rabbit.vhost());
  transport = getTransport(url, { log: new KeptLog().log });
  server = getRpcServer(transport, { topic, server: 'c1' }, [endpoint], {
    serializer: new NovaObjectSerializer(),
  });
  await server.start();
});

afterAll(async () => {
  await server?.stop();
  await server?.wait();
  await transport?.close();
});

describe.each([
  ['without Nova', 'standin_peer.py', needsInterop],
  ['with Nova', 'peer.py', needsNova],
] as const)('a client %s', (_where, program, needs) => {
  let python: Peer;

  beforeEach(needs);
  beforeAll(async () => {
    if (installed(needs)) python = await Peer.start(url, program);
  });
  afterAll(() => python?.end());

  test.each([
    ['noValidHost', 'NoValidHost', 'No valid host was found. all are full', { reason: 'all are full' }, 500],
    [
      'retries',
      'MaxRetriesExceeded',
      'Exceeded maximum number of retries. three of 3',
      { reason: 'three of 3' },
      500,
    ],
    [
      'notFound',
      'InstanceNotFound',
      'Instance 282d40df could not be found.',
      { instance_id: '282d40df' },
      404,
    ],
    ['text', 'NoValidHost', 'a text of its own', { hosts: ['c1', null] }, 500],
  ])('gets %s as %s', async (method, name, message, kwargs, code) => {
    const error = await python.exception(method, { topic });
    expect(error.mro).toContain(`nova.exception.${name}`);
    expect(error.mro).toContain('nova.exception.NovaException');
    // oslo.messaging puts the traceback of the server behind the message.
    expect(error.message.startsWith(message)).toBe(true);
    expect(error.code).toBe(code);
    for (const [key, value] of Object.entries(kwargs))
      expect(error.kwargs).toContain(`'${key}': ${Array.isArray(value) ? "['c1', None]" : `'${value}'`}`);
  });

  test('can catch what is of a class: MaxRetriesExceeded is a NoValidHost', async () => {
    expect((await python.exception('retries', { topic })).mro).toContain('nova.exception.NoValidHost');
  });

  test.each([
    ['unknown', 'RemoteError', 'CustomThing'],
    ['unsupported', 'RemoteError', 'UnsupportedObjectError'],
    ['version', 'RemoteError', 'IncompatibleObjectVersion'],
  ])('gets %s as a RemoteError of %s', async (method, name, type) => {
    expect(await python.exception(method, { topic })).toMatchObject({ class: name, exc_type: type });
  });

  test('gets what is wrong with an object as the error that Python has for it', async () => {
    expect((await python.exception('badValue', { topic })).mro).toContain('builtins.ValueError');
    expect((await python.exception('notSet', { topic })).mro).toContain('builtins.NotImplementedError');
  });
});

describe('the real nova.exception', () => {
  beforeEach(needsNova);

  test('has every class of ours, with its text, its code and its kin', async () => {
    const classes = Object.values(exceptions).filter(
      (value): value is typeof NovaException => typeof value === 'function',
    );
    expect(classes.length).toBeGreaterThan(100);
    const python = await Peer.start(url, 'nova_peer.py');
    const { ok, exc } = await python.ask('exceptions', { names: classes.map(({ name }) => name) });
    await python.end();
    expect(exc).toBeUndefined();
    const kin = (Class: typeof NovaException): string[] =>
      Class === NovaException ? [Class.name] : [Class.name, ...kin(Object.getPrototypeOf(Class))];
    const ours = classes.map((Class) => [Class.name, [Class.msg_fmt, Class.code, kin(Class)]]);
    expect(Object.fromEntries(ours)).toEqual(ok);
  });
});
