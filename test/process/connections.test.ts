import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

const FIXTURE = join(import.meta.dirname, '../fixtures/drain-cluster.js');

let primary: ChildProcess | undefined;
afterEach(async () => {
  if (primary?.exitCode === null) {
    primary.disconnect();
    await once(primary, 'exit');
  }
});

/** What came of the requests of one kind of client. */
interface Outcome {
  ok: number;
  lost: Record<string, number>;
  pids: Set<number>;
}

/** One request; rejects with what went wrong. */
function request(port: number, agent: http.Agent | false, path: string, body?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { port, host: '127.0.0.1', path, agent, method: body ? 'POST' : 'GET', timeout: 10_000 };
    const req = http.request(options, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      res.on('error', reject).on('end', () => {
        const { pid, length } = JSON.parse(text);
        if (length !== (body?.length ?? 0)) return reject(new Error('wrong length'));
        resolve(pid);
      });
    });
    req.on('timeout', () => req.destroy(new Error('no answer within 10 s')));
    req.on('error', reject);
    req.end(body);
  });
}

/** Requests one after the other until `over` is aborted. */
async function client(port: number, keepAlive: boolean, path: string, over: AbortSignal, body?: string) {
  const outcome: Outcome = { ok: 0, lost: {}, pids: new Set() };
  const agent = keepAlive ? new http.Agent({ keepAlive: true, maxSockets: 1 }) : false;
  while (!over.aborted) {
    try {
      outcome.pids.add(await request(port, agent, path, body));
      outcome.ok++;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      outcome.lost[code ?? message] = (outcome.lost[code ?? message] ?? 0) + 1;
    }
  }
  if (agent) agent.destroy();
  return outcome;
}

type Start = (port: number, over: AbortSignal) => Promise<Outcome>[];
const many = (count: number, start: () => Promise<Outcome>) => Array.from({ length: count }, start);

const LOADS: [name: string, start: Start][] = [
  [
    'keep-alive, new, slow and posting clients',
    (port, over) => [
      ...many(4, () => client(port, true, '/', over)),
      ...many(4, () => client(port, false, '/', over)),
      client(port, true, '/?ms=300', over),
      client(port, false, '/?ms=300', over),
      client(port, true, '/', over, 'x'.repeat(100_000)),
    ],
  ],
  // Drains are short then: with SCHED_RR a worker may have ended while a connection is on its way to it.
  ['clients that connect for each request', (port, over) => many(24, () => client(port, false, '/', over))],
];

describe.each(['none', 'rr'])(
  'a rolling replacement of 2 workers under load, scheduling policy %s',
  (policy) => {
    it.each(LOADS)('loses no request over 6 rounds: %s', async (_name, start) => {
      primary = fork(FIXTURE, [policy, '2']);
      const [{ port }] = await once(primary, 'message');
      const over = new AbortController();
      const clients = start(port, over.signal);
      for (let round = 0; round < 6; round++) {
        primary.send('roll');
        const [{ codes }] = await once(primary, 'message');
        expect(codes).toEqual([0, 0]);
      }
      over.abort();
      const outcomes = await Promise.all(clients);
      expect(outcomes.map(({ lost }) => lost)).toEqual(outcomes.map(() => ({})));
      expect(outcomes.reduce((sum, { ok }) => sum + ok, 0)).toBeGreaterThan(1000);
      expect(new Set(outcomes.flatMap(({ pids }) => [...pids])).size).toBeGreaterThan(6);
    });
  },
);
