import { expect, it } from 'vitest';
import { Entry } from '../../../../src/messaging/drivers/ipc/entry.js';
import { Lane } from '../../../../src/messaging/drivers/ipc/lane.js';
import { address } from './helpers.js';

const entry = (text: string) =>
  new Entry({
    address: address(),
    text,
    messageId: undefined,
    ttl: undefined,
    mandatory: false,
    retry: -1,
    repeatable: false,
    signal: undefined,
  });

it('keeps its order, whoever leaves', () => {
  let emptied = 0;
  const lane = new Lane(() => emptied++);
  const entries = [...'abcdef'].map(entry);
  for (const one of entries) lane.push(one);
  for (const i of [0, 2, 5]) lane.remove(entries[i]!);
  lane.remove(entries[2]!);
  lane.unshift(entries[2]!);
  lane.push(entries[0]!);
  expect([...lane.drain()].map(({ text }) => text).join('')).toBe('cbdea');
  expect(lane.first).toBeUndefined();
  expect(emptied).toBe(1);
  lane.push(entries[1]!);
  expect(lane.first).toBe(entries[1]);
});
