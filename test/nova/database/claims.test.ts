import { expect, it } from 'vitest';
import type { Usage } from '../../../src/nova/database/index.js';
import { eachDatabase } from './databases.js';
import type { Outcome, Task } from './fixtures/claimer.js';
import { atOnce } from './processes.js';
import { newNode } from './samples.js';

/** Of a run that is to be seen again: SEED=… */
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));

eachDatabase('claims of many processes', ({ url, open }) => {
  it(`never give more than there is, and add up (SEED=${SEED})`, async () => {
    const { computeNodes, allocations } = await open();
    const nodes: string[] = [];
    for (const host of ['c1', 'c2', 'c3']) {
      const { uuid } = await computeNodes.create(
        newNode({ host, vcpus: 6, memory_mb: 1500, local_gb: 50, ram_allocation_ratio: 1.5 }),
      );
      await allocations.reserve(uuid, { VCPU: 1, MEMORY_MB: 100, DISK_GB: 2 });
      nodes.push(uuid);
    }
    // Looked at all the while, and not only at the end.
    const seen: Usage[] = [];
    const watching = new AbortController();
    const watch = (async () => {
      while (!watching.signal.aborted)
        seen.push(...(await Promise.all(nodes.map((node) => allocations.usage(node)))));
    })();
    const tasks = Array.from({ length: 4 }, (_, index) => ({
      url: url(),
      seed: SEED + index,
      nodes,
      rounds: 40,
    }));
    const outcomes = await atOnce<Task, Outcome>(new URL('fixtures/claimer.ts', import.meta.url), tasks);
    watching.abort();
    await watch;
    expect(seen.length).toBeGreaterThan(0);
    const names = ['VCPU', 'MEMORY_MB', 'DISK_GB'] as const;
    const over = seen.filter(({ used, capacity }) => names.some((name) => used[name] > capacity[name]));
    expect(over).toEqual([]);
    expect((await allocations.usage(nodes[0]!)).capacity).toEqual({ VCPU: 10, MEMORY_MB: 2100, DISK_GB: 48 });
    // It was full now and then, else this has shown nothing.
    expect(outcomes.reduce((sum, { refused }) => sum + refused, 0)).toBeGreaterThan(20);
    const held = outcomes.flatMap((outcome) => outcome.held);
    const kept = (await allocations.list()).map(({ consumer_uuid, compute_node_uuid, resources }) => ({
      consumer: consumer_uuid,
      node: compute_node_uuid,
      MEMORY_MB: resources.MEMORY_MB,
    }));
    const sorted = (rows: typeof kept) => rows.map((row) => JSON.stringify(row)).sort();
    expect(sorted(kept)).toEqual(sorted(held as typeof kept));
  });
});
