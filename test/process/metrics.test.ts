import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Series, seriesOf } from '../operations/metrics/fixture.js';
import { nova, piped } from './control-harness.js';
import { FIXTURES, gone, launch, Place, ROOT, type Run } from './harness.js';

/** What Prometheus gets of real workers, as docs/metrics.md says. */

let place: Place;
let run: Run;
let address: string;

const document = readFileSync(join(ROOT, 'docs/metrics.md'), 'utf8');
const block = (language: string) =>
  new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(document)![1]!;

beforeEach(() => {
  place = new Place();
  mkdirSync(join(place.path, 'node_modules'));
  symlinkSync(join(ROOT, 'node_modules/prom-client'), join(place.path, 'node_modules/prom-client'));
  place.write('package.json', { type: 'module' });
  place.write(
    'shop.js',
    block('js')
      .replace('8080', '0, "127.0.0.1"')
      .replace('done));', 'done)).then(() => this.sell());')
      .replace('start() {', 'sell() { sold.inc({ what: "tea" }); } start() {'),
  );
});

afterEach(() => {
  run.destroy();
  place.remove();
});

async function begin(services: object, count: number): Promise<void> {
  place.write('services.json', { metrics: '127.0.0.1:0', services });
  run = launch(place);
  address = String((await run.line('metrics')).address);
  await run.line('worker-ready', count);
}

async function get(path: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(`http://${address}${path}`);
  return { status: answer.status, text: await answer.text() };
}

const shown = ({ name, labels }: Series) => `${name} ${Object.values(labels).sort().join(' ')}`.trim();

async function scrape(): Promise<Map<string, number>> {
  return new Map(seriesOf((await get('/metrics')).text).map((series) => [shown(series), series.value]));
}

it('workers, their sums over a crash, what they use; the same on the control socket', async () => {
  await begin({ shop: { module: './shop.js', workers: 2 } }, 2);
  const before = await scrape();
  expect(before.get('nova_launch_workers ready shop')).toBe(2);
  expect(before.get('nova_launch_workers_wanted shop')).toBe(2);
  expect(before.get('nova_launch_ready')).toBe(1);
  expect(before.get('nova_launch_worker_resident_bytes shop')).toBeGreaterThan(2 ** 24);
  expect(before.get('nova_launch_worker_event_loop_delay_seconds shop')).toBeLessThan(1);
  expect(before.get('nova_launch_supervisor_start_time_seconds')! * 1000).toBeLessThanOrEqual(Date.now());
  expect(before.get('shop_sold_total shop tea')).toBe(2);
  const [killed] = run.workers;
  process.kill(killed!, 'SIGKILL');
  await run.line('worker-ready', 3);
  const after = await scrape();
  expect(after.get('nova_launch_restarts_total crashed shop')).toBe(1);
  expect(after.get('shop_sold_total shop tea')).toBe(3);
  const cpu = (of: Map<string, number>) => of.get('nova_launch_worker_cpu_seconds_total shop')!;
  expect(cpu(after)).toBeGreaterThan(cpu(before));
  const { name } = JSON.parse((await nova(place, 'status', '--json')).stdout);
  const socket = `${process.env.XDG_RUNTIME_DIR}/nova-launch/${name}.sock`;
  const curled = await piped(place, ['curl', '-s', '--unix-socket', socket, 'http://localhost/metrics']);
  expect(seriesOf(curled.stdout).map(shown).sort()).toEqual([...after.keys()].sort());
});

it('docs/metrics.md and the dashboard have the series that there are', async () => {
  await begin({ shop: { module: './shop.js' } }, 0);
  await run.line('ready');
  const names = new Set([...(await scrape()).keys()].map((series) => series.split(' ')[0]!));
  const ours = [...names].filter((name) => name.startsWith('nova_launch_')).sort();
  const told = [...document.matchAll(/^\| `(nova_launch_\w+)`/gm)].map(({ 1: name = '' }) => name);
  expect(told.sort()).toEqual(ours);
  expect((await get('/metrics')).text).toContain(block('text').split('\n')[0]);
  const dashboard = readFileSync(join(ROOT, 'docs/grafana-dashboard.json'), 'utf8');
  const used = [...dashboard.matchAll(/nova_launch_\w+/g)].map(([name]) => name);
  expect([...new Set(used)].sort()).toEqual(ours);
  const { panels } = JSON.parse(dashboard) as { panels: { targets: { expr: string }[] }[] };
  for (const { expr } of panels.flatMap(({ targets }) => targets)) expect(expr).toMatch(/nova_launch_\w+\{/);
});

it('/readyz tells what is missing; other paths and methods are not there', async () => {
  const slow = { module: `${FIXTURES}/worker.js`, workers: 2, config: { hangAt: 'start' }, readyTimeout: 60 };
  await begin({ slow, shop: { module: './shop.js' } }, 1);
  expect(await get('/livez')).toMatchObject({ status: 200, text: expect.stringContaining(String(run.pid)) });
  const { status, text } = await get('/readyz');
  expect({ status, ...JSON.parse(text) }).toMatchObject({
    status: 503,
    ready: false,
    reason: 'slow has 0 ready workers of the 1 that it needs',
  });
  expect((await scrape()).get('nova_launch_workers slow starting')).toBe(2);
  expect(await get('/v1/status')).toMatchObject({ status: 404 });
  expect((await fetch(`http://${address}/metrics`, { method: 'POST' })).status).toBe(405);
});

it('an address that is taken: the services run, and the log says so', async () => {
  await begin({ shop: { module: './shop.js', workers: 2 } }, 2);
  place.write('other.json', { metrics: address, services: { shop: { module: './shop.js', workers: 2 } } });
  const other = launch(place, ['--config', 'other.json']);
  expect((await other.line('metrics-failed')).msg).toMatch(/no metrics at 127\.0\.0\.1:\d+: .*EADDRINUSE/);
  await other.line('service-ready');
  place.write('other.json', { services: { shop: { module: './shop.js', workers: 2 } } });
  other.signal('SIGHUP');
  await other.message(/^metrics of this process stays/);
  other.signal('SIGTERM');
  expect(await other.exit()).toBe(0);
  await gone([other.pid]);
});

it('metrics of its own: another registry, and one that fails', async () => {
  const module = `
    import { Counter, Registry } from 'prom-client';
    const registry = new Registry();
    new Counter({ name: 'other_total', help: 'Other.', registers: [registry] }).inc(4);
    let asked = 0;
    export default {
      start() { setInterval(() => {}, 1000); },
      stop() { process.exit(0); },
      metrics() { if (++asked > 1) throw new Error('on purpose'); return registry.getMetricsAsJSON(); },
    };`;
  place.write('other.js', module);
  await begin({ other: { module: './other.js', workers: 2 } }, 2);
  expect((await scrape()).get('other_total other')).toBe(8);
  expect((await scrape()).get('nova_launch_workers_wanted other')).toBe(2);
  expect((await run.line('own-metrics')).msg).toMatch(/left out: Error: on purpose/);
});
