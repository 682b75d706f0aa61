import { expect, it } from 'vitest';
import { TooOldComputeService } from '../../src/nova/exception/index.js';
import { refuseOldComputes } from '../../src/nova/old-computes.js';
import { MemoryServices } from './memory-services.js';

const compute = (version: number, more = {}) => ({ binary: 'nova-compute', host: 'c1', version, ...more });

function judge(rows: object[], tolerated = false) {
  const services = new MemoryServices();
  for (const row of rows) services.add({ ...row });
  const warnings: string[] = [];
  const log = { warn: (_fields: object, sentence: string) => warnings.push(sentence) };
  return refuseOldComputes({ services }, tolerated, log as never).then(() => warnings);
}

it.for<[string, object[]]>([
  ['none', []],
  ['one of the oldest release that is supported', [compute(61), compute(64)]],
  ['an old one that is forced down', [compute(50, { forced_down: true })]],
  ['another service that is old', [{ ...compute(50), binary: 'nova-scheduler' }]],
])('starts beside computes: %s', async ([, rows]) => {
  expect(await judge(rows)).toEqual([]);
});

it('does not start beside one that is too old', async () => {
  const message =
    'Current Nova version does not support computes older than Yoga but the minimum compute service level in your ' +
    'cell is 60 and the oldest supported service level is 61.';
  const refused = judge([compute(60), compute(64)]);
  await expect(refused).rejects.toMatchObject({ code: 'NL_TOO_OLD_COMPUTE', message, exitCode: 78 });
  await expect(refused).rejects.toHaveProperty('cause', expect.any(TooOldComputeService));
});

it('starts all the same where that is wanted, and says so', async () => {
  const [warning, ...more] = await judge([compute(60)], true);
  expect(warning).toMatch(/is 60 .* starts all the same/);
  expect(more).toEqual([]);
});
