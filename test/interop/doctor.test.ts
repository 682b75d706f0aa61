import { beforeAll, beforeEach, expect, it } from 'vitest';
import { broker as check } from '../../src/cli/doctor/broker.js';
import { thisMachine } from '../../src/cli/doctor/check.js';
import { definition, service } from '../launcher/definitions.js';
import { type Broker, broker } from './broker.js';
import { installed, needsBroker } from './needs.js';

/** What nova-launch doctor says of a real broker. */

let rabbit: Broker;

beforeEach(needsBroker);
beforeAll(async () => {
  if (installed(needsBroker)) rabbit = await broker();
});

const found = (transportUrl: string) =>
  check(thisMachine(), definition(service('a', { config: { transportUrl } })));

it('lets us in', async () => {
  expect(await found(rabbit.url())).toMatchObject([{ verdict: 'ok' }]);
});

it('refuses a wrong password, and a virtual host that is not there', async () => {
  const wrong = rabbit.url().replace('guest:guest', 'guest:wrong');
  expect(await found(wrong)).toMatchObject([
    { verdict: 'fail', found: expect.stringContaining('refuses this user') },
  ]);
  expect(await found(rabbit.url('nowhere'))).toMatchObject([
    { verdict: 'fail', found: expect.stringContaining('no such virtual host') },
  ]);
});

it('one of two hosts that is down is a warning', async () => {
  const two = rabbit.url().replace('@', '@127.0.0.1:1,guest:guest@');
  expect(await found(two)).toMatchObject([{ verdict: 'warn' }]);
});
