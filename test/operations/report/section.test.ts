import { describe, expect, it } from 'vitest';
import { section } from '../../../src/operations/report/section.js';
import { deferred } from '../../service/helpers.js';
import { VirtualClock } from '../../service/virtual-clock.js';

describe('section', () => {
  it.each([
    ['a text', 'full\n', 'full'],
    ['data', { a: 1 }, 'a: 1'],
    ['a function', () => 'full', 'full'],
    ['an asynchronous function', async () => ({ a: 1 }), 'a: 1'],
    ['nothing', () => undefined, '(nothing)'],
    ['an empty text', '', '(nothing)'],
    ['0', () => 0, '0'],
  ])('has a heading, and %s', async (_what, content, text) => {
    expect(await section('Cache', content)).toBe(`==== Cache ====\n\n${text}\n`);
  });

  it.each([
    ['an error', new Error('no cache'), /\(It failed: Error: no cache\n/],
    ['a text', 'no cache', /\(It failed: no cache\)/],
    ['what cannot be shown', Object.create(null), /\(It failed: what it threw cannot be shown\)/],
  ])('says that it failed with %s', async (_what, thrown, text) => {
    const throws = () => {
      throw thrown;
    };
    expect(await section('Cache', throws)).toMatch(text);
    expect(await section('Cache', async () => throws())).toMatch(text);
  });

  it('says that it took too long, and what comes later does no harm', async () => {
    const clock = new VirtualClock();
    const { promise, reject } = deferred<string>();
    const made = section('Cache', () => promise, { clock });
    await clock.advance(2);
    expect(await made).toBe('==== Cache ====\n\n(It took longer than 2 s.)\n');
    reject(new Error('too late'));
  });

  it('leaves no timer behind when it was made', async () => {
    const clock = new VirtualClock();
    await section('Cache', 'full', { clock });
    expect(clock.pending).toEqual([]);
  });

  it('is cut where it is too long', async () => {
    const text = await section('Cache', 'x'.repeat(70_000));
    expect(text).toContain(`${'x'.repeat(65_536)}\n(cut here: 4464 characters more)\n`);
  });

  it('does nothing to the terminal that shows it', async () => {
    const text = await section('Ca\u001b[31mche\n==== Other ====', 'a\u001b[2Jb\rc\td\u0007');
    expect(text).toBe('==== Ca\\x1b[31mche ==== Other ==== ====\n\na\\x1b[2Jb\\x0dc\td\\x07\n');
  });
});
