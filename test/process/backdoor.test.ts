import { readdirSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { launch, Place, type Run } from './harness.js';

/** The setting backdoor opens a REPL in every process. */

let place: Place;
let run: Run;

beforeEach(() => {
  place = new Place();
  place.write('package.json', { type: 'module' });
  place.write(
    'service.js',
    `export default class {
      constructor(context) { this.context = context; }
      start() { this.secret = 'of ' + this.context.worker; this.timer = setInterval(() => {}, 1000); }
      stop() { clearInterval(this.timer); }
    }`,
  );
});

afterEach(() => {
  run.destroy();
  place.remove();
});

async function begin(workers: number, backdoor: string | number): Promise<void> {
  const services = { api: { module: './service.js', workers, config: { size: 7 } } };
  place.write('services.json', { backdoor, services });
  run = launch(place);
  await run.line(workers === 1 ? 'ready' : 'service-ready');
}

/** What it answers to some lines. */
function ask(to: string | number, ...lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(typeof to === 'number' ? { port: to, host: '127.0.0.1' } : { path: to });
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('error', reject).on('close', () => resolve(text));
    socket.write(`${[...lines, '.exit'].join('\n')}\n`);
  });
}

const sockets = () => readdirSync(place.path).filter((name) => name.endsWith('.sock'));

it('on a socket for each worker and for the supervisor, which this user alone can use', async () => {
  await begin(2, '{service}-{worker}.sock');
  await run.message(/^The backdoor is open on unix:/, 3);
  expect(sockets().sort()).toEqual(['api-0.sock', 'api-1.sock', 'supervisor-0.sock']);
  for (const name of sockets()) expect(statSync(join(place.path, name)).mode & 0o777).toBe(0o600);
  expect(await ask(join(place.path, 'api-1.sock'), 'service.secret', 'config.size * 6')).toMatch(
    /'of 1'[\s\S]*42/,
  );
  const supervisor = await ask(
    join(place.path, 'supervisor-0.sock'),
    'state.slots.length',
    'launcher.scale("api", 1)',
  );
  expect(supervisor).toMatch(/supervisor\[0\]> 2\n/);
  await run.line('scaled');
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
  expect(sockets()).toEqual([]);
});

it('in one process, on any port', async () => {
  await begin(1, 0);
  const { address } = await run.message(/^The backdoor is open/);
  expect(await ask(Number(String(address).split(':')[1]), 'tg', 'context.worker')).toMatch(/\[0\]> 0\n/);
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
});

it('on a port that is taken is an error with a code, and the service runs all the same', async () => {
  await begin(1, 0);
  const { address } = await run.message(/^The backdoor is open/);
  const first = run;
  try {
    await begin(1, Number(String(address).split(':')[1]));
    expect(await run.line('backdoor-failed')).toMatchObject({ code: 'NL_ADDRESS', level: 50 });
  } finally {
    first.destroy();
  }
});
