import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually, launch, Place, ROOT, type Run } from './harness.js';

/** The report of a launcher: on stderr or in a directory, at SIGUSR2 or when a file is touched. */

let place: Place;
let run: Run;

beforeEach(() => {
  place = new Place();
  place.write('package.json', { type: 'module' });
  place.write(
    'service.js',
    `import { registerSection, Service } from '${ROOT}/dist/service/index.js';

    export default class Api extends Service {
      start() {
        registerSection('Cache', () => ({ entries: 7 }));
        this.tg.addTimer(60, function refresh() {});
        this.tg.addThread(function listen(signal) {
          return new Promise((resolve) => signal.addEventListener('abort', resolve));
        });
        if (this.context.worker === this.config.blocked) setTimeout(function spin() { for (;;); }, 50);
      }
    }`,
  );
});

afterEach(() => {
  run.destroy();
  place.remove();
});

async function begin(workers: number, config: object = {}, top: object = {}): Promise<void> {
  const service = {
    module: './service.js',
    workers,
    config: { apiKey: 'hidden', ...config },
    watchdogTimeout: 0,
  };
  place.write('services.json', { ...top, services: { api: service } });
  run = launch(place);
  await run.line(workers === 1 ? 'ready' : 'service-ready');
}

const printed = (text: RegExp) => run.until(() => text.test(run.stderr), `the report with ${text}`, 30);

it('at SIGUSR2 tells of the supervisor and of every worker, also of one whose event loop is blocked', async () => {
  await begin(2, { blocked: 1 });
  run.signal('SIGUSR2');
  await printed(/at spin \(.*service\.js:10:/);
  const [own = '', ...workers] = run.stderr.split(/^Worker (?=api#)/m);
  for (const title of ['Package', 'Supervisor', 'Threads', 'Processes', 'Memory', 'Event loop'])
    expect(own).toContain(`==== ${title} ====`);
  expect(own).toContain(`${run.pid}`);
  const [first = '', second = ''] = workers;
  expect(first).toMatch(/^api#0/);
  for (const text of ['refresh', 'listen', 'Cache', 'entries', 'apiKey']) expect(first).toContain(text);
  expect(second).toMatch(/^api#1[\s\S]*It has not answered[\s\S]*at spin \(/);
  expect(run.stderr).not.toContain('hidden');
  expect(run.transcript()).not.toContain('Debugger listening');
  expect(run.workers).toHaveLength(2);
});

it('goes to a directory, for its user only, when a file is touched', async () => {
  mkdirSync(join(place.path, 'reports'));
  await begin(1, {}, { report: { directory: 'reports', trigger: 'report-please' } });
  const trigger = join(place.path, 'report-please');
  // The watch begins with the start; a touch before would be none.
  await eventually(() => {
    writeFileSync(trigger, '');
    utimesSync(trigger, new Date(), new Date());
    return run.of('report').length > 0;
  }, 'the report');
  const path = String(run.of('report')[0]!.file);
  const [file = ''] = readdirSync(dirname(path)).filter((name) => name === basename(path));
  expect(file).toMatch(/^nova-launch_gurumeditation_\d+_\d+$/);
  expect(dirname(path)).toBe(join(place.path, 'reports'));
  expect(statSync(path).mode & 0o777).toBe(0o600);
  // A second touch may be writing it anew.
  await eventually(() => /refresh[\s\S]*entries/.test(readFileSync(path, 'utf8')), 'the whole report');
});

it('of one worker, that it writes itself at its SIGUSR2', async () => {
  await begin(2);
  process.kill(run.workers[0]!, 'SIGUSR2');
  await printed(/refresh[\s\S]*==== Cache ====/);
  expect(run.workers).toHaveLength(2);
});

it('says nothing of a config before it is known what in it is secret', async () => {
  place.write(
    'slow.js',
    'await new Promise((done) => setTimeout(done, 60_000));\nexport default class { start() {} }',
  );
  const services = { api: { module: './slow.js', workers: 2, config: { dsn: 'not-yet-known' } } };
  place.write('services.json', { services });
  run = launch(place);
  await run.line('started');
  // Those that do not listen yet have no report.
  await eventually(() => {
    run.signal('SIGUSR2');
    return /\(not read yet\)/.test(run.stderr);
  }, 'the report of a worker that starts');
  expect(run.stderr).not.toContain('not-yet-known');
});

it('masks what was read from files, line by line', async () => {
  place.write('key.pem', '-----BEGIN KEY-----\nc2VjcmV0LWxpbmU=\n-----END KEY-----\n');
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is what is interpolated
  await begin(2, { pem: '${file:key.pem}' });
  run.signal('SIGUSR2');
  await printed(/api#1[\s\S]*==== Cache ====/);
  expect(run.stderr).not.toContain('c2VjcmV0LWxpbmU');
});
