import { expect, test } from 'vitest';
import type { Control } from '../../src/launcher/control.js';
import { type Crew, SupervisorOrders } from '../../src/launcher/supervisor-orders.js';
import { Feed } from '../../src/operations/control/feed.js';
import type { Event } from '../../src/supervisor/types.js';
import { spec } from '../simulation/spec.js';
import { Driver } from '../supervisor/driver.js';

function ordersOf(run: Driver): SupervisorOrders {
  const loop = {
    get state() {
      return run.state;
    },
    dispatch: (event: Event) => void run.happens(event),
  };
  return new SupervisorOrders({ loop } as unknown as Crew, { feed: new Feed() } as Control);
}

test('a service that leaves is neither started nor stopped', () => {
  const run = Driver.up(spec('a', 1), spec('b', 1, { restartMethod: 'mutate' }));
  const orders = ordersOf(run);
  run.ask('reload', 'a');
  run.define(spec('b', 1, { restartMethod: 'mutate' }));
  expect(run.slots).toContain('a#0 g1 draining');
  const refused = {
    code: 'NL_REFUSED',
    message: 'service a leaves: the definition does not have it any more',
  };
  expect(() => orders.start('a')).toThrow(expect.objectContaining(refused));
  expect(() => orders.stop('a')).toThrow(expect.objectContaining(refused));
  expect(orders.start('b').message).toBe('Service b runs already.');
});

test('while everything stops, no service is started or stopped', () => {
  const run = Driver.up(spec('a', 1));
  const orders = ordersOf(run);
  run.stop();
  const refused = { code: 'NL_REFUSED', message: 'everything stops' };
  expect(() => orders.start('a')).toThrow(expect.objectContaining(refused));
  expect(() => orders.stop('a')).toThrow(expect.objectContaining(refused));
  expect(orders.stop(undefined).message).toBe('It stops already.');
});
