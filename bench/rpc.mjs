// Calls per second and their latency: our server against Python's oslo.messaging, on the same broker, with the same load
// generator, in one run; and ipc:// against rabbit://. Rounds take turns, so that what else the machine does hits all alike.
//
//   npm run bench:rpc            (SECONDS=3 ROUNDS=3 by default; needs rabbitmq-server and python3-oslo.messaging)
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRpcClient, getTransport, Target } from '../dist/messaging/index.js';
import { BrokerNode } from '../test/interop/node.ts';

/** Seconds of each measurement. */
const SECONDS = Number(process.env.SECONDS ?? 3);
const ROUNDS = Number(process.env.ROUNDS ?? 3);
const here = import.meta.dirname;

const broker = await BrokerNode.start();
const rabbit = `rabbit://guest:guest@127.0.0.1:${broker.address.port}/`;
const directory = mkdtempSync(join(tmpdir(), 'nova-launch-bench-'));
const ipc = `ipc://${directory}`;
const transport = getTransport(rabbit);

const servers = {
  python: serve('/usr/bin/python3', [join(here, 'rpc-server.py'), rabbit, 'bench-python']),
  ours: serve(process.execPath, [join(here, 'rpc-server.mjs'), rabbit, 'bench-ours']),
  ipc: serve(process.execPath, [join(here, 'rpc-server.mjs'), ipc, 'bench-ipc']),
};
const load = {
  python: (kind) => [kind, rabbit, 'bench-python'],
  ours: (kind) => [kind, rabbit, 'bench-ours'],
  ipc: () => ['client', ipc, 'bench-ipc'],
};

/** What is measured: title, load generators, payload in bytes, calls in flight of each generator, who. */
const modes = [
  ['one caller, 100 B', 'raw', 1, 100, 1, ['python', 'ours']],
  ['one caller, 100 B, nova-launch client', 'client', 1, 100, 1, ['ours', 'ipc']],
  ['one caller, 64 KiB', 'raw', 1, 65_536, 1, ['python', 'ours']],
  ['one caller, 64 KiB, nova-launch client', 'client', 1, 65_536, 1, ['ours', 'ipc']],
  ['2 x 64 callers, 100 B', 'raw', 2, 100, 64, ['python', 'ours']],
  ['2 x 64 callers, 100 B, nova-launch client', 'client', 2, 100, 64, ['ours', 'ipc']],
  ['2 x 64 callers, 64 KiB', 'raw', 2, 65_536, 64, ['python', 'ours']],
  ['2 x 64 callers, 64 KiB, nova-launch client', 'client', 2, 65_536, 64, ['ours', 'ipc']],
  ['2 x 64 casters, 100 B', 'raw', 2, 100, 64, ['python', 'ours'], 'cast'],
];

const only = process.env.ONLY;
try {
  await Promise.all(Object.values(servers).map(({ ready }) => ready));
  for (const [title, kind, generators, bytes, inFlight, who, cast] of modes) {
    if (only && !title.includes(only)) continue;
    const results = Object.fromEntries(who.map((name) => [name, []]));
    for (let round = 0; round < ROUNDS; round++)
      for (const name of who)
        results[name].push(await measure(name, kind, generators, bytes, inFlight, cast));
    report(title, results);
  }
} finally {
  await transport.close();
  for (const { child } of Object.values(servers)) child.kill('SIGKILL');
  await broker.stop();
  rmSync(directory, { recursive: true, force: true });
}

function serve(command, args) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  return { child, ready: once(child.stdout, 'data') };
}

async function measure(name, kind, generators, bytes, inFlight, cast = '') {
  const args = [...load[name](kind), String(bytes), String(inFlight), String(SECONDS), cast];
  const children = Array.from({ length: generators }, () => fork(join(here, 'rpc-load.mjs'), args));
  await Promise.all(children.map((child) => once(child, 'message')));
  const before = cast ? await counted(name) : 0;
  const cpuBefore = cpuSeconds(servers[name].child.pid);
  for (const child of children) child.send('go');
  const began = performance.now();
  const results = await Promise.all(children.map(async (child) => (await once(child, 'message'))[0]));
  if (cast) {
    // The broker has them all; what counts is when they have been run. A call stands in the queue behind them.
    const count = results.reduce((sum, result) => sum + result.count, 0);
    while ((await counted(name)) - before < count);
    const rate = count / ((performance.now() - began) / 1000);
    await Promise.all(children.map((child) => child.exitCode ?? once(child, 'exit')));
    return { rate, p50: Number.NaN, p99: Number.NaN, cpu: cpuPerMessage(name, cpuBefore, count) };
  }
  await Promise.all(children.map((child) => child.exitCode ?? once(child, 'exit')));
  return {
    rate: results.reduce((sum, { rate }) => sum + rate, 0),
    p50: Math.max(...results.map(({ p50 }) => p50)),
    p99: Math.max(...results.map(({ p99 }) => p99)),
    cpu: cpuPerMessage(
      name,
      cpuBefore,
      results.reduce((sum, { count }) => sum + count, 0),
    ),
  };
}

/** Casts that a server has run so far. The question stands in the queue behind what was cast before. */
function counted(name) {
  const [, , topic] = load[name]('raw');
  return getRpcClient(transport, new Target({ topic })).call({}, 'counter_get', { key: 'bench' });
}

/** Of a process so far: clock ticks of a hundredth of a second in user and system mode. */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Milliseconds of the server's CPU. */
function cpuPerMessage(name, before, count) {
  return ((cpuSeconds(servers[name].child.pid) - before) * 1000) / count;
}

function report(title, results) {
  const names = Object.keys(results);
  const middle = (name, what) =>
    results[name].map((result) => result[what]).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
  console.log(`\n${title}`);
  for (const name of names) {
    const rate = `${middle(name, 'rate').toFixed(0).padStart(7)}/s`;
    const latency = `p50 ${middle(name, 'p50').toFixed(2)} ms   p99 ${middle(name, 'p99').toFixed(2)} ms   `;
    const cpu = `${middle(name, 'cpu').toFixed(3)} ms of the server's CPU each`;
    console.log(`  ${name.padEnd(7)} ${rate}   ${latency.includes('NaN') ? '' : latency}${cpu}`);
  }
  const [base, other] = names;
  const ratio = (what) => (middle(other, what) / middle(base, what)).toFixed(2);
  const latency = Number.isNaN(middle(base, 'p50')) ? '' : `, ${ratio('p50')} in p50`;
  console.log(
    `  ratio of ${other} to ${base}: ${ratio('rate')} in messages${latency}, ${ratio('cpu')} in the server's CPU`,
  );
}
