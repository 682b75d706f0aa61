import { describe, expect, it, vi } from 'vitest';
import type { OutgoingNotification } from '../../../src/messaging/driver.js';
import { RequestContext } from '../../../src/nova/context/index.js';
import { NovaObject } from '../../../src/nova/objects/index.js';
import { createNotifier } from '../../../src/nova/rpc/index.js';
import type { NotificationsConfig } from '../../../src/nova/rpc/settings.js';
import { transportWith } from '../../messaging/helpers.js';
import { deferred } from '../../service/helpers.js';

const context = new RequestContext({
  user_id: 'u1',
  project_id: 'p1',
  auth_token: 'secret',
  roles: ['admin'],
});
const SETTINGS: NotificationsConfig = {
  format: 'both',
  topics: ['notifications'],
  versionedTopics: ['versioned_notifications'],
  keep: false,
};

function notifying({
  binary = 'nova-compute',
  ...settings
}: Partial<NotificationsConfig> & { binary?: string } = {}) {
  const sent: OutgoingNotification[] = [];
  let failure: Error | undefined;
  let asked = 0;
  let silence: Promise<void> | undefined;
  const { transport, kept } = transportWith({
    notify: async (given) => {
      asked++;
      await silence;
      if (failure) throw failure;
      sent.push(given);
    },
  });
  const notifier = createNotifier({
    transport,
    host: 'c1',
    binary,
    notifications: { ...SETTINGS, ...settings },
    log: kept.log,
  });
  const fail = (error?: Error, until?: Promise<void>) => {
    failure = error;
    silence = until;
  };
  return {
    sent,
    notifier,
    kept,
    fail,
    asked: () => asked,
    message: (index = 0) => JSON.parse(sent[index]!.text),
  };
}

describe('a legacy notification', () => {
  it('has the payload as it is, and its publisher by the event', async () => {
    const { notifier, sent, message } = notifying();
    await notifier.legacy(context, 'compute.instance.create.start', { state: 'building', node: null });
    expect(sent[0]!.topic).toBe('notifications.info');
    expect(message()).toMatchObject({
      publisher_id: 'compute.c1',
      event_type: 'compute.instance.create.start',
      priority: 'INFO',
      payload: { state: 'building', node: null },
    });
  });

  it.each([
    ['nova-conductor', 'compute_task.build_instances', 'compute_task.c1'],
    ['nova-conductor', 'compute.instance.update', 'compute.c1'],
    ['nova-scheduler', 'scheduler.select_destinations.start', 'scheduler.c1'],
    ['nova-scheduler', 'something.else', 'scheduler.c1'],
  ])('of %s, %s, is of %s', async (binary, event, publisher) => {
    const { notifier, message } = notifying({ binary });
    await notifier.legacy(context, event, {});
    expect(message().publisher_id).toBe(publisher);
  });
});

describe('a versioned notification', () => {
  it('has an object as its payload, and the service as its publisher', async () => {
    const { notifier, sent, message } = notifying();
    const payload = NovaObject.fromPrimitive({
      'nova_object.name': 'ServiceStatusPayload',
      'nova_object.namespace': 'nova',
      'nova_object.version': '1.1',
      'nova_object.data': { host: 'c1' },
    });
    await notifier.versioned(context, 'service.update', payload, 'ERROR');
    expect(sent[0]!.topic).toBe('versioned_notifications.error');
    expect(message()).toMatchObject({
      publisher_id: 'nova-compute:c1',
      event_type: 'service.update',
      priority: 'ERROR',
      payload: { 'nova_object.name': 'ServiceStatusPayload', 'nova_object.data': { host: 'c1' } },
    });
  });
});

it('has the context without its secrets, with each key that Nova sends', async () => {
  const { notifier, message } = notifying();
  await notifier.legacy(context, 'compute.instance.update', {});
  const names = Object.keys(message()).filter((key) => key.startsWith('_context_'));
  expect(names).toEqual(Object.keys(context.toDict()).map((key) => `_context_${key}`));
  expect(message()).toMatchObject({
    _context_user: 'u1',
    _context_request_id: context.request_id,
    _context_is_admin: true,
    _context_auth_token: null,
  });
});

it.each([
  ['unversioned', ['notifications.info']],
  ['versioned', ['versioned_notifications.info']],
  ['both', ['notifications.info', 'versioned_notifications.info']],
] as const)('format %s sends to %j', async (format, topics) => {
  const { notifier, sent } = notifying({ format });
  await notifier.legacy(context, 'compute.instance.update', {});
  await notifier.versioned(context, 'instance.update', {});
  expect(sent.map(({ topic }) => topic)).toEqual(topics);
});

it('makes its payload only when it is sent', async () => {
  const { notifier, message } = notifying({ format: 'versioned' });
  await notifier.legacy(context, 'compute.instance.update', () => expect.unreachable());
  await notifier.versioned(context, 'instance.update', () => ({ a: 1 }));
  expect(message().payload).toEqual({ a: 1 });
});

it('has the topics of the config, and is kept if that says so', async () => {
  const { notifier, sent } = notifying({ topics: ['a', 'b'], versionedTopics: ['c'], keep: true });
  await notifier.legacy(context, 'compute.instance.update', {});
  await notifier.versioned(context, 'instance.update', {});
  expect(sent.map(({ topic, keep }) => [topic, keep])).toEqual([
    ['a.info', true],
    ['b.info', true],
    ['c.info', true],
  ]);
});

it('never fails what it tells of: the log says once that it cannot, and once that it can again', async () => {
  const { notifier, kept, fail } = notifying();
  fail(new Error('no broker'));
  // Each has failed before the next one is told.
  const failed = () => new Promise((resolve) => setImmediate(resolve));
  for (let count = 0; count < 3; count++) {
    await notifier.legacy(context, 'compute.instance.update', {});
    await failed();
  }
  await notifier.versioned(context, 'instance.update', {});
  await failed();
  expect(kept.of('warn')).toEqual(['The notification compute.instance.update was not sent: no broker']);
  expect(kept.of('info')).toEqual([]);
  fail();
  await notifier.versioned(context, 'instance.update', {});
  await vi.waitFor(() => expect(kept.of('info')).toHaveLength(1));
  await notifier.versioned(context, 'instance.update', {});
  expect(kept.of('info')).toEqual(['Notifications are sent again; 4 were lost.']);
  expect(kept.of('warn')).toHaveLength(1);
});

it('lets what it tells of go on while the broker takes nothing, and says nothing', async () => {
  const { notifier, sent, kept, fail } = notifying();
  fail(new Error('no broker'));
  await notifier.legacy(context, 'compute.instance.update', {});
  const silence = deferred();
  fail(undefined, silence.promise);
  for (let count = 0; count < 3; count++) await notifier.legacy(context, 'compute.instance.update', {});
  expect(sent).toEqual([]);
  silence.resolve();
  await vi.waitFor(() => expect(kept.of('info')).toEqual(['Notifications are sent again; 1 were lost.']));
  expect(sent).toHaveLength(3);
});

describe('while the broker is silent', () => {
  /** Nothing comes of what is sent until the silence ends. */
  async function silent() {
    const all = notifying();
    all.fail(new Error('no broker'));
    await all.notifier.legacy(context, 'compute.instance.update', {});
    const silence = deferred();
    all.fail(undefined, silence.promise);
    return { ...all, silence };
  }

  it('one tries, so many wait, and the others are dropped and counted; then all that wait are sent', async () => {
    const { notifier, asked, sent, kept, silence } = await silent();
    for (let count = 0; count < 1500; count++) await notifier.legacy(context, `e.${count}`, { count });
    expect(asked()).toBe(2);
    expect(kept.of('warn').slice(1)).toEqual([
      '1000 notifications wait for the broker; those that come now are dropped.',
    ]);
    silence.resolve();
    await vi.waitFor(() => expect(sent).toHaveLength(1001));
    expect(sent.map(({ text }) => JSON.parse(text).payload.count)).toEqual(
      Array.from({ length: 1001 }, (_, i) => i),
    );
    expect(kept.of('info')).toEqual(['Notifications are sent again; 500 were lost.']);
    await notifier.legacy(context, 'compute.instance.update', {});
    expect(sent).toHaveLength(1002);
  });

  it('each of them is what it was when it was told', async () => {
    const { notifier, sent, silence } = await silent();
    const payload = { state: 'building' };
    for (let count = 0; count < 2; count++) await notifier.legacy(context, 'e', () => payload);
    payload.state = 'active';
    silence.resolve();
    await vi.waitFor(() => expect(sent).toHaveLength(2));
    expect(sent.map(({ text }) => JSON.parse(text).payload.state)).toEqual(['building', 'building']);
  });

  it('the next one tries when the one before has been given up', async () => {
    const { notifier, asked, sent, kept, fail, silence } = await silent();
    for (let count = 0; count < 3; count++) await notifier.legacy(context, 'e', {});
    fail(new Error('given up'), silence.promise);
    silence.resolve();
    await vi.waitFor(() => expect(asked()).toBe(4));
    expect(sent).toEqual([]);
    fail();
    await notifier.legacy(context, 'e', {});
    await vi.waitFor(() => expect(kept.of('info')).toEqual(['Notifications are sent again; 4 were lost.']));
    expect(sent).toHaveLength(1);
  });
});

it('does not fail for a payload that cannot be sent either', async () => {
  const { notifier, kept } = notifying();
  const payload: Record<string, unknown> = {};
  payload.itself = payload;
  await notifier.legacy(context, 'compute.instance.update', payload);
  expect(kept.of('warn')[0]).toContain('compute.instance.update was not sent');
});
