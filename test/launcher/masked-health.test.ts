import { beforeEach, expect, test } from 'vitest';
import type { Definition } from '../../src/definition/types.js';
import type { Control } from '../../src/launcher/control.js';
import type { Host } from '../../src/launcher/host.js';
import { type Inmate, InPlaceOrders } from '../../src/launcher/in-place-orders.js';
import { LauncherLog } from '../../src/launcher/launcher-log.js';
import { Questions } from '../../src/launcher/questions.js';
import { specFor } from '../../src/launcher/spec.js';
import { type Crew, SupervisorOrders } from '../../src/launcher/supervisor-orders.js';
import type { Status } from '../../src/operations/control/status.js';
import { initialState, step } from '../../src/supervisor/step.js';
import { definition, service } from './definitions.js';

const SECRET = 'hunter22';
// One of them is a word that a status is made of.
const given: Definition = { ...definition(service('api')), secrets: [SECRET, 'failed'] };
const health = {
  status: 'failed',
  reason: `login with ${SECRET} is refused`,
  details: { url: `db://${SECRET}@host`, [SECRET]: [SECRET, 1, null] },
} as const;
const masked = {
  status: 'failed',
  reason: 'login with *** is refused',
  details: { url: 'db://***@host', '***': ['***', 1, null] },
};

const control = { name: 'test' } as Control;
const healthIn = ({ services }: Status) => services[0]!.workers[0]!.figures?.health;

let log: LauncherLog;

beforeEach(() => {
  log = new LauncherLog(given);
});

test('the health of a worker is told without secrets', async () => {
  const [state] = step(initialState(given.services.map(specFor), 1), { type: 'tick' }, 0);
  const slot = { ...state.slots[0]!, state: 'ready' };
  const figures = JSON.stringify({ cpu: 0, health });
  const questions: Questions = new Questions((_, message) =>
    questions.answer((message as { id: number }).id, figures),
  );
  const crew = {
    log,
    questions,
    loop: { state: { ...state, slots: [slot] }, now: () => 0 },
    definition: () => given,
    pidOf: () => 1,
  } as unknown as Crew;
  expect(healthIn(await new SupervisorOrders(crew, control).status(true))).toEqual(masked);
});

test('and that of a service in this process', async () => {
  const host = { service: { name: 'api' }, ready: true, tasks: 0, health } as unknown as Host;
  const inmate = {
    log,
    definition: () => given,
    hosts: () => [host],
    phase: () => 'ready',
    since: () => new Date(),
    reloads: { accepted: 1, generation: 1, queued: null, running: false, verdict: null },
  } as unknown as Inmate;
  expect(healthIn(await new InPlaceOrders(inmate, control).status(true))).toEqual(masked);
});
