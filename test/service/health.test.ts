import { expect, it } from 'vitest';
import { askHealth } from '../../src/service/health.js';

const asked = (answer: unknown) => askHealth({ health: () => answer } as never, 1);

it('takes along what else health() tells, as JSON', async () => {
  expect(await asked({ status: 'degraded', reason: 'slow', lag: 5, since: new Date(0) })).toEqual({
    status: 'degraded',
    reason: 'slow',
    details: { lag: 5, since: '1970-01-01T00:00:00.000Z' },
  });
});

const cycle: Record<string, unknown> = {};
cycle.self = cycle;

// They would throw where they are sent to the supervisor: in a timer, which ends the process.
it.each([{ lag: 5n }, cycle])('leaves out details that are no JSON (%#)', async (details) => {
  expect(await asked({ status: 'ok', ...details })).toMatchObject({
    status: 'ok',
    details: { unreadable: expect.stringContaining('is no JSON') },
  });
});
