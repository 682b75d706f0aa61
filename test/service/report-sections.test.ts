import { afterEach, expect, it, vi } from 'vitest';
import { registeredSections, registerSection } from '../../src/service/report-sections.js';

const removers: (() => void)[] = [];
const register = (...section: Parameters<typeof registerSection>) => {
  const remove = registerSection(...section);
  removers.push(remove);
  return remove;
};

afterEach(() => {
  for (const remove of removers.splice(0)) remove();
});

it('keeps sections in the order in which they were registered, until they are taken out', () => {
  const remove = register('Cache', () => 'full');
  register('Queue', () => 'empty');
  expect([...registeredSections().keys()]).toEqual(['Cache', 'Queue']);
  remove();
  expect([...registeredSections().keys()]).toEqual(['Queue']);
});

it('takes the last generator of a title, which the remover of an earlier one leaves there', () => {
  const removeFirst = register('Cache', () => 'first');
  const removeSecond = register('Cache', () => 'second');
  removeFirst();
  expect(registeredSections().get('Cache')?.()).toBe('second');
  removeSecond();
  expect(registeredSections().size).toBe(0);
});

it('is one for all copies of the room in a process', async () => {
  register('Cache', () => 'shared');
  vi.resetModules();
  const copy = await import('../../src/service/report-sections.js');
  expect(copy.registerSection).not.toBe(registerSection);
  expect(copy.registeredSections().get('Cache')?.()).toBe('shared');
});

it.each<[unknown, unknown, RegExp]>([
  ['', () => '', /title/],
  [' ', () => '', /title/],
  [7, () => '', /title/],
  ['Cache', 'full', /generator of the section Cache/],
])('refuses the title %j with the generator %j', (title, generate, message) => {
  const refused = () => registerSection(title as string, generate as () => string);
  expect(refused).toThrow(
    expect.objectContaining({ code: 'NL_BAD_VALUE', message: expect.stringMatching(message) }),
  );
  expect(registeredSections().size).toBe(0);
});
