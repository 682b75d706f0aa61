import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { launch, Place, ROOT, type Run } from './harness.js';

/** The code in docs/periodic-tasks.md runs as it stands there. */

const DOCUMENT = 'docs/periodic-tasks.md';

let place: Place;
let run: Run | undefined;

beforeEach(() => {
  place = new Place();
  mkdirSync(join(place.path, 'node_modules'));
  for (const [name, path] of [
    ['nova-launch', ROOT],
    ['tsx', join(ROOT, 'node_modules/tsx')],
  ] as const)
    symlinkSync(path, join(place.path, 'node_modules', name));
  place.write('package.json', { type: 'module' });
});

afterEach(() => {
  run?.destroy();
  place.remove();
});

function block(language: string, text: string): string {
  const all = readFileSync(join(ROOT, DOCUMENT), 'utf8').matchAll(/^```(\w*)\n([\s\S]*?)^```/gm);
  const found = [...all].find(({ 1: of, 2: code }) => of === language && code!.includes(text));
  if (!found) throw new Error(`${DOCUMENT} has no ${language} block with ${text}.`);
  return found[2]!;
}

it.each([
  ['js', 'class Keeper', 'keeper.js', /^The keeper is alive\.$/],
  ['js', 'class Auditor', 'auditor.js', /^audit [0-9a-f-]{36}$/],
  ['ts', 'class Conductor', 'conductor.ts', /^healed in req-1$/],
])('the service in %s with %s', async (language, text, module, message) => {
  place.write(module, block(language, text));
  const nodeArgs = language === 'ts' ? ['--import', 'tsx'] : [];
  place.write('services.json', { services: { a: { module: `./${module}`, nodeArgs } } });
  run = launch(place);
  await run.message(message);
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
  expect(run.lines.filter(({ level }) => level > 30)).toEqual([]);
});

it('the test of a service', () => {
  place.write('keeper.js', block('js', 'class Keeper'));
  place.write('keeper.test.js', block('js', "test('reports at once"));
  const { status, stdout } = spawnSync(process.execPath, ['--test', 'keeper.test.js'], {
    cwd: place.path,
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^# pass 1$/m) });
});
