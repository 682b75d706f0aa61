import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { workspace } from '../definition/workspace.js';
import { BIN, ROOT } from './harness.js';

const GOOD = { services: { api: { module: './api.js', workers: 2 }, mailer: { module: './api.js' } } };

function nova(cwd: string, argv: readonly string[], options: { uid?: number } = {}) {
  const env = { PATH: process.env.PATH };
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...argv], {
    cwd,
    env,
    encoding: 'utf8',
    timeout: 20_000,
    ...options,
  });
  return { status, stdout, stderr };
}

test.each<[string[], number]>([
  [['--help'], 0],
  [['--version'], 0],
  [['check'], 0],
  [['plan'], 0],
  [['plan', '--json'], 0],
  [['completion', 'bash'], 0],
  [['chek'], 2],
  [['--workers', '0'], 2],
  [['--unknown'], 2],
  [['--binary', 'nobody'], 2],
  [['--config', 'gone.json'], 78],
  [['check', '--config', '.'], 78],
])('%j ends with %i by itself', (argv, status) => {
  const result = nova(workspace({ 'services.json': GOOD, 'api.js': '' }), argv);
  expect(result.status).toBe(status);
  expect(status === 0 ? result.stderr : result.stdout).toBe('');
  expect(status === 0 ? result.stdout : result.stderr).not.toBe('');
  expect(result.stderr).not.toMatch(/^ {4}at /m);
});

test('a plan of a megabyte arrives whole through a pipe', () => {
  const cwd = workspace({
    'services.json': { ...GOOD, config: { long: 'x'.repeat(1_000_000) } },
    'api.js': '',
  });
  const { status, stdout } = spawnSync('sh', ['-c', '"$0" "$1" plan --json | cat', process.execPath, BIN], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 10_000_000,
  });
  expect(status).toBe(0);
  expect(JSON.parse(stdout).services).toHaveLength(2);
});

test('a reader that has seen enough is no error', () => {
  const cwd = workspace({
    'services.json': { ...GOOD, config: { long: 'x'.repeat(1_000_000) } },
    'api.js': '',
  });
  const script = `"$0" "$1" plan | head -c 10 >/dev/null; exit "\${PIPESTATUS[0]}"`;
  const { status, stderr } = spawnSync('bash', ['-c', script, process.execPath, BIN], {
    cwd,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

const NOBODY = 65534;
const canBeNobody =
  process.getuid?.() === 0 && spawnSync(process.execPath, [BIN, '--version'], { uid: NOBODY }).status === 0;

test.skipIf(!canBeNobody)('files that must not be read are faults, not stack traces', () => {
  const cwd = workspace({
    'secret.json': GOOD,
    'services.json': { services: { api: { module: './private/api.js' }, b: { module: './mine.js' } } },
    'private/api.js': '',
    'mine.js': '',
  });
  chmodSync(cwd, 0o755);
  chmodSync(join(cwd, 'private'), 0o700);
  for (const file of ['secret.json', 'mine.js']) chmodSync(join(cwd, file), 0o600);

  const definition = nova(cwd, ['check', '--config', 'secret.json'], { uid: NOBODY });
  expect(definition).toMatchObject({
    status: 78,
    stderr: expect.stringContaining('it must not be read (EACCES)'),
  });
  const modules = nova(cwd, ['check'], { uid: NOBODY });
  expect(modules.status).toBe(78);
  expect(modules.stderr).toMatch(
    /services.api.module: found ".\/private\/api.js", .*behind a directory that must not be searched/,
  );
  expect(modules.stderr).toMatch(/services.b.module: found ".\/mine.js", which must not be read/);
});

/** Every file that a module pulls in: what import loads, and what require does. */
function loadedBy(code: string, cwd: string): string[] {
  const hook =
    'import { writeSync } from "node:fs"; export const load = (url, context, next) => (writeSync(2, url + "\\n"), next(url, context));';
  const register = `import { register } from "node:module"; register("data:text/javascript,${encodeURIComponent(hook)}");`;
  const program = `${code}; const { createRequire } = await import('node:module'); for (const file of Object.keys(createRequire(import.meta.url).cache)) console.error(file);`;
  const args = [
    '--import',
    `data:text/javascript,${encodeURIComponent(register)}`,
    '--input-type=module',
    '-e',
    program,
  ];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return stderr.split('\n').filter((line) => line.includes(ROOT));
}

test('a good definition is loaded without zod, ajv, yargs-parser, commander and everything about faults', () => {
  const cwd = workspace({ 'services.json': GOOD, 'api.js': '' });
  const dist = pathToFileURL(join(ROOT, 'dist/definition/load.js')).href;
  const loaded = loadedBy(`await (await import('${dist}')).loadDefinition()`, cwd);
  expect(loaded.some((file) => file.endsWith('generated/validator.js'))).toBe(true);
  expect(loaded.some((file) => file.includes('jsonc-parser'))).toBe(true);
  expect(loaded.filter((file) => /\/(zod|ajv|yargs-parser|commander)\//.test(file))).toEqual([]);
  expect(
    loaded.filter((file) => /schema|findings|suggest|binaries|override|explain|unresolved/.test(file)),
  ).toEqual([]);
  // Each costs about half a millisecond at every start and every respawn of the supervisor.
  expect(loaded.filter((file) => file.includes('/dist/')).length).toBeLessThanOrEqual(20);
});

test('the command line adds commander, and not the code of other commands', () => {
  const dist = pathToFileURL(join(ROOT, 'dist/cli/main.js')).href;
  const loaded = loadedBy(
    `await (await import('${dist}')).main(['check'])`,
    workspace({ 'services.json': GOOD, 'api.js': '' }),
  );
  expect(loaded.some((file) => file.includes('/commander/'))).toBe(true);
  expect(
    loaded.filter((file) =>
      /\/(zod|ajv|yargs-parser|amqplib)\/|cli\/(plan|run|help|complet|call|cast)|launcher\/(?!inspect-options)|messaging/.test(
        file,
      ),
    ),
  ).toEqual([]);
});

test('the one file of a start has nothing of RPC in it', () => {
  const cwd = workspace({ 'services.json': GOOD, 'api.js': '' });
  const loaded = (...argv: string[]) => {
    const main = pathToFileURL(join(ROOT, 'dist/launcher/main.cjs')).href;
    const files = loadedBy(`await (await import('${main}')).main(${JSON.stringify(argv)})`, cwd);
    return files.filter((file) => /\/amqplib\/|\/dist\/(messaging|cli)\//.test(file));
  };
  expect(loaded('check')).toEqual([]);
  const call = loaded('call', 'x', 'y', '--mandatory', '--transport-url', 'fake://');
  expect(call.some((file) => file.endsWith('dist/messaging/client.js'))).toBe(true);
  expect(call.filter((file) => /\/amqplib\/|drivers\/(rabbit|ipc)/.test(file))).toEqual([]);
});
