// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is what is interpolated
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { interpolate } from '../../src/definition/interpolate.js';
import { faultsOf, load, workspace } from './workspace.js';

const ENV = { A: 'a', EMPTY: '', BRACES: '${A}', DIR: 'sub', QUOTE: '", "workers": 9, "x": "' };

function value(text: string): string {
  const result = interpolate(text, { env: ENV, directory: '/' });
  expect(result.problems).toEqual([]);
  return result.value;
}

test.each([
  ['nothing to do', 'nothing to do'],
  ['$A {A} $', '$A {A} $'],
  ['${A}', 'a'],
  ['<${A}${A}>', '<aa>'],
  ['${A:-b}', 'a'],
  ['${NONE:-b}', 'b'],
  ['${NONE:-}', ''],
  ['${EMPTY}', ''],
  ['${EMPTY:-b}', 'b'],
  ['${NONE:-a:-b}', 'a:-b'],
  ['${NONE:-<${A}>}!', '<a>!'],
  ['${NONE:-${NEITHER:-c}}', 'c'],
  ['$${A}', '${A}'],
  ['$${', '${'],
  ['$$${A}', '$${A}'],
  ['x$${A}${A}', 'x${A}a'],
  ['${BRACES}', '${A}'],
])('%s becomes %s', (text, expected) => {
  expect(value(text)).toBe(expected);
});

test('every problem of a string is found', () => {
  const { problems } = interpolate('${NONE} ${1} ${NEITHER}', { env: {}, directory: '/' });
  expect(problems.map(({ message }) => message)).toEqual([
    'the environment variable NONE is not set',
    'found "${1}"',
    'the environment variable NEITHER is not set',
  ]);
});

test('a file gives its content without the last line end, and counts as a secret', async () => {
  const config = {
    a: '${file:./token}',
    b: '<${file:${DIR}/crlf}>',
    none: '${file:empty}',
    again: '${file:token}',
  };
  const cwd = workspace({
    token: 's3cret\n\n',
    'sub/crlf': 'other\r\n',
    empty: '\n',
    'api.js': '',
    'services.json': { services: { api: { module: './api.js', config } } },
  });
  const { services, secrets } = await load(cwd, { env: ENV });
  expect(services[0]!.config).toEqual({ a: 's3cret\n', b: '<other>', none: '', again: 's3cret\n' });
  expect(secrets).toEqual(['s3cret\n', 'other']);
});

test('every value can be interpolated, no key is, and no value can break the document', async () => {
  const cwd = workspace({
    'sub/a.js': '',
    'services.json': {
      config: { '${A}': ['${A}', { deep: '${QUOTE}' }] },
      services: {
        api: {
          module: './${DIR}/a.js',
          restartMethod: '${METHOD}',
          nodeArgs: ['--title=${A}'],
          env: { X: '${A}' },
        },
      },
    },
  });
  const { services } = await load(cwd, { env: { ...ENV, METHOD: 'mutate' } });
  expect(services[0]).toMatchObject({
    module: join(cwd, 'sub/a.js'),
    restartMethod: 'mutate',
    nodeArgs: ['--title=a'],
    env: { X: 'a' },
    config: { '${A}': ['a', { deep: ENV.QUOTE }] },
    workers: 1,
  });
});

test('what a host does not run needs neither its variables nor its modules there', async () => {
  const cwd = workspace({
    'a.js': '',
    'services.json': {
      services: {
        a: { module: './a.js' },
        b: { module: '${NOPE}', restartMethod: '${X}', env: { T: '${file:/nope}' } },
      },
    },
  });
  expect((await load(cwd, { binaries: ['a'] })).services.map(({ name }) => name)).toEqual(['a']);
  expect(await faultsOf(cwd)).toHaveLength(3);
});
