import { expect, it } from 'vitest';
import { eachDatabase } from '../databases.js';

eachDatabase('workers', ({ open }) => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));
  const worker = (uuid: string, number: number, service_id = 7) => ({
    uuid,
    service_id,
    host: 'c1',
    binary: 'nova-conductor',
    worker: number,
    pid: 100 + number,
  });

  it('beat, each by itself', async () => {
    let now = at(0);
    const { workers } = await open({ now: () => now });
    await workers.beat(worker('a', 0));
    await workers.beat({ ...worker('b', 1), generation: 3 });
    now = at(10);
    await workers.beat(worker('a', 0));
    const common = { service_id: 7, host: 'c1', binary: 'nova-conductor', created_at: at(0) };
    expect(await workers.list(7)).toEqual([
      { ...common, uuid: 'a', worker: 0, pid: 100, generation: 1, last_seen_up: at(10), report_count: 2 },
      { ...common, uuid: 'b', worker: 1, pid: 101, generation: 3, last_seen_up: at(0), report_count: 1 },
    ]);
    expect(await workers.get('a')).toMatchObject({ uuid: 'a' });
    expect(await workers.list(8)).toEqual([]);
  });

  it('are alive for as long as they beat often enough', async () => {
    let now = at(0);
    const { workers } = await open({ now: () => now });
    await workers.beat(worker('a', 0));
    now = at(30);
    expect(await workers.alive('a', 30)).toBe(true);
    expect(await workers.alive('a', 29)).toBe(false);
    expect(await workers.alive('nobody', 30)).toBe(false);
  });

  it('are forgotten when they leave, or are silent for too long', async () => {
    let now = at(0);
    const { workers } = await open({ now: () => now });
    for (const [number, uuid] of ['a', 'b', 'c'].entries()) await workers.beat(worker(uuid, number));
    await workers.remove('a');
    now = at(50);
    await workers.beat(worker('c', 2));
    expect(await workers.removeSilent(50)).toBe(0);
    expect(await workers.removeSilent(49)).toBe(1);
    expect((await workers.list()).map(({ uuid }) => uuid)).toEqual(['c']);
  });
});
