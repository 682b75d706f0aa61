import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ServerLost } from '../../../../src/messaging/errors.js';
import { address, eventually, inTime, Place } from './helpers.js';

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => place.remove());

it('loses at once what a killed server had begun, and gives the rest to another', async () => {
  const victim = await place.child('victim');
  const caller = await place.caller();
  // Two run, the others are there and not begun, or still here.
  const calls = Array.from({ length: 40 }, (_, i) => caller.call(i < 2 ? 60_000 : 1));
  const settled = Promise.allSettled(calls);
  await eventually(() => place.journal().length === 2, 'the first to run');
  await place.child('heir');
  victim.kill('SIGKILL');
  const results = await inTime(settled, 'all of them');
  const lost = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason);
  expect(lost).toHaveLength(2);
  for (const error of lost) {
    expect(error).toBeInstanceOf(ServerLost);
    expect(error.message).toContain(`victim (pid ${victim.pid})`);
  }
  const answered = results.filter((result) => result.status === 'fulfilled').map(({ value }) => value);
  expect(answered).toEqual(Array(38).fill('heir'));
  expect(new Set(place.journal()).size).toBe(40);
  expect(place.journal()).toHaveLength(40);
  // The dead one's name is taken away by who finds it.
  await eventually(() => readdirSync(join(place.path, 'openstack/topic')).length === 1, 'its name to go');
});

it('runs nothing twice when servers are killed under load', async () => {
  const [first, second] = await Promise.all([place.child('first', 4), place.child('second', 4)]);
  await place.child('third', 4);
  const caller = await place.caller();
  let over = false;
  let lost = 0;
  const answered: unknown[] = [];
  const work = Array.from({ length: 50 }, async () => {
    while (!over) {
      try {
        answered.push(await caller.call(0.1));
      } catch (error) {
        expect(error).toBeInstanceOf(ServerLost);
        lost++;
      }
    }
  });
  const killing = async () => {
    for (const child of [first, second]) {
      const enough = answered.length + 300;
      await eventually(() => answered.length > enough, 'more replies');
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const enough = answered.length + 300;
    await eventually(() => answered.length > enough, 'the third to do all of it');
    over = true;
  };
  await inTime(Promise.all([...work, killing()]), 'the end');
  const ran = place.journal();
  expect(new Set(ran).size).toBe(ran.length);
  expect(ran.length).toBeGreaterThanOrEqual(answered.length);
  // One of those lost may have been killed between its beginning and its line.
  expect(ran.length).toBeLessThanOrEqual(answered.length + lost);
  expect(lost).toBeLessThanOrEqual(2 * 2);
  expect(await caller.driver.servers(address())).toMatchObject({ count: 1 });
});

it('finds out about a server that died before anybody knew it', async () => {
  const child = await place.child('dead');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const caller = await place.caller();
  expect(await caller.driver.servers(address())).toEqual({ count: 0, names: [] });
  await expect(caller.call(null, { mandatory: true })).rejects.toThrow('No server of topic is running.');
  expect(readdirSync(join(place.path, 'openstack/topic'))).toEqual([]);
});
