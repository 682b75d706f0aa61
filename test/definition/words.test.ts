import { expect, test } from 'vitest';
import { isSecretKey, maskText } from '../../src/definition/mask.js';
import { suggest } from '../../src/service/suggest.js';

test.each([
  'password',
  'dbPassword',
  'DB_PASSWORD',
  'api-key',
  'apiKey',
  'APIKey',
  'accessTokens',
  'clientSecret',
  'auth.key',
])('%s names a secret', (key) => expect(isSecretKey(key)).toBe(true));

test.each(['monkey', 'keyspace', 'keepAlive', 'author', 'tokenizer', 'secretary', 'port', ''])(
  '%s names none',
  (key) => {
    expect(isSecretKey(key)).toBe(false);
  },
);

test('secrets are masked wherever they stand, the longer ones first', () => {
  expect(maskText('a longsecret and a long', ['long', 'longsecret', 'a'])).toBe('a *** and a ***');
  expect(maskText('redis://:pw@h:1/0 http://h:80/a@b', [])).toBe('redis://:***@h:1/0 http://h:80/a@b');
});

test.each([
  ['ready_timeout', 'readyTimeout'],
  ['READYTIMEOUT', 'readyTimeout'],
  ['wrokers', 'workers'],
  ['worker', 'workers'],
  ['evn', 'env'],
  ['enviroment', undefined],
  ['x', undefined],
  ['', undefined],
])('%s suggests %s', (word, expected) => {
  expect(suggest(word, ['workers', 'readyTimeout', 'env', 'essential'])).toBe(expected);
});
