// Start-up, respawn and idle cost of a supervisor with 4 workers, next to a bare node:cluster primary that runs the
// same idle service. One run, alternating, medians; prints ratios. `npm run build` first.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROUNDS = Number(process.env.ROUNDS ?? 11);
const KILLS = 3;
const IDLE_SECONDS = 10;
const root = resolve(import.meta.dirname, '..');
const place = mkdtempSync(join(tmpdir(), 'nova-bench-'));
process.on('exit', () => rmSync(place, { recursive: true, force: true }));
// What is killed here leaves its control socket behind.
process.env.XDG_RUNTIME_DIR = place;

writeFileSync(join(place, 'package.json'), '{ "type": "module" }');
writeFileSync(
  join(place, 'idle.js'),
  `export default class Idle { start() { this.timer = setInterval(() => {}, 1e8); } }\n`,
);
writeFileSync(
  join(place, 'services.json'),
  JSON.stringify({ services: { idle: { module: './idle.js', workers: 4, restart: { intensity: 1000 } } } }),
);
writeFileSync(
  join(place, 'bare.js'),
  `import cluster from 'node:cluster';
if (cluster.isPrimary) {
  let ready = 0;
  const fork = () => cluster.fork().on('message', () => { if (++ready >= 4) console.log('ready', ready); });
  cluster.on('exit', fork);
  for (let n = 0; n < 4; n++) fork();
} else {
  const { default: Idle } = await import('./idle.js');
  await new Idle().start();
  process.send('ready');
}
`,
);

const contenders = {
  bare: { args: [join(place, 'bare.js')], ready: /^ready/m },
  'nova-launch': { args: [join(root, 'bin/nova-launch.js')], ready: /"id":"(service-ready|worker-ready)"/ },
};

function start({ args }) {
  const began = performance.now();
  const child = spawn(process.execPath, args, { cwd: place, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  const waiters = new Set();
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
    for (const waiter of waiters) waiter();
  });
  const seen = (pattern, count) =>
    new Promise((done) => {
      const check = () => {
        if ((text.match(pattern) ?? []).length < count) return;
        waiters.delete(check);
        done(performance.now());
      };
      waiters.add(check);
      check();
    });
  return { child, began, seen };
}

const patterns = {
  bare: { all: /^ready \d+$/gm, one: /^ready \d+$/gm, first: 1 },
  'nova-launch': { all: /"id":"service-ready"/g, one: /"id":"worker-ready"/g, first: 4 },
};

const childrenOf = (pid) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
const isWorker = (pid) => !readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('nova-launch-guard');
const field = (pid, name) =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
const switches = (pid) =>
  field(`${pid}/task/${pid}`, 'voluntary_ctxt_switches') +
  field(`${pid}/task/${pid}`, 'nonvoluntary_ctxt_switches');
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const stop = async (child) => {
  const gone = new Promise((done) => child.once('exit', done));
  const workers = childrenOf(child.pid);
  child.kill('SIGKILL');
  await gone;
  for (const pid of workers) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {}
  }
};

const figures = { bare: { start: [], respawn: [] }, 'nova-launch': { start: [], respawn: [] } };
for (let round = 0; round < ROUNDS; round++) {
  const names = Object.keys(contenders);
  if (round % 2) names.reverse();
  for (const name of names) {
    const { all, one, first } = patterns[name];
    const { child, began, seen } = start(contenders[name]);
    figures[name].start.push((await seen(all, 1)) - began);
    for (let kill = 1; kill <= KILLS; kill++) {
      const killed = performance.now();
      process.kill(childrenOf(child.pid).filter(isWorker)[0], 'SIGKILL');
      figures[name].respawn.push((await seen(one, first + kill)) - killed);
    }
    await stop(child);
  }
}

const idle = {};
for (const name of Object.keys(contenders)) {
  const { child, seen } = start(contenders[name]);
  await seen(patterns[name].all, 1);
  // V8 collects the garbage of the start once or twice in the first 20 s, and wakes up for it.
  await new Promise((done) => setTimeout(done, 20_000));
  const before = switches(child.pid);
  await new Promise((done) => setTimeout(done, IDLE_SECONDS * 1000));
  idle[name] = { switches: switches(child.pid) - before, rss: field(child.pid, 'VmRSS') / 1024 };
  const helpers = readdirSync('/proc').filter(
    (pid) => /^\d+$/.test(pid) && childrenOf(child.pid).includes(Number(pid)),
  );
  idle[name].helper = helpers
    .filter((pid) => !isWorker(pid))
    .reduce((sum, pid) => sum + field(pid, 'VmRSS') / 1024, 0);
  await stop(child);
}

const row = (what, bare, ours, unit, verdict) =>
  console.log(
    `${what.padEnd(34)} ${bare.toFixed(0).padStart(6)} ${ours.toFixed(0).padStart(6)} ${unit.padEnd(4)} ${verdict}`,
  );
console.log(
  `${''.padEnd(34)} ${'bare'.padStart(6)} ${'nova'.padStart(6)}      median of ${ROUNDS}, alternating`,
);
const ratio = (kind) => median(figures['nova-launch'][kind]) / median(figures.bare[kind]);
row(
  '4 workers ready',
  median(figures.bare.start),
  median(figures['nova-launch'].start),
  'ms',
  `ratio ${ratio('start').toFixed(2)} (at most 1.3)`,
);
row(
  'killed worker replaced',
  median(figures.bare.respawn),
  median(figures['nova-launch'].respawn),
  'ms',
  `ratio ${ratio('respawn').toFixed(2)} (at most 1.3)`,
);
row(
  `wake-ups of the idle primary, ${IDLE_SECONDS} s`,
  idle.bare.switches,
  idle['nova-launch'].switches,
  '',
  'at most 1',
);
const more = idle['nova-launch'].rss - idle.bare.rss;
row(
  'memory of the idle primary',
  idle.bare.rss,
  idle['nova-launch'].rss,
  'MiB',
  `${more.toFixed(1)} MiB above bare (at most 15), guard shell ${idle['nova-launch'].helper.toFixed(1)} MiB`,
);

const within =
  ratio('start') <= 1.3 && ratio('respawn') <= 1.3 && idle['nova-launch'].switches <= 1 && more <= 15;
console.log(within ? 'All within their bounds.' : 'NOT within the bounds.');
process.exitCode = within ? 0 : 1;
