import { describe, expect, it } from 'vitest';
import { deserializeFailure, serializeFailure } from '../../../src/messaging/failure.js';
import { RemoteError } from '../../../src/messaging/index.js';
import * as exceptions from '../../../src/nova/exception/index.js';
import {
  ALLOWED_EXMODS,
  InstanceNotFound,
  MaxRetriesExceeded,
  NotFound,
  NoValidHost,
  NovaException,
} from '../../../src/nova/exception/index.js';

const sent = (error: unknown) => deserializeFailure(serializeFailure(error), ALLOWED_EXMODS);
const classes = Object.values(exceptions).filter((value) => typeof value === 'function');

describe('an exception', () => {
  it('is made with the values of its text', () => {
    const error = new InstanceNotFound({ instance_id: 'u1' });
    expect([error.message, error.name, error.code]).toEqual([
      'Instance u1 could not be found.',
      'InstanceNotFound',
      404,
    ]);
    expect([error.args, error.kwargs]).toEqual([[error.message], { code: 404, instance_id: 'u1' }]);
    expect([error instanceof NotFound, error instanceof NovaException, error instanceof Error]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('or with a whole text', () => {
    const error = new NoValidHost('no host at all', { reason: 'none' });
    expect([error.message, error.kwargs]).toEqual(['no host at all', { code: 500, reason: 'none' }]);
    expect(new NoValidHost('only text').kwargs).toEqual({ code: 500 });
    expect(new NoValidHost('', { reason: 'none' }).message).toBe('No valid host was found. none');
    expect(new NoValidHost({ reason: 'none', code: 409 }).code).toBe(409);
  });

  it('has its text as it is when a value is missing, as in Nova', () => {
    expect(new InstanceNotFound().message).toBe('Instance %(instance_id)s could not be found.');
  });

  it('is what others are of', () => {
    expect(new MaxRetriesExceeded({ reason: 'x' })).toBeInstanceOf(NoValidHost);
  });
});

describe('on the wire', () => {
  it('is what Python makes its class of', () => {
    const failure = JSON.parse(serializeFailure(new NoValidHost({ reason: 'full' })));
    expect(failure).toMatchObject({
      class: 'NoValidHost',
      module: 'nova.exception',
      message: 'No valid host was found. full',
      args: ['No valid host was found. full'],
      kwargs: { reason: 'full', code: 500 },
    });
  });

  it.each(classes.map((Class) => [Class.name, Class as typeof NovaException]))(
    '%s comes back as it was',
    (name, Class) => {
      const error = new Class({ reason: 'r', host: 'c1', instance_uuid: 'u' });
      const back = sent(error) as NovaException;
      expect(back.constructor).toBe(Class);
      expect([back.message, back.kwargs, back.code]).toEqual([error.message, error.kwargs, error.code]);
      expect(Class.python).toEqual({ module: 'nova.exception', class: name });
      expect(sent(back).message).toBe(error.message);
    },
  );

  it('is a RemoteError where Nova is not let in', () => {
    const back = deserializeFailure(serializeFailure(new NoValidHost({ reason: 'full' })), []);
    expect(back).toBeInstanceOf(RemoteError);
  });

  it('one that is not known here is a RemoteError, and can be sent on', () => {
    const failure = {
      class: 'CinderConnectionFailed',
      module: 'nova.exception',
      message: 'm',
      tb: [],
      args: ['m'],
      kwargs: {},
    };
    const back = deserializeFailure(JSON.stringify(failure), ALLOWED_EXMODS);
    expect(back).toMatchObject({ excType: 'CinderConnectionFailed', value: 'm' });
  });
});
