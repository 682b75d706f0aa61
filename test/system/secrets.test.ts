import { expect, test } from 'vitest';
import { Secrets } from '../../src/system/secrets.js';

test('masks a secret in every form in which it stands in a text, the longest first', () => {
  const secrets = new Secrets(['hunter', 'hunter22', 'one\n"two"']);
  expect(secrets.masked('hunter22 and hunter')).toBe('*** and ***');
  for (const form of ['first\none\n"two"', 'a \\"two\\" b', 'one more'])
    expect(secrets.masked(form)).not.toMatch(/two/);
  expect(secrets.masked('say "two" now')).toBe('say *** now');
});

test('leaves what is too short to be one', () => {
  expect(new Secrets(['one', '']).masked('one by one')).toBe('one by one');
});

test('masks what JSON can tell, also what was added later; without secrets it is what it was', () => {
  const told = { reason: 'no hunter22', list: ['sesame'] };
  expect(new Secrets().maskedValue(told)).toBe(told);
  const secrets = new Secrets(['hunter22']);
  secrets.add(['sesame']);
  expect(secrets.maskedValue(told)).toEqual({ reason: 'no ***', list: ['***'] });
});
