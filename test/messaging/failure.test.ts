import { describe, expect, it } from 'vitest';
import {
  deserializeFailure,
  registerRemoteException,
  serializeFailure,
} from '../../src/messaging/failure.js';
import { MessagingTimeout, RemoteError } from '../../src/messaging/index.js';

const written = (error: unknown) => JSON.parse(serializeFailure(error));

class Named extends Error {
  static readonly python = { module: 'mod', class: 'Named' };
}

describe('serializeFailure', () => {
  it('has exactly the members of the wire, and lines that end', () => {
    const failure = written(new Error('text'));
    expect(Object.keys(failure)).toEqual(['class', 'module', 'message', 'tb', 'args', 'kwargs']);
    expect(failure).toMatchObject({
      class: 'Exception',
      module: 'builtins',
      message: 'text',
      args: ['text'],
      kwargs: {},
    });
    expect(failure.tb[0]).toBe('Error: text\n');
    expect(failure.tb.every((line: string) => /^[^\n]*\n$/.test(line))).toBe(true);
  });

  it.each([
    [new TypeError('x'), 'builtins', 'TypeError'],
    [new RangeError('x'), 'builtins', 'ValueError'],
    [new SyntaxError('x'), 'builtins', 'SyntaxError'],
    [new ReferenceError('x'), 'builtins', 'NameError'],
    [new URIError('x'), 'builtins', 'ValueError'],
    [new AggregateError([], 'x'), 'builtins', 'Exception'],
    [AbortSignal.abort().reason, 'builtins', 'Exception'],
    [new Named('x'), 'mod', 'Named'],
    [new (class extends Named {})('x'), 'mod', 'Named'],
    [new MessagingTimeout('x'), 'oslo_messaging.exceptions', 'MessagingTimeout'],
    [new (class Own extends Error {})('x'), 'javascript', 'Own'],
    [
      new (class Own_Remote extends Error {
        static python = { module: 'm', class: 'Own_Remote' };
      })('x'),
      'm',
      'Own',
    ],
    ['text', 'javascript', 'String'],
    [null, 'javascript', 'object'],
    [undefined, 'javascript', 'undefined'],
  ])('%s is %s.%s', (error, module, name) => {
    expect(written(error)).toMatchObject({ module, class: name });
  });

  it('tells the causes, and what the other side of another call said', () => {
    const remote = new RemoteError({
      class: 'C',
      module: 'm',
      message: 'deep',
      tb: ['far away\n'],
      args: [],
      kwargs: {},
    });
    const looped = new Error('outer', { cause: remote });
    remote.cause = looped;
    const text = written(looped).tb.join('');
    expect(text).toMatch(/^Error: outer\n.*Caused by: .*Remote error: C deep\n.*far away\n/s);
    expect(text.match(/Caused by/g)).toHaveLength(4);
  });

  it('leaves out what cannot be sent', () => {
    const error = Object.assign(new Error('text'), { args: [() => {}], kwargs: { a: 1 } });
    expect(written(error)).toMatchObject({ message: 'text', args: ['text'], kwargs: {} });
  });
});

describe('deserializeFailure', () => {
  const read = (failure: unknown, allowed: string[] = []) =>
    deserializeFailure(typeof failure === 'string' ? failure : JSON.stringify(failure), allowed);

  it('makes a RemoteError of whatever it is', () => {
    for (const text of [
      '',
      'no JSON',
      'null',
      '[]',
      '5',
      '{}',
      '{"class": 5, "args": {}, "tb": 1, "kwargs": []}',
    ]) {
      const error = read(text);
      expect(error).toBeInstanceOf(RemoteError);
      expect(error).toMatchObject({ excType: 'unknown', module: 'unknown' });
    }
    expect(read('no JSON')).toMatchObject({ value: 'no JSON' });
    const odd = read({
      tb: [1, null, { toString: 1 }, ['a']],
      args: [{ toString: 1 }],
      class: 'TypeError',
      module: 'builtins',
    });
    expect(odd).toBeInstanceOf(Error);
  });

  it('takes the class where the module is allowed, under its old name and with its suffix, too', () => {
    registerRemoteException(Named);
    const failure = { class: 'Named', module: 'mod', message: 'x', tb: [], args: ['x'], kwargs: {} };
    expect(read(failure)).toBeInstanceOf(RemoteError);
    expect(read(failure, ['mo', 'mod.x', 'MOD'])).toBeInstanceOf(RemoteError);
    expect(read(failure, ['mod'])).toBeInstanceOf(Named);
    expect(read({ ...failure, class: 'Named_Remote' }, ['mod'])).toBeInstanceOf(Named);
    expect(read({ ...failure, class: 'ValueError', module: 'exceptions' })).toBeInstanceOf(RangeError);
    expect(read({ ...failure, class: 'constructor', module: 'builtins' })).toBeInstanceOf(RemoteError);
  });

  it('is a RemoteError where the class refuses its args', () => {
    class Choosy extends Error {
      static readonly python = { module: 'mod', class: 'Choosy' };
      constructor(text: string) {
        super(text);
        throw new Error('never');
      }
    }
    registerRemoteException(Choosy);
    const failure = { class: 'Choosy', module: 'mod', message: 'x', tb: [], args: ['x'], kwargs: {} };
    expect(read(failure, ['mod'])).toBeInstanceOf(RemoteError);
  });

  it('only takes classes with a Python identity', () => {
    expect(() => registerRemoteException(Error as never)).toThrow('Error has no Python identity');
  });
});
