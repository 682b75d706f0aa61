import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { launch, Place, type Run } from './harness.js';

/** nova-launch --watch: what is written is run, and what is broken takes nothing down. */

let place: Place;
let run: Run;

const SERVICE = `
import { text } from './lib/text.mjs';
import required from './lib/required.cjs';
export default {
  start() { console.log(\`runs \${text} \${required}\`); this.timer = setInterval(() => {}, 1000); },
  stop() { clearInterval(this.timer); },
};`;

beforeEach(() => {
  place = new Place();
  mkdirSync(join(place.path, 'lib'));
  place.write('a.mjs', SERVICE);
  text('one');
  place.write('lib/required.cjs', "module.exports = 'cjs';");
  define();
});

afterEach(() => {
  run.destroy();
  place.remove();
});

const text = (value: string) => place.write('lib/text.mjs', `export const text = '${value}';`);
const define = (more: object = {}) =>
  place.write('services.json', {
    services: { a: { module: './a.mjs', restart: { intensity: 0 }, ...more } },
  });
const told = (pattern: RegExp) => run.until(() => pattern.test(run.stderr), String(pattern));

it('a change of what was loaded is a reload; a broken one is refused, and the next good one goes through', async () => {
  run = launch(place, ['--watch']);
  await run.message(/^runs one cjs$/);
  const [first] = run.workers;
  place.write('lib/other.txt', 'no module');
  text('two');
  await run.message(/^runs two cjs$/);
  await run.line('reload-accepted');
  await run.line('worker-gone');
  expect(run.workers).not.toContain(first);
  place.write('lib/required.cjs', 'module.exports = ;');
  await run.line('reload-refused');
  expect(run.workers).toHaveLength(1);
  place.write('lib/required.cjs', "module.exports = 'mended';");
  await run.message(/^runs two mended$/);
  await run.line('reload-accepted', 2);
  define({ config: { more: true } });
  await run.line('reload-accepted', 3);
  expect(run.of('reload-started')).toHaveLength(4);
  await run.until(() => run.stderr.match(/has changed/g)?.length === 4, 'four changes on stderr');
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
});

it('a file that was missing comes to be', async () => {
  run = launch(place, ['--watch']);
  await run.message(/^runs one cjs$/);
  place.write('lib/text.mjs', "export { text } from './new.mjs';");
  await run.line('reload-refused');
  place.write('lib/new.mjs', "export const text = 'new';");
  await run.message(/^runs new cjs$/);
});

it('a directory that is replaced is watched on', async () => {
  run = launch(place, ['--watch']);
  await run.message(/^runs one cjs$/);
  rmSync(join(place.path, 'lib'), { recursive: true });
  await run.line('reload-refused');
  mkdirSync(join(place.path, 'lib'));
  place.write('lib/required.cjs', "module.exports = 'again';");
  text('back');
  await run.message(/^runs back again$/);
  text('once more');
  await run.message(/^runs once more again$/);
});

it('broken from the start: it waits for the change that mends it, be it of the code or of the definition', async () => {
  place.write('services.json', '{');
  run = launch(place, ['--watch']);
  await told(/waiting for a file to change/);
  text("broken' oops");
  define();
  await run.line('stopped');
  await told(/waiting.*waiting/s);
  text('mended');
  await run.message(/^runs mended cjs$/);
  expect(run.stderr).toMatch(/the definition has a fault/);
  run.signal('SIGINT');
  expect(await run.exit()).toBe(0);
});

it('while it waits, Ctrl-C ends it', async () => {
  place.write('services.json', '{');
  run = launch(place, ['--watch']);
  await told(/waiting for a file to change/);
  run.signal('SIGINT');
  expect(await run.exit()).toBe('SIGINT');
});
