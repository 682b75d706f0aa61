// Nova's services next to those of Python, on the same RabbitMQ and PostgreSQL, in one run: until all of them serve, the
// memory that they have then (PSS, shared pages counted once), and seconds for a boot from the cast to ACTIVE, one after the
// other and many at once. Neither has a real hypervisor. Placement, which Python asks for claims, is not counted in its memory.
//
//   npm run bench:nova      (BOOTS=20, ROUNDS=3; needs rabbitmq-server postgresql python3-nova python3-placement python3-psycopg2)
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Broker } from '../test/interop/broker.ts';
import { BrokerNode } from '../test/interop/node.ts';
import { PostgresqlServer } from '../test/nova/database/postgresql.ts';
import { OurChain } from './nova/our-chain.mjs';
import { preparePython, until } from './nova/python-chain.mjs';

const BOOTS = Number(process.env.BOOTS ?? 20);
const ROUNDS = Number(process.env.ROUNDS ?? 3);
const PLACEMENT = 18_778;

const directory = mkdtempSync(join(tmpdir(), 'nova-launch-bench-'));
const node = await BrokerNode.start();
const broker = new Broker(node.address);
const postgresql = new PostgresqlServer();
await postgresql.start();
const chains = [];
try {
  for (const name of ['nova', 'nova_api', 'nova_cell0', 'placement', 'ours'])
    await postgresql.query(`create database ${name}`);
  const place = (name) => {
    mkdirSync(join(directory, name));
    return join(directory, name);
  };
  const python = `postgresql://postgres@/%s?host=${postgresql.directory}`;
  const vhosts = [await broker.vhost(), await broker.vhost()];
  chains.push(
    await preparePython({
      directory: place('python'),
      transportUrl: broker.url(vhosts[0]),
      database: (name) => python.replace('%s', name),
      placementPort: PLACEMENT,
    }),
    new OurChain({
      directory: place('ours'),
      transportUrl: broker.url(vhosts[1]),
      database: (name) => postgresql.url(name),
    }),
  );
  const figures = [];
  for (const [index, chain] of chains.entries()) {
    const vhost = vhosts[index];
    const began = performance.now();
    const children = chain.start();
    await until(() => serves(vhost), `${chain.name} to serve`);
    const start = (performance.now() - began) / 1000;
    chain.discover();
    const memory = children.reduce((sum, { pid }) => sum + pssOf(pid), 0) / 2 ** 10;
    figures.push({ start, memory, rounds: [] });
  }
  for (let round = 0; round < ROUNDS; round++)
    for (const [index, chain] of chains.entries()) figures[index].rounds.push(await chain.boots(BOOTS));
  report(figures);
} finally {
  for (const chain of chains) chain.stop();
  await postgresql.remove();
  await node.stop();
  rmSync(directory, { recursive: true, force: true });
}

/** Two conductors, a scheduler and two computes take messages. */
async function serves(vhost) {
  const queues = await broker.listQueues(vhost);
  const consumers = (name) => queues.find((queue) => queue.name === name)?.consumers ?? 0;
  return consumers('conductor') === 2 && consumers('scheduler') === 1 && consumers('compute') === 2;
}

/** KiB of a process and of all that it has started. */
function pssOf(pid) {
  const own = Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]);
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean),
  );
  return children.reduce((sum, child) => sum + pssOf(child), own);
}

function report([python, ours]) {
  const median = (rounds, key) =>
    rounds.map((round) => round[key]).sort((a, b) => a - b)[Math.floor(rounds.length / 2)];
  const row = (what, unit, of) => {
    const [theirs, mine] = [of(python), of(ours)];
    console.log(
      `${what.padEnd(34)} Python ${theirs.toFixed(2)} ${unit}, nova-launch ${mine.toFixed(2)} ${unit}: ${(theirs / mine).toFixed(1)}x`,
    );
  };
  row('until all serve', 's', ({ start }) => start);
  row('memory of all, idle', 'MiB', ({ memory }) => memory);
  row('a boot, one after the other', 's', ({ rounds }) => median(rounds, 'serial'));
  row(`a boot, ${BOOTS} at once`, 's', ({ rounds }) => median(rounds, 'together'));
  const active = [python, ours].map(({ rounds }) => rounds.reduce((sum, round) => sum + round.active, 0));
  console.log(`active of ${2 * BOOTS * ROUNDS}: Python ${active[0]}, nova-launch ${active[1]}`);
}
