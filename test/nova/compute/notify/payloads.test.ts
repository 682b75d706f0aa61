import { describe, expect, it } from 'vitest';
import { legacyFault, legacyPayload } from '../../../../src/nova/compute/notify/legacy.js';
import { actionPayload, createPayload } from '../../../../src/nova/compute/notify/versioned.js';
import { RequestContext } from '../../../../src/nova/context/index.js';
import { ComputeResourcesUnavailable, NovaException } from '../../../../src/nova/exception/index.js';
import { type Instance, NovaObjectSerializer } from '../../../../src/nova/objects/index.js';
import { MESSAGES } from '../../wire-samples.js';

type Data = Record<string, unknown>;

const sample = (...parts: string[]): { args: Data; payload: Data } => {
  const key = [...MESSAGES.keys()].find((name) => parts.every((part) => name.includes(part)))!;
  return MESSAGES.get(key) as { args: Data; payload: Data };
};
const context = RequestContext.admin();
const instanceOf = (method: string): Instance => {
  const { instance } = sample('compute', method).args;
  return new NovaObjectSerializer().deserializeEntity(context, instance) as Instance;
};
const data = (payload: unknown): Data => (payload as Data)['nova_object.data'] as Data;

/** There is no image service here, which would give an address. */
const withoutImageUrl = ({ image_ref_url: _, ...payload }: Data) => payload;

describe('the payloads of notifications', () => {
  it('are those of Nova without versions, for a build that starts', () => {
    const instance = instanceOf('build_and_run_instance');
    instance.task_state = null;
    const { image_name, ...captured } = sample('NOTIF notifications.info', 'instance.create.start').payload;
    expect(image_name).toBeNull();
    expect(withoutImageUrl(legacyPayload(instance))).toEqual(withoutImageUrl(captured));
  });

  it('are those of Nova with versions, for a build that starts', () => {
    const instance = instanceOf('build_and_run_instance');
    instance.task_state = null;
    const captured = sample('NOTIF versioned_notifications.info', ' instance.create.start').payload;
    const { request_id, action_initiator_user, action_initiator_project } = data(captured) as {
      [key: string]: string;
    };
    const asker = new RequestContext({
      user_id: action_initiator_user!,
      project_id: action_initiator_project!,
      request_id: request_id!,
    });
    expect(createPayload(asker, instance, undefined)).toEqual(captured);
  });

  it('are those of Nova for what is done to an instance', () => {
    const captured = sample('NOTIF versioned_notifications.info', 'instance.power_off.start').payload;
    const own = actionPayload(context, instanceOf('stop_instance'), undefined);
    const kinds = (payload: unknown) =>
      Object.fromEntries(Object.entries(payload as Data).filter(([key]) => key !== 'nova_object.data'));
    expect(kinds(own)).toEqual(kinds(captured));
    expect(Object.keys(data(own))).toEqual(Object.keys(data(captured)));
    expect(data(own)).toMatchObject({ state: 'active', power_state: 'running', task_state: 'powering-off' });
  });

  it('tell of an error as Nova does', () => {
    const captured = sample('NOTIF notifications.error', 'instance.create.error').payload;
    const error = new ComputeResourcesUnavailable({ reason: 'FakeRescheduleDriver' });
    const { message, code, exception } = legacyFault(error);
    expect({ message, code }).toEqual({ message: captured.message, code: captured.code });
    const parts = [
      "'reason': 'FakeRescheduleDriver'",
      "'code': 400",
      "'class': 'ComputeResourcesUnavailable'",
    ];
    for (const part of [...parts, `'message': '${message}'`]) {
      expect(captured.exception).toContain(part);
      expect(exception).toContain(part);
    }
    const own = data(data(createPayload(context, instanceOf('stop_instance'), error)).fault);
    const theirs = sample('NOTIF versioned_notifications.error', 'instance.create.error').payload;
    expect(Object.keys(own)).toEqual(Object.keys(data(data(theirs).fault)));
  });

  it('have any value of an error as Python writes it', () => {
    const error = new NovaException("it's", { list: [1, null, true, false], text: `a\\b "c" 'd'\n` });
    expect(legacyFault(error).exception).toContain(`'list': [1, None, True, False]`);
    expect(legacyFault(error).exception).toContain(String.raw`'text': 'a\\b "c" \'d\'\n'`);
    expect(legacyFault(error).exception).toContain(`'message': "it's"`);
    expect(legacyFault('no error').exception).toContain(`'class': 'String'`);
  });
});
