import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { BIN, eventually, gone, ROOT, Run } from './harness.js';

/** examples/web.services.json as it is shipped. */

let run: Run | undefined;
afterEach(() => run?.destroy());

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

it('starts, answers from several workers, beats, reloads and stops', async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  run = new Run([process.execPath, BIN, '--config', join(ROOT, 'examples/web.services.json')], {
    env: { PORT: String(port) },
  });
  const ready = [await run.line('service-ready', 1), await run.line('service-ready', 2)];
  expect(ready.map(({ service, workers }) => [service, workers])).toEqual([
    ['web', 4],
    ['heartbeat', 1],
  ]);
  await run.message(new RegExp(`^Try: curl ${url}$`));

  const answers = new Set<string>();
  const ask = async (pattern: RegExp) => {
    const text = await (await fetch(url, { headers: { connection: 'close' } })).text();
    expect(text).toMatch(pattern);
    answers.add(text);
  };
  const servedBySeveral = async () => {
    await ask(/^Hello from worker [0-3], generation 1, pid \d+\n$/);
    return answers.size > 1;
  };
  await eventually(servedBySeveral, 'answers of several workers');

  const beat = await run.message(/answers: Hello from worker/);
  expect(beat).toMatchObject({ service: 'heartbeat', worker: 0, generation: 1, status: 200 });

  const before = run.workers;
  expect(before).toHaveLength(5);
  run.signal('SIGHUP');
  await run.line('reload-accepted');
  await gone(before);
  expect(run.workers).toHaveLength(5);
  answers.clear();
  await ask(/^Hello from worker [0-3], generation 2, pid \d+\n$/);

  const workers = run.workers;
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
  await gone(workers);
  expect(run.lines.filter(({ level }) => level > 30)).toEqual([]);
  expect(run.stderr).toBe('');
});
