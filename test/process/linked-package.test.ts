import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { launch, Place, type Run } from './harness.js';

/**
 * Packages are links where pnpm, npm link or a workspace has put them. Node.js 20 does not follow them after a stat() of
 * a pipe or a socket (its realpathSync() looks at what the last one has left), and our stdout is one.
 */

const place = new Place();
let run: Run;

afterEach(() => {
  run.destroy();
  place.remove();
});

function packageAt(path: string, code: string): void {
  mkdirSync(join(place.path, path), { recursive: true });
  place.write(`${path}/package.json`, { name: path.split('/').at(-1)!, main: 'index.js' });
  place.write(`${path}/index.js`, code);
}

it('one process, with a pipe for its stdout: what a linked package needs is found beside its real place', async () => {
  packageAt('store/node_modules/outer', "module.exports = require('inner');");
  packageAt('store/node_modules/inner', "module.exports = 'found';");
  mkdirSync(join(place.path, 'node_modules'));
  symlinkSync('../store/node_modules/outer', join(place.path, 'node_modules/outer'));
  const stop = 'clearInterval(this.timer)';
  const start = 'console.log(text); this.timer = setInterval(() => {}, 1000)';
  place.write(
    'a.mjs',
    `import text from 'outer'; export default { start() { ${start} }, stop() { ${stop} } };`,
  );
  place.write('services.json', { services: { a: { module: './a.mjs' } } });
  run = launch(place);
  await run.line('ready');
  expect(run.raw).toEqual(['found']);
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
});
