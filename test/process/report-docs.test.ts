import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually, launch, Place, ROOT, type Run } from './harness.js';

/** The service of docs/report.md, and the report that it has. */

const document = readFileSync(join(ROOT, 'docs/report.md'), 'utf8');

function block(language: string, text: string): string {
  const all = document.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm);
  const found = [...all].find(({ 1: of, 2: code }) => of === language && code!.includes(text));
  if (!found) throw new Error(`docs/report.md has no ${language} block with ${text}.`);
  return found[2]!;
}

let place: Place;
let run: Run | undefined;

beforeEach(() => {
  place = new Place();
  mkdirSync(join(place.path, 'node_modules'));
  symlinkSync(ROOT, join(place.path, 'node_modules/nova-launch'));
  mkdirSync(join(place.path, 'reports'));
  place.write('package.json', { type: 'module' });
  place.write('hello.js', block('js', 'class Hello'));
  place.write('services.json', block('json', '"report"'));
});

afterEach(() => {
  run?.destroy();
  place.remove();
});

it('has the sections of the table, the one of the service as it stands there, and no secret', async () => {
  run = launch(place);
  await run.line('service-ready');
  run.signal('SIGUSR2');
  const { file } = await run.line('report');
  const report = readFileSync(String(file), 'utf8');
  const titles = new Set([...report.matchAll(/^ *==== (.*) ====$/gm)].map(([, title]) => title));
  const told = [...document.matchAll(/^\| ([A-Z][\w ]+) \| /gm)].map(([, title]) => title);
  expect([...titles].sort()).toEqual(
    [...told.filter((title) => title !== 'Section'), 'Queue of hello'].sort(),
  );
  const section = block('text', '==== Queue of hello').trim();
  expect(report.replace(/^ {4}/gm, '')).toContain(section);
  expect(report.match(/apiKey: \*\*\*/g)).toHaveLength(2);
  expect(report).not.toContain('a-secret');
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
});

it('comes when the file of the page is made or touched', async () => {
  const running = launch(place);
  run = running;
  await running.line('service-ready');
  // The watch begins with the start; a touch before would be none.
  await eventually(() => {
    writeFileSync(join(place.path, 'report-please'), String(performance.now()));
    return running.of('report').length > 0;
  }, 'the report');
  const [report] = running.of('report');
  const files = readdirSync(join(place.path, 'reports')).map((name) => join(place.path, 'reports', name));
  expect(files).toContain(report?.file);
});
