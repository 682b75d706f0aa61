import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FIXTURES, launch, Place, type Run } from './harness.js';

/** Each worker has a debugger at a port of its own. */

let place: Place;
let run: Run;

beforeEach(() => {
  place = new Place();
});

afterEach(() => {
  run?.destroy();
  place.remove();
});

const write = (more: object = {}) => {
  const service = { module: `${FIXTURES}/worker.js`, reload: { stableFor: 0.1 }, ...more };
  place.write('services.json', { services: { a: service } });
};

/** Four ports in a row that nobody has. */
async function freePorts(): Promise<number> {
  const listen = (port: number) =>
    new Promise<number>((resolve, reject) => {
      const server = createServer().once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        const { port: got } = server.address() as { port: number };
        server.close(() => resolve(got));
      });
    });
  for (;;) {
    const first = await listen(0);
    try {
      for (const more of [1, 2, 3]) await listen(first + more);
      return first;
    } catch {}
  }
}

/** The ports, in the order in which debuggers were opened. */
async function opened(count: number): Promise<number[]> {
  await run.message(/^Debugger listening on ws:/, count);
  const lines = run.lines.filter(({ msg }) => /^Debugger listening/.test(msg));
  return lines.map(({ msg }) => Number(/:(\d+)\//.exec(msg)![1]));
}

async function isAnswered(port: number): Promise<boolean> {
  const [target] = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as { title: string }[];
  return /worker-entry/.test(target!.title);
}

it('--inspect: from the port on; a reload takes what is free; one worker has one, too', async () => {
  const port = await freePorts();
  write();
  run = launch(place, [`--inspect=127.0.0.1:${port}`, '--workers', '2']);
  await run.line('service-ready');
  await run.line('worker-ready', 2);
  expect((await opened(2)).sort()).toEqual([port, port + 1]);
  for (const one of [port, port + 1]) expect(await isAnswered(one)).toBe(true);
  run.signal('SIGHUP');
  await run.line('reload-accepted');
  const all = await opened(4);
  expect(all[2]).toBe(port + 2);
  expect(all[3]! - port).toBeLessThan(4);
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
});

it.each([
  ['nodeArgs', (option: string) => ({ nodeArgs: [option] })],
  ['NODE_OPTIONS of the service', (option: string) => ({ env: { NODE_OPTIONS: option } })],
])('%s: ports of their own', async (_name, settings) => {
  const port = await freePorts();
  write({ workers: 2, ...settings(`--inspect=${port}`) });
  run = launch(place);
  await run.line('worker-ready', 2);
  expect((await opened(2)).sort()).toEqual([port, port + 1]);
});

it('NODE_OPTIONS of the supervisor: the first is its own', async () => {
  const port = await freePorts();
  write({ workers: 2 });
  run = launch(place, [], { env: { NODE_OPTIONS: `--inspect=${port}` } });
  await run.line('worker-ready', 2);
  expect((await opened(2)).sort()).toEqual([port + 1, port + 2]);
  await run.until(() => run.stderr.includes(`127.0.0.1:${port}/`), 'what Node.js says of the debugger');
});

it('a worker whose debugger is open is not watched; what is no address is refused', async () => {
  write({ workers: 2, watchdogTimeout: 0.5, config: { blockAfter: 100, blockFor: 1500 } });
  run = launch(place, ['--inspect=0']);
  await run.message(/^blocking$/, 2);
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
  expect(run.of('worker-silent')).toEqual([]);
  const wrong = launch(place, ['--inspect=here']);
  expect(await wrong.exit()).toBe(2);
  expect(wrong.stderr).toMatch(/"here" is no address of a debugger/);
});
