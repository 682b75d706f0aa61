import { expect, test } from 'vitest';
import { Supervisor } from '../../../src/cli/control/supervisor.js';
import { serving } from '../../operations/control/fixture.js';

test('a refusal is one, also where there was no room', async () => {
  const error = { code: 'NL_REFUSED', message: '32 follow already.', remedy: 'Wait.' };
  const control = await serving({ 'GET /v1/events': () => ({ status: 503, json: { error } }) });
  const supervisor = new Supervisor({ control });
  const { signal } = new AbortController();
  await expect(supervisor.follow('GET', '/v1/events', () => {}, { signal })).rejects.toMatchObject(error);
  await expect(supervisor.ask('GET', '/v1/events')).rejects.toMatchObject(error);
});
