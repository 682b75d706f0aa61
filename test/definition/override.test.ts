import { expect, test } from 'vitest';
import { parseServiceOptions, parseSet } from '../../src/definition/override.js';

test.each<[string, unknown]>([
  ['a=1', { a: 1 }],
  ['a=-1.5', { a: -1.5 }],
  ['a=0x10', { a: 16 }],
  ['a=1e3', { a: 1000 }],
  ['a=007', { a: '007' }],
  ['a="7"', { a: '7' }],
  ['a=true', { a: true }],
  ['a=false', { a: false }],
  ['a=text', { a: 'text' }],
  ['a=', { a: '' }],
  ['a=b=c', { a: 'b=c' }],
  ['a=--b', { a: '--b' }],
  ['a=two words', { a: 'two words' }],
  ['a.b.c=1', { a: { b: { c: 1 } } }],
  ['a=[1,"x",{"y":null}]', { a: [1, 'x', { y: null }] }],
  ['a={"b":true}', { a: { b: true } }],
  ['a=12345678901234567890', { a: '12345678901234567890' }],
])('--set %s', async (setting, expected) => {
  expect(await parseSet([setting])).toEqual(expected);
});

test('later --set lie over earlier ones', async () => {
  expect(await parseSet(['a.b=1', 'a.c=2', 'a.b=3'])).toEqual({ a: { b: 3, c: 2 } });
  expect(await parseSet(['a=1', 'a.b=2'])).toEqual({ a: { b: 2 } });
});

test.each(['a', '=1', '.a=1', 'a..b=1', 'a.=1', '', 'a=[1', 'a={x}', 'a="x'])(
  '--set %s is refused',
  async (setting) => {
    await expect(parseSet([setting])).rejects.toMatchObject({ code: 'NL_USAGE', remedy: expect.any(String) });
  },
);

test.each<[string[], unknown]>([
  [['--conductor.topic=conductor2', '--debug'], { conductor: { topic: 'conductor2' }, debug: true }],
  [
    ['--port', '80', '--no-debug', '--on', 'true', '--off=false'],
    { port: 80, debug: false, on: true, off: false },
  ],
  [['--no-a.b'], { a: { b: false } }],
  [['--tag', 'x', '--tag', 'y'], { tag: ['x', 'y'] }],
  [['--log-level=debug'], { 'log-level': 'debug' }],
  [['-v'], { v: true }],
  [['--shift=-5', '--id=007'], { shift: -5, id: '007' }],
])('-- %j', async (args, expected) => {
  expect(await parseServiceOptions(args)).toEqual(expected);
});

test('a word that belongs to no option is refused with what to write instead', async () => {
  await expect(parseServiceOptions(['--debug', '--', 'x'])).rejects.toMatchObject({
    code: 'NL_USAGE',
    message: '"x" after -- belongs to no option',
    remedy: 'Write it as the value of an option (--name=x), or put options of nova-launch before the "--".',
  });
  await expect(parseServiceOptions(['check'])).rejects.toMatchObject({
    message: '"check" after -- belongs to no option',
  });
});

test.each([['--.a=1'], ['--a..b'], ['---a'], ['--=1'], ['--_=1']])('-- %s is no option', async (arg) => {
  await expect(parseServiceOptions([arg])).rejects.toMatchObject({ code: 'NL_USAGE' });
});

test('a name cannot be a value and a group', async () => {
  const both = parseServiceOptions(['--a.b=2', '--a=1']);
  await expect(both).rejects.toMatchObject({
    message: '--a and --a.b cannot both be given: a is either a value or a group',
  });
});
