import { readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BIN, Place, ROOT, Run } from './harness.js';

/**
 * What a start loads: each file and each 40 KB cost about a millisecond, at every start and, of a worker, at every
 * replacement. `npm run bench` measures it; this sees it come.
 */

let place: Place;
let run: Run | undefined;

beforeEach(() => {
  place = new Place();
  place.write('idle.js', 'export default class { start() { setInterval(() => {}, 1e8); } }');
});

afterEach(() => {
  run?.destroy();
  place.remove();
});

/** Prints what was loaded by require(), and which parts of Node.js, when the process ends. */
const TELL = `
process.on('exit', () => {
  const files = Object.keys(require.cache).filter((file) => file !== __filename);
  const parts = process.moduleLoadList.map((part) => part.replace(/^NativeModule /, ''));
  require('node:fs').writeFileSync(process.env.TOLD + process.pid, JSON.stringify({ files, parts }));
});
`;

interface Loaded {
  readonly files: readonly string[];
  readonly parts: readonly string[];
}

/** What the command has loaded when all is ready, and each of its workers. */
async function loadedBy(
  definition: object,
  ready = 'service-ready',
): Promise<{ command: Loaded; workers: Loaded[] }> {
  place.write('services.json', definition);
  const tell = place.write('tell.cjs', TELL);
  run = new Run([process.execPath, '--require', tell, BIN], {
    cwd: place.path,
    env: { TOLD: join(place.path, 'told-') },
  });
  await run.line(ready);
  const { pid, workers } = run;
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
  const told = (of: number): Loaded => {
    const { files, parts } = JSON.parse(readFileSync(join(place.path, `told-${of}`), 'utf8')) as Loaded;
    return { files: files.map((file) => relative(ROOT, file)).sort(), parts };
  };
  return { command: told(pid), workers: workers.map(told) };
}

/** Costly parts of Node.js that a start has no use for. */
const COSTLY = ['http', 'http2', 'https', 'crypto', 'tls', 'zlib', 'inspector', 'worker_threads', 'readline'];

it('a supervisor with the control socket loads three files, a worker one, and neither HTTP nor the like', async () => {
  const { command, workers } = await loadedBy({
    services: { idle: { module: './idle.js', workers: 2, config: { a: 1 } } },
  });
  expect(command.files).toEqual(['bin/nova-launch.js', 'dist/launcher/main.cjs', 'dist/launcher/pino.cjs']);
  // pino loads these by itself.
  const ofPino = ['worker_threads'];
  const excess = COSTLY.filter((part) => command.parts.includes(part));
  expect(excess.filter((part) => !ofPino.includes(part))).toEqual([]);
  expect(workers.map(({ files }) => files)).toEqual(Array(2).fill(['dist/launcher/worker-entry.cjs']));
  for (const { parts } of workers) expect(COSTLY.filter((part) => parts.includes(part))).toEqual([]);
});

it('one process loads one file more', async () => {
  const { command } = await loadedBy({ services: { idle: { module: './idle.js' } } }, 'ready');
  expect(command.files).toEqual([
    'bin/nova-launch.js',
    ...['main', 'pino', 'service-launcher'].map((name) => `dist/launcher/${name}.cjs`),
  ]);
});

const bundled = (name: string) => join(ROOT, 'dist/launcher', `${name}.cjs`);

/** Our modules in the file; esbuild says where each begins. */
function modulesIn(name: string): string[] {
  const text = readFileSync(bundled(name), 'utf8');
  return [...text.matchAll(/^\/\/ dist\/(.+)\.js$/gm)].map(([, module]) => module!);
}

it('the one file of the command has nothing in it that other commands need, or few starts', () => {
  const modules = modulesIn('main');
  expect(modules).toContain('launcher/process-launcher');
  const rare =
    /^(messaging|nova|rpc|index)|^operations\/(report|backdoor|metrics\/exposition)|^cli\/control\/|findings$/;
  expect(modules.filter((module) => rare.test(module))).toEqual(['definition/option-findings']);
  expect(modules.filter((module) => /^launcher\/(worker|host|service-launcher)$/.test(module))).toEqual([]);
});

it('that of a worker has no supervisor, no definition and no command in it', () => {
  const modules = modulesIn('worker-entry');
  expect(modules).toContain('launcher/worker');
  expect(modules.filter((module) => /^(cli|supervisor|definition|messaging|nova)\//.test(module))).toEqual(
    [],
  );
});

it.each([
  ['main', 490],
  // It refuses tools of threads and timers that are none.
  ['worker-entry', 118],
  ['pino', 160],
])('%s.cjs has %i KB at most: whoever needs more says what for', (name, most) => {
  expect(statSync(bundled(name)).size / 1000).toBeLessThanOrEqual(most);
});
