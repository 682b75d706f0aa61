import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { pretty } from '../../src/system/pretty.js';

const OF_SERVICE = { service: 'shop', worker: 1, generation: 2, pid: 7 };

/** A line of the log as people see it, without its time and its colours. */
async function seen(line: Record<string, unknown>): Promise<string> {
  const format = await pretty();
  const text = stripVTControlCharacters(format(`${JSON.stringify({ level: 30, time: 0, ...line })}\n`));
  return text.replace(/^\[\S+\] /, '').trimEnd();
}

it('a line of the launcher is its sentence', async () => {
  const about = { service: 'shop', generation: 2, worker: 1 };
  const gone = { pid: 6, id: 'worker-gone', reason: 'exited with code 0', cut: false, ...about };
  expect(await seen({ ...gone, msg: 'Worker 1 of shop has ended: it exited with code 0.' })).toBe(
    'INFO: Worker 1 of shop has ended: it exited with code 0.',
  );
  expect(
    await seen({
      pid: 7,
      id: 'reload-started',
      services: ['shop'],
      removed: [],
      restart: false,
      msg: 'Reload.',
    }),
  ).toBe('INFO: Reload.');
});

it('a line of a service has its name in front, and all that the service says', async () => {
  const fields = { id: 'order-7', reason: 'paid', code: 3, after: 2, removed: [1] };
  expect(await seen({ ...OF_SERVICE, ...fields, msg: 'Sold.' })).toBe(
    `INFO: shop #1: Sold. ${JSON.stringify(fields)}`,
  );
});

it('a remedy is a sentence of its own', async () => {
  const remedy = 'Look.';
  expect(await seen({ pid: 7, msg: 'It failed: Error: no database', remedy })).toBe(
    'INFO: It failed: Error: no database. Remedy: Look.',
  );
  expect(await seen({ pid: 7, msg: 'It failed.', remedy })).toBe('INFO: It failed. Remedy: Look.');
});

it('what is no line of a log stays as it is', async () => {
  expect((await pretty())('Hello')).toBe('Hello\n');
});
