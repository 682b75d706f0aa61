import { expect, it } from 'vitest';
import { within } from '../../../../src/messaging/abort.js';
import { KeptLog } from '../../../interop/log.js';
import { FakeBroker } from './fake-broker.js';
import { pairAt } from './pair.js';
import { placeOf } from './places.js';

/**
 * A broker may fall silent at each frame, its host gone and nobody telling, long before a heartbeat is missed. Whoever
 * stops then stops in time, and what was asked before is answered or fails.
 */

/** Seconds for each step of stopping. */
const STEP = 20;

async function stopsIn(silentAt: string | undefined): Promise<{ trouble: string[]; places: string[] }> {
  const key = placeOf(new Map());
  const places: string[] = [];
  const trouble: string[] = [];
  let silent = false;
  let fellSilent!: () => void;
  const silence = new Promise<void>((resolve) => {
    fellSilent = resolve;
  });
  const broker = await FakeBroker.start((...asked) => {
    const place = key(...asked);
    places.push(place);
    if (!silent && place !== silentAt) return undefined;
    silent = true;
    fellSilent();
    return { close: 'nothing', code: 0, text: '', forEver: true };
  });
  const { serving, calling, target, server, client, notifier } = pairAt(broker.url, new KeptLog().log, 3);
  const asked = new Map<string, Promise<unknown>>();
  /** Until it has ended, or the broker has fallen silent. */
  const ask = async (what: string, promise: Promise<unknown>) => {
    const settled = promise.catch(() => {});
    asked.set(what, settled);
    await Promise.race([settled, silence]);
  };
  const bounded = async (what: string, promise: Promise<unknown>) => {
    if (!(await within(STEP, promise))) trouble.push(`${silentAt}: ${what} hangs`);
  };
  let started = false;
  const starting = server.start().then(() => {
    started = true;
  });
  await ask('start', starting);
  await ask('call', client.call({}, 'echo', { value: 1 }));
  await ask('mandatory cast', client.prepare({ mandatory: true }).cast({}, 'echo', { value: 2 }));
  await ask(
    'servers',
    calling.driver().then((driver) => driver.servers(calling.address(target))),
  );
  await ask('fanout', client.prepare({ fanout: true, server: undefined }).cast({}, 'echo', { value: 3 }));
  await ask('notify', notifier.notify({}, { publisherId: 'p', eventType: 'e', payload: {} }));
  await bounded('close of the client', calling.close());
  // One that does not start waits for its transport.
  if (started) {
    await bounded('stop', server.stop());
    await bounded('wait', server.wait());
  }
  await bounded('close of the server', serving.close());
  await bounded('stop at last', server.stop());
  await bounded('wait at last', server.wait());
  for (const [what, settled] of asked) await bounded(what, settled);
  await bounded('leaving', broker.left());
  await broker.stop();
  return { trouble, places };
}

it('falls silent at each frame, and all ends in time', async () => {
  const { places, trouble } = await stopsIn(undefined);
  expect(trouble).toEqual([]);
  const all = await Promise.all([...new Set(places)].map((place) => stopsIn(place)));
  expect(all.flatMap((one) => one.trouble)).toEqual([]);
});
