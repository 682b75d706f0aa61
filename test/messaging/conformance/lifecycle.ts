import { describe, expect, test } from 'vitest';
import { isSettled } from '../../service/helpers.js';
import { stopped, until, type World, within } from './world.js';

type Verb = 'start' | 'stop' | 'wait';

/** start(), stop() and wait(). */
export function lifecycle(world: World): void {
  const ORDERS: readonly (readonly Verb[])[] = [
    ['start', 'stop', 'wait'],
    ['start', 'wait', 'stop'],
    ['stop', 'start', 'wait'],
    ['stop', 'wait', 'start'],
    ['wait', 'start', 'stop'],
    ['wait', 'stop', 'start'],
    ['start', 'start', 'stop', 'stop', 'wait', 'wait', 'stop'],
    ['wait', 'stop', 'stop', 'wait', 'start'],
  ];

  describe('start, stop and wait', () => {
    test.each(ORDERS)('called as %s %s %s …', async (...verbs) => {
      const counts = await world.listeners();
      const server = world.made({});
      const all = verbs.map((verb) => server[verb]());
      await within(Promise.all(all), verbs.join(', '));
      expect(counts).toEqual({ opened: 1, stopped: 1, closed: 1 });
    });

    test('many rounds at once: each is opened and closed once, in turn', async () => {
      const counts = await world.listeners();
      const server = world.made({ echo: () => 'here' });
      const verbs: Verb[] = ['start', 'stop', 'start', 'stop', 'wait', 'start', 'stop', 'start'];
      await within(Promise.all(verbs.map((verb) => server[verb]()).filter((_, n) => n !== 4)), 'four rounds');
      expect(counts).toEqual({ opened: 4, stopped: 3, closed: 3 });
      expect(await world.client().call({}, 'echo')).toBe('here');
      await stopped(server);
      expect(counts).toEqual({ opened: 4, stopped: 4, closed: 4 });
    });

    test('again after stop, with what has come meanwhile', async () => {
      const got: unknown[] = [];
      const server = await world.serve({
        tell: (_: unknown, { value }: { value: unknown }) => got.push(value),
      });
      await world.client().call({}, 'tell', { value: 1 });
      await stopped(server);
      const call = world.client().call({}, 'tell', { value: 2 });
      await within(server.start(), 'start');
      expect(await within(call, 'the answer')).toBe(2);
      expect(got).toEqual([1, 2]);
    });
  });

  describe('a drain', () => {
    test('what runs is answered, what waits is answered by others, nothing twice', async () => {
      const [old, young] = [world.gate(), world.gate()];
      young.open();
      const draining = await world.serve({ run: old.method }, { name: 'old', concurrency: 2 });
      const answers: unknown[] = [];
      const calls = Array.from({ length: 8 }, (_, value) =>
        world
          .client()
          .call({}, 'run', { value })
          .then((answer) => answers.push(answer)),
      );
      const casts = [8, 9].map((value) => world.client().cast({}, 'run', { value }));
      await old.holds(2);
      await world.serve({ run: young.method }, { name: 'young', on: world.transport() });
      const waiting = draining.wait();
      await within(draining.stop(), 'stop, though two are running');
      await until(() => young.entered.length >= 8 && answers.length >= 6, 'the others have been answered');
      expect(old.entered).toHaveLength(2);
      expect(await isSettled(waiting)).toBe(false);
      expect(draining.running).toBe(2);
      old.one();
      await until(() => draining.running === 1, 'one of two');
      expect(await isSettled(waiting)).toBe(false);
      old.open();
      await within(Promise.all([...calls, ...casts, waiting]), 'the end of all');
      const ran = [...old.entered, ...young.entered];
      expect(ran.sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 10 }, (_, n) => n));
    });

    test('wait() is over when the replies are out', async () => {
      const gate = world.gate();
      const server = await world.serve({ run: gate.method });
      const answers: unknown[] = [];
      const calls = Array.from({ length: 20 }, (_, value) =>
        world
          .client()
          .call({}, 'run', { value })
          .then((answer) => answers.push(answer)),
      );
      await gate.holds(20);
      const over = stopped(server);
      gate.open();
      await over;
      await world.serving.close();
      await within(Promise.all(calls), 'all replies, though their server is gone');
      expect(answers).toHaveLength(20);
    });

    test('what goes to all while a server stops is run by each at most once', async () => {
      const got: string[] = [];
      const endpoint = (name: string) => ({ tell: () => got.push(name) });
      await world.serve(endpoint('stays'), { name: 'stays' });
      const leaving = await world.serve(endpoint('leaves'), { name: 'leaves', on: world.transport() });
      const all = world.client({ fanout: true });
      await all.cast({}, 'tell');
      await until(() => got.length === 2, 'both');
      const over = stopped(leaving);
      await Promise.all(Array.from({ length: 10 }, () => all.cast({}, 'tell')));
      await over;
      await all.cast({}, 'tell');
      await until(() => got.filter((name) => name === 'stays').length >= 12, 'all at the one that stays');
      expect(got.filter((name) => name === 'stays')).toHaveLength(12);
      expect(got.filter((name) => name === 'leaves').length).toBeLessThanOrEqual(11);
    });
  });

  test('a rolling restart under load: nothing is lost, and nothing is run twice', async () => {
    const ran = new Map<number, number>();
    const serve = (name: string) =>
      world.serve(
        {
          run: async (_: unknown, { value }: { value: number }) => {
            ran.set(value, (ran.get(value) ?? 0) + 1);
            if (value % 7 === 0) await new Promise((done) => setTimeout(done, value % 5));
            return value;
          },
        },
        { name, concurrency: 4 },
      );
    const servers = await Promise.all(['s0', 's1', 's2', 's3'].map(serve));
    let next = 0;
    let busy = true;
    const work = async (casts: boolean) => {
      const client = world.client();
      while (next < 1500 || (busy && next < 100_000)) {
        const value = next++;
        // Or nothing else would get its turn with fake://, where nothing has to be waited for.
        await new Promise((done) => setImmediate(done));
        if (casts) await client.cast({}, 'run', { value });
        else expect(await client.call({}, 'run', { value })).toBe(value);
      }
    };
    const load = Promise.all(Array.from({ length: 30 }, (_, n) => work(n % 3 === 0)));
    load.catch(() => {});
    for (let round = 0; round < 4; round++) {
      const target = (round + 1) * 300;
      await until(() => next > target || ran.size > target, 'work goes on');
      servers.push(await serve(`s${4 + round}`));
      await stopped(servers[round]!);
    }
    busy = false;
    await within(load, 'all work');
    await until(() => ran.size >= next, `${next} that ran; there are ${ran.size}`);
    expect(ran.size).toBe(next);
    expect([...ran].filter(([, times]) => times !== 1)).toEqual([]);
    expect(world.calling.replies.waiting).toBe(0);
  });
}
