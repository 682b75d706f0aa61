import { describe, expect, it } from 'vitest';
import { maskUrls } from '../../src/service/secret.js';

describe('a text with URLs', () => {
  it.each([
    ['rabbit://me:pass@h1:5672/', 'rabbit://me:***@h1:5672/'],
    ['rabbit://me:pass@h1:5672,you:word@h2,h3/v', 'rabbit://me:***@h1:5672,you:***@h2,h3/v'],
    ['postgresql://nova:p@ss:w@rd@db/nova', 'postgresql://nova:***@db/nova'],
    ['postgresql://:pass@db/nova', 'postgresql://:***@db/nova'],
    [
      'postgresql://db/nova?user=nova&password=pass&ssl=1',
      'postgresql://db/nova?user=nova&password=***&ssl=1',
    ],
    ['postgresql://db/nova?sslPassword=pass#x', 'postgresql://db/nova?sslPassword=***#x'],
    ['It is http://a:b@c/ and "amqp://d:e@f".', 'It is http://a:***@c/ and "amqp://d:***@f".'],
  ])('has no password: %s', (text, masked) => {
    expect(maskUrls(text)).toBe(masked);
  });

  it.each([
    'http://h1:8080/users/a@b.c',
    'rabbit://me@h1:5672/',
    'sqlite:////var/nova.sqlite',
    'ipc://, told to a:b@c',
    'http://h/?passenger=1&page=2',
  ])('is left as it is without one: %s', (text) => {
    expect(maskUrls(text)).toBe(text);
  });
});
