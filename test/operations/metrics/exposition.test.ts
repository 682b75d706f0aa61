import { Counter, Gauge, Histogram, Summary } from 'prom-client';
import { expect, test } from 'vitest';
import { toldBy, World } from './fixture.js';

const requests = (count: number, labels = {}) =>
  toldBy((registers) => {
    const labelNames = Object.keys(labels);
    new Counter({ name: 'requests_total', help: 'Requests.', labelNames, registers }).inc(labels, count);
  });

test('what workers count is added up, and stays when one of them has gone', async () => {
  const world = new World();
  world.sampled = [
    world.answers(1, { metrics: await requests(3), cpuTime: 2, tasks: 10 }),
    world.answers(2, { metrics: await requests(4), cpuTime: 5, tasks: 1 }),
  ];
  expect(await world.value('requests_total', { service: 'api' })).toBe(7);
  expect(await world.value('nova_launch_worker_resident_bytes', { service: 'api' })).toBe(2000);
  world.sampled = [world.answers(2, { metrics: await requests(5), cpuTime: 6, tasks: 1 }), world.answers(3)];
  expect(await world.value('requests_total', { service: 'api' })).toBe(8);
  expect(await world.value('nova_launch_worker_cpu_seconds_total', { service: 'api' })).toBe(9);
  expect(await world.value('nova_launch_worker_tasks_total', { service: 'api' })).toBe(11);
  world.sampled = [];
  expect(await world.value('requests_total', { service: 'api' })).toBe(8);
  world.services = [];
  expect(await world.value('requests_total', { service: 'api' })).toBeUndefined();
});

test('one that does not answer keeps what it has counted, not what it had; it is at least as slow as was waited', async () => {
  const world = new World();
  const metrics = [
    ...(await requests(3)),
    ...(await toldBy((registers) => new Gauge({ name: 'open', help: 'Open.', registers }).set(1))),
  ];
  world.sampled = [world.answers(1, { metrics })];
  expect(await world.value('open', { service: 'api' })).toBe(1);
  world.sampled = [{ service: 'api', process: 1, sample: undefined, waited: 2 }];
  expect(await world.value('requests_total', { service: 'api' })).toBe(3);
  expect(await world.value('open', { service: 'api' })).toBeUndefined();
  expect(await world.value('nova_launch_worker_event_loop_delay_seconds', { service: 'api' })).toBe(2);
  expect(await world.value('nova_launch_worker_health', { service: 'api', status: 'ok' })).toBe(0);
});

test('histograms are added up; of summaries only what can be', async () => {
  const world = new World();
  const metrics = await toldBy((registers) => {
    new Histogram({ name: 'took', help: 'Took.', buckets: [1, 2], registers }).observe(1.5);
    new Summary({ name: 'size', help: 'Size.', registers }).observe(4);
  });
  world.sampled = [world.answers(1, { metrics }), world.answers(2, { metrics })];
  expect(await world.value('took_bucket', { service: 'api', le: '2' })).toBe(2);
  expect(await world.value('took_bucket', { service: 'api', le: '1' })).toBe(0);
  expect(await world.value('size_sum', { service: 'api' })).toBe(8);
  expect(await world.text()).not.toContain('quantile');
});

test('the service is a label, and one of the same name is another', async () => {
  const world = new World();
  world.services = ['api', 'mailer'];
  world.sampled = [
    world.answers(1, { metrics: await requests(1, { service: 'inner' }) }),
    { ...world.answers(2, { metrics: await requests(2) }), service: 'mailer' },
  ];
  expect(await world.value('requests_total', { service: 'api', exported_service: 'inner' })).toBe(1);
  expect(await world.value('requests_total', { service: 'mailer' })).toBe(2);
});

test('what cannot be printed, or is of another type elsewhere, or takes our names, is left out', async () => {
  const world = new World();
  const nonsense = [
    null,
    { name: 'two words', type: 'gauge', values: [] },
    { name: 'strange', help: '', type: 'stranger', values: [] },
    { name: 'empty', help: '', type: 'gauge' },
    { name: 'texts', help: '', type: 'gauge', values: [{ value: 'many', labels: {} }, null] },
    { name: 'nova_launch_ready', help: '', type: 'gauge', values: [{ value: 9, labels: {} }] },
    { name: 'requests_total', help: '', type: 'gauge', values: [{ value: 9, labels: {} }] },
    {
      name: 'odd',
      help: 'a\nb',
      type: 'gauge',
      aggregator: 'mine',
      values: [{ value: NaN, labels: { a: '"\\\n' } }],
    },
  ];
  world.sampled = [
    world.answers(1, { metrics: await requests(3) }),
    world.answers(2, { metrics: nonsense as never }),
  ];
  expect(await world.value('requests_total', { service: 'api' })).toBe(3);
  expect(await world.value('nova_launch_ready')).toBe(1);
  expect(await world.value('odd', { service: 'api', a: '"\\\n' })).toBeNaN();
  expect(await world.text()).not.toMatch(/two words|stranger/);
});

test('those who ask at the same time ask the workers once', async () => {
  const world = new World();
  const [first, second] = await Promise.all([world.text(), world.text()]);
  expect(first).toBe(second);
  await world.text();
  expect(world.asked).toBe(2);
});

test('counters begin at 0; no limit is +Inf', async () => {
  const world = new World();
  expect(await world.value('nova_launch_restarts_total', { service: 'api', reason: 'late' })).toBe(0);
  expect(await world.value('nova_launch_reloads_total', { verdict: 'refused' })).toBe(0);
  expect(await world.text()).toContain('nova_launch_crash_budget{service="api"} +Inf');
  world.tally.count({ id: 'worker-crashed', service: 'api' });
  expect(await world.value('nova_launch_restarts_total', { service: 'api', reason: 'crashed' })).toBe(1);
});
