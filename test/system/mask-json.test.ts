import { expect, test } from 'vitest';
import { maskLine } from '../../src/system/mask-json.js';

/** The line that is told of `value`, read again. */
const told = (value: object, ...secrets: string[]) => JSON.parse(maskLine(JSON.stringify(value), secrets));

test.each([
  ['false', { cut: false, message: 'it is false' }, { cut: false, message: 'it is ***' }],
  ['true', { cut: [true], message: 'true' }, { cut: [true], message: '***' }],
  ['null', { cut: null, message: 'null' }, { cut: null, message: '***' }],
  ['2026', { time: 1720260000, message: 'of 2026' }, { time: 1720260000, message: 'of ***' }],
])('the secret %s leaves a line JSON', (secret, line, expected) => {
  expect(told(line, secret)).toEqual(expected);
});

test('a number that is the secret becomes a text, also one that JavaScript cannot hold', () => {
  expect(told({ pin: 48151623, pid: 481516230 }, '48151623')).toEqual({ pin: '***', pid: 481516230 });
  const card = '12345678901234567890';
  expect(maskLine(`{"card":${card}}`, [card])).toBe('{"card":"***"}');
});

test('of what is unreadable no secret comes back: names, nested values and whole objects are masked, too', () => {
  const line = { cut: false, hunter22: 1, list: [{ deep: 'xhunter22' }], account: { id: 'service' } };
  expect(told(line, 'hunter22', '{"id":"service"}', 'false')).toEqual({
    cut: false,
    '***': 1,
    list: [{ deep: 'x***' }],
    account: '***',
  });
});

test('a name that means something to JavaScript is a name', () => {
  expect(maskLine('{"__proto__":{"a":true},"b":"true"}', ['true'])).toBe(
    '{"__proto__":{"a":true},"b":"***"}',
  );
});

test('what reads as JSON with the mask is left so, as is what never was JSON', () => {
  expect(maskLine('{"a": "hunter22"}', ['hunter22'])).toBe('{"a": "***"}');
  expect(maskLine('{ hunter22 }', ['hunter22'])).toBe('{ *** }');
  expect(maskLine('false alarm: hunter22', ['hunter22', 'false'])).toBe('*** alarm: ***');
});

test('the newline stays, and what is nested too deep is masked all the same', () => {
  expect(maskLine('{"cut":false}\n', ['false'])).toBe('{"cut":false}\n');
  const deep = `{"a":${'['.repeat(20_000)}false${']'.repeat(20_000)}}`;
  expect(maskLine(deep, ['false'])).toContain('***');
});
