import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { thisMachine } from '../../../src/cli/doctor/check.js';
import { database } from '../../../src/cli/doctor/database.js';
import { definition, service } from '../../launcher/definitions.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'doctor-'));
  return () => rmSync(directory, { recursive: true, force: true });
});

const check = async (...services: Parameters<typeof definition>) =>
  await database(thisMachine(), definition(...services));
const having = (name: string, url: unknown) => service(name, { config: { database: url } });

/** As the built-in binaries are. */
const nova = (name: string, config: object = {}) =>
  service(name, {
    module: fileURLToPath(new URL(`../../../src/nova/binaries/${name}.js`, import.meta.url)),
    config: { ...config },
  });

it('one finding for all services of a URL; nothing is made', async () => {
  const url = `sqlite:${directory}/nova.sqlite`;
  expect(await check(having('a', url), having('b', url))).toEqual([
    {
      check: 'database',
      verdict: 'ok',
      found: `${url}, that of a, b, has no tables yet: the first service makes them.`,
    },
  ]);
  expect(readdirSync(directory)).toEqual([]);
});

it('Nova takes nova.sqlite of the current directory where its config names no other', async () => {
  const before = process.cwd();
  onTestFinished(() => process.chdir(before));
  process.chdir(directory);
  const [finding] = await check(nova('scheduler'));
  expect(finding!.found).toContain(`sqlite:${process.cwd()}/nova.sqlite, that of scheduler, `);
});

it('a database that is none is told with what to do', async () => {
  writeFileSync(join(directory, 'letter'), 'a letter to my aunt, which is long enough. '.repeat(40));
  expect(await check(having('a', `sqlite:${directory}/letter`))).toEqual([
    {
      check: 'database',
      verdict: 'fail',
      found: `sqlite:${directory}/letter, that of a: file is not a database.`,
      remedy: 'Name another file in "database": this one is no SQLite database.',
    },
  ]);
});

it('a server that nobody is: its password is not told', async () => {
  const [finding, ...others] = await check(having('a', 'postgresql://u:geheim@127.0.0.1:1/nova'));
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ verdict: 'fail', found: /^postgresql:\/\/u:\*\*\*@.*ECONNREFUSED/ });
  expect(JSON.stringify(finding)).not.toContain('geheim');
});

it('in memory, no process sees what another one has written', async () => {
  expect(await check(having('a', 'sqlite::memory:'))).toMatchObject([{ verdict: 'warn' }]);
});

it('a wrong URL is told of Nova alone: for others it may mean anything', async () => {
  const wrong = 'mysql://u:geheim@host/nova';
  const [finding, ...others] = await check(
    having('a', wrong),
    having('b', { host: 'x' }),
    nova('conductor', { database: wrong }),
  );
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ verdict: 'fail', found: /scheme mysql.*that of conductor\.$/ });
  expect(JSON.stringify(finding)).not.toContain('geheim');
});

it('where no service has one, nothing is said', async () => {
  expect(await check(service('a'))).toEqual([]);
  expect(await database(thisMachine(), undefined)).toEqual([]);
});
