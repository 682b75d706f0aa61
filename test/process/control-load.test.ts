import http from 'node:http';
import net from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FIXTURES, launch, Place, type Run } from './harness.js';

/** Hundreds at the control socket at once, some of them hostile: those who supervise do not wait for them. */

const ROUNDS = 7;
const AT_ONCE = 200;
const REQUESTS = 2000;

let place: Place;
let run: Run;
let path: string;

beforeEach(async () => {
  place = new Place();
  path = `${place.path}/control.sock`;
  const restart = { intensity: 1000, backoff: { initial: 0.01, max: 0.01 } };
  const service = { module: `${FIXTURES}/worker.js`, workers: 2, restart, reload: { stableFor: 0.05 } };
  place.write('services.json', { services: { a: service } });
  run = launch(place, ['--control', path]);
  await run.line('worker-ready', 2);
});

afterEach(() => {
  run.destroy();
  place.remove();
});

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Milliseconds from a SIGKILL to the line that tells of it, which is logged in the step that forks the next. */
async function deathToFork(): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const deaths = run.of('worker-crashed').length;
    const ready = run.of('worker-ready').length;
    const killed = Date.now();
    process.kill(run.workers[0]!, 'SIGKILL');
    const { time } = await run.line('worker-crashed', deaths + 1);
    times.push((time as number) - killed);
    await run.line('worker-ready', ready + 1);
  }
  return median(times);
}

function status(route: string): Promise<number> {
  return new Promise((done, fail) => {
    const sent = http.get({ socketPath: path, path: route, agent: false }, (response) => {
      response.resume().once('end', () => done(response.statusCode!));
    });
    sent.once('error', fail);
  });
}

const HOSTILE = [
  'GET /v1/status HTTP/1.1\r\nX:',
  '\0\x01\x02\r\n\r\n',
  `GET / HTTP/1.1\r\n${'X: y\r\n'.repeat(10_000)}`,
  'POST /v1/scale HTTP/1.1\r\nContent-Length: 1000\r\n\r\n{',
  'GET /v1/logs?follow HTTP/1.1\r\n\r\n',
];

/** One who sends what nobody can use, and stays for as long as he is let. */
function annoy(text: string): () => void {
  const socket = net.connect(path, () => socket.write(text));
  socket.on('error', () => {}).pause();
  return () => void socket.destroy();
}

it(`${REQUESTS} requests, ${AT_ONCE} at once, with hostile ones: a death is noticed within twice the time`, async () => {
  await status('/v1/status');
  const quiet = await deathToFork();
  let over = false;
  let sent = 0;
  const codes = new Map<number, number>();
  const client = async (place: number) => {
    while (!over || sent < REQUESTS) {
      sent += 1;
      const code = await status(place % 4 === 0 ? '/v1/status' : '/readyz');
      codes.set(code, (codes.get(code) ?? 0) + 1);
      // So that this process does not take the CPU that the supervisor is measured on.
      await new Promise((done) => setTimeout(done, 500));
    }
  };
  const annoying = Array.from({ length: 40 }, (_, index) => annoy(HOSTILE[index % HOSTILE.length]!));
  const clients = Array.from({ length: AT_ONCE }, (_, index) => client(index));
  const busy = await deathToFork().finally(() => {
    over = true;
  });
  await Promise.all(clients);
  for (const stop of annoying) stop();
  console.log(`control: death to fork ${quiet} ms quiet, ${busy} ms with ${sent} requests: ${[...codes]}`);
  expect([...codes.keys()].filter((code) => code !== 200 && code !== 503)).toEqual([]);
  // The clock counts milliseconds, and one more process of the machine may have its turn.
  expect(busy).toBeLessThanOrEqual(2 * quiet + 10);
  expect(await status('/livez')).toBe(200);
});
