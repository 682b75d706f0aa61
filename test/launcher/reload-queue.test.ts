import { expect, test, vi } from 'vitest';
import { ReloadQueue } from '../../src/launcher/reload-queue.js';

test('those that are asked for while one runs become one more, and each learns what became of it', async () => {
  const ends: ((refusal: string | null) => void)[] = [];
  const settle = vi.fn();
  const queue = new ReloadQueue(() => new Promise((end) => ends.push(end)), settle);
  expect([queue.generation, queue.running]).toEqual([1, false]);
  expect([queue.ask(), queue.ask(), queue.ask()]).toEqual([2, 3, 3]);
  expect([queue.generation, queue.running, queue.queued, ends.length]).toEqual([2, true, 3, 1]);
  ends[0]!('bad');
  await vi.waitFor(() => expect(ends).toHaveLength(2));
  expect(queue.ask()).toBe(4);
  const verdict = { generation: 2, outcome: 'refused', reason: 'bad' };
  expect(queue).toMatchObject({ generation: 3, accepted: 1, verdict });
  ends[1]!(null);
  await vi.waitFor(() => expect(ends).toHaveLength(3));
  ends[2]!(null);
  await vi.waitFor(() => expect(queue.running).toBe(false));
  expect(queue).toMatchObject({ accepted: 4, verdict: { generation: 4, outcome: 'accepted', reason: null } });
  expect(settle.mock.calls.flat()).toEqual([
    { generation: 2, refusal: 'bad' },
    { generation: 3, refusal: null },
    { generation: 4, refusal: null },
  ]);
});
