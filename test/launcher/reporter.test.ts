import { expect, it } from 'vitest';
import type { LauncherLog } from '../../src/launcher/launcher-log.js';
import { type Reported, Reporter } from '../../src/launcher/reporter.js';

const settings = { directory: null } as never;

function reporter() {
  let made = 0;
  const subject = (): Reported => {
    made += 1;
    if (made === 1) throw new Error('not now');
    return { role: 'worker', services: [], sections: { Made: { count: made } } };
  };
  const log = { masked: (text: string) => text, write: () => {} } as unknown as LauncherLog;
  return { reporter: new Reporter(log, () => settings, subject), made: () => made };
}

it('makes one report for all who ask at the same time, and the next for who asks later', async () => {
  const { reporter: shared, made } = reporter();
  const failed = await Promise.allSettled([shared.text(), shared.text()]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(made()).toBe(1);
  const texts = await Promise.all(Array.from({ length: 20 }, () => shared.text()));
  expect(new Set(texts).size).toBe(1);
  expect(made()).toBe(2);
  await shared.text();
  expect(made()).toBe(3);
});

it('writes the report that is being made', async () => {
  const { reporter: shared, made } = reporter();
  await shared.text().catch(() => {});
  const text = shared.text();
  const put: string[] = [];
  shared.put = async (written) => void put.push(written);
  await shared.write();
  expect(put).toEqual([await text]);
  expect(made()).toBe(2);
});
