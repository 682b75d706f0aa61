import { describe, expect, it } from 'vitest';
import { MalformedMessage } from '../../src/messaging/errors.js';
import { asReply, asRequest, newId, seal, unseal } from '../../src/messaging/message.js';

const envelope = (version: string, message = '"{}"') =>
  `{"oslo.version": ${version}, "oslo.message": ${message}}`;

describe('the envelope', () => {
  it('wraps and unwraps', () => {
    const message = { a: ['h\u00e9\ud800', 1] };
    expect(unseal(seal(JSON.stringify(message)))).toEqual(message);
    expect(JSON.parse(seal('x'))).toEqual({ 'oslo.version': '2.0', 'oslo.message': 'x' });
  });

  it('is not needed; what it has besides is ignored', () => {
    expect(unseal('{"method": "m"}')).toEqual({ method: 'm' });
    expect(unseal('{"oslo.version": "9.9"}')).toEqual({ 'oslo.version': '9.9' });
    expect(unseal('{"oslo.version": "2.0", "oslo.message": "{}", "more": 1}')).toEqual({});
  });

  it.each([
    [envelope('"2.1"'), /version "2\.1", not 2\.0/],
    [envelope('"3.0"'), /version "3\.0"/],
    [envelope('"1.0"'), /version "1\.0"/],
    [envelope('"2"'), /version "2"/],
    [envelope('"2.0.0"'), /version "2\.0\.0"/],
    [envelope(`"${'9'.repeat(100)}"`), /version "9{40}", not/],
    [envelope('2.0'), /version a number/],
    [envelope('12345678901234567890'), /version a bigint/],
    [envelope('{"a": 12345678901234567890}'), /version an object/],
    [envelope(`${'['.repeat(200_000)}${']'.repeat(200_000)}`), /version a list/],
    [envelope('null'), /version null/],
    [envelope('"2.0"', '{}'), /oslo\.message is an object, not a string/],
    [envelope('"2.0"', '"{"'), /no JSON/],
    ['[]', /it is a list/],
    ['null', /it is null/],
    ['"text"', /it is a string/],
    ['', /no JSON/],
  ])('%.60s is malformed', (body, message) => {
    expect(() => unseal(body)).toThrow(MalformedMessage);
    expect(() => unseal(body)).toThrow(message);
  });
});

describe('asRequest', () => {
  it('takes apart', () => {
    const message = JSON.parse(
      '{"method": "m", "args": {"__proto__": 1}, "namespace": null, "_timeout": 2.5, "_context_": 0, "_context___proto__": 1, "_context_x": 2, "x": 3}',
    );
    const request = asRequest(message);
    expect(request).toMatchObject({
      method: 'm',
      namespace: undefined,
      version: undefined,
      monitorTimeout: 2.5,
    });
    expect(Object.keys(request.context)).toEqual(['', '__proto__', 'x']);
    expect(Object.getPrototypeOf(request.context)).toBe(Object.prototype);
  });

  it.each([[0], [-1], [Number.NaN], ['2'], [true], [2n], [null]])('_timeout %s is none', (_timeout) => {
    expect(asRequest({ method: 'm', _timeout }).monitorTimeout).toBeUndefined();
  });

  it.each([
    [null, 'it is null'],
    [[], 'it is a list'],
    [{}, 'its method is missing'],
    [{ method: 1 }, 'its method is a number'],
    [{ method: 'm', args: null }, 'its args are null'],
    [{ method: 'm', args: [] }, 'its args are a list'],
    [{ method: 'm', namespace: 1 }, 'its namespace is a number'],
    [{ method: 'm', version: 1.0 }, 'its version is a number'],
    [{ method: 'm', _msg_id: {} }, 'its _msg_id is an object'],
    [{ method: 'm', _reply_q: [] }, 'its _reply_q is a list'],
    [{ method: 'm', _unique_id: 1n }, 'its _unique_id is a bigint'],
  ])('%o is none', (message, text) => {
    expect(() => asRequest(message)).toThrow(MalformedMessage);
    expect(() => asRequest(message)).toThrow(text);
  });
});

describe('asReply', () => {
  it('takes apart', () => {
    expect(asReply({ _msg_id: 'i' })).toEqual({ messageId: 'i', result: null, failure: null, ending: false });
    expect(asReply({ _msg_id: 'i', result: 0, failure: null, ending: true })).toMatchObject({
      result: 0,
      ending: true,
    });
  });

  it('does not take a failure of a wrong type for a success', () => {
    for (const failure of [5, {}, [], true])
      expect(() => asReply({ _msg_id: 'i', ending: true, failure })).toThrow(/its failure is/);
  });

  it('needs an id', () => {
    for (const message of [{}, { _msg_id: 1 }, [], null, 'x'])
      expect(() => asReply(message)).toThrow(MalformedMessage);
  });
});

it('ids are those of Python', () => {
  expect(newId()).toMatch(/^[0-9a-f]{32}$/);
  expect(newId()).not.toBe(newId());
});
