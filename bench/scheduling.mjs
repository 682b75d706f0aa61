// What decides schedulingPolicy's default: how evenly the two policies of node:cluster spread requests, and whom a
// SIGKILLed worker takes along. Both in one run, same service, same clients. `npm run build` first.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const SECONDS = Number(process.env.SECONDS ?? 4);
const KILLS = 20;
const CLIENTS = 16;
const PATIENCE = 5000; // ms after which a client counts as hung
const root = resolve(import.meta.dirname, '..');
const place = mkdtempSync(join(tmpdir(), 'nova-bench-'));
process.on('exit', () => rmSync(place, { recursive: true, force: true }));

async function launch(schedulingPolicy, port) {
  const service = { module: join(root, 'test/fixtures/http.js'), workers: 4, restart: { intensity: 1000 } };
  const definition = { services: { web: { ...service, schedulingPolicy, config: { port, delay: 5 } } } };
  writeFileSync(join(place, 'services.json'), JSON.stringify(definition));
  const child = spawn(process.execPath, [join(root, 'bin/nova-launch.js')], {
    cwd: place,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  const waiters = new Set();
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
    for (const waiter of waiters) waiter();
  });
  const ready = (count) =>
    new Promise((done) => {
      const check = () => {
        if ((text.match(/"id":"worker-ready"/g) ?? []).length < count) return;
        waiters.delete(check);
        done();
      };
      waiters.add(check);
      check();
    });
  await ready(4);
  return { child, ready };
}

const one = (port, agent, tally) =>
  new Promise((done) => {
    const end = (what) => {
      clearTimeout(timer);
      tally[what] = (tally[what] ?? 0) + 1;
      done();
    };
    const request = get({ port, host: '127.0.0.1', agent }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += chunk));
      response.on('end', () => {
        const pid = body.split(' ')[2];
        tally.pids[pid] = (tally.pids[pid] ?? 0) + 1;
        end('ok');
      });
      response.on('error', () => end('reset'));
    });
    const timer = setTimeout(() => {
      request.removeAllListeners('error').on('error', () => {});
      request.destroy();
      end('hung');
    }, PATIENCE);
    request.on('error', () => end('reset'));
  });

async function drive(port, keepAlive, until) {
  const tally = { pids: {} };
  const agent = new Agent({ keepAlive, maxSockets: CLIENTS });
  let over = false;
  const clients = Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (!over) await one(port, agent, tally);
    }),
  );
  await until();
  over = true;
  await clients;
  agent.destroy();
  return tally;
}

const workersOf = (pid) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('worker-entry'))
    .map(Number);

const sockets = (pid) =>
  readdirSync(`/proc/${pid}/fd`).filter((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith('socket:');
    } catch {
      return false;
    }
  }).length;

const spread = ({ pids }) => {
  const counts = Object.values(pids);
  return Math.max(...counts) / (counts.reduce((a, b) => a + b) / 4);
};

const results = {};
let port = 18200;
for (const policy of ['none', 'rr']) {
  const { child, ready } = await launch(policy, ++port);
  const wait = () => new Promise((done) => setTimeout(done, SECONDS * 1000));
  const fresh = await drive(port, false, wait);
  const kept = await drive(port, true, wait);
  const before = sockets(child.pid);
  const storm = await drive(port, false, async () => {
    for (let kill = 1; kill <= KILLS; kill++) {
      const workers = workersOf(child.pid);
      process.kill(workers[kill % workers.length], 'SIGKILL');
      await ready(4 + kill);
    }
  });
  results[policy] = { fresh, kept, storm, leaked: sockets(child.pid) - before };
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await gone;
}

const { none, rr } = results;
const row = (what, a, b) =>
  console.log(`${what.padEnd(52)} ${String(a).padStart(8)} ${String(b).padStart(8)}`);
row('', 'none', 'rr');
row(
  'busiest worker / mean, a connection per request',
  spread(none.fresh).toFixed(2),
  spread(rr.fresh).toFixed(2),
);
row('busiest worker / mean, keep-alive', spread(none.kept).toFixed(2), spread(rr.kept).toFixed(2));
row('requests, rr = 1 (a connection each)', (none.fresh.ok / rr.fresh.ok).toFixed(2), '1.00');
row('requests, rr = 1 (keep-alive)', (none.kept.ok / rr.kept.ok).toFixed(2), '1.00');
row(`${KILLS} SIGKILLs under load: requests reset`, none.storm.reset ?? 0, rr.storm.reset ?? 0);
row(`${KILLS} SIGKILLs under load: clients that hang`, none.storm.hung ?? 0, rr.storm.hung ?? 0);
row(`${KILLS} SIGKILLs under load: sockets left in the primary`, none.leaked, rr.leaked);
