import { describe, expect, it } from 'vitest';
import { flavorOf } from '../../../src/nova/api/index.js';
import { BootRunner } from '../../../src/nova/conductor/build/boot-runner.js';
import { Claims } from '../../../src/nova/conductor/claims.js';
import { ConductorManager } from '../../../src/nova/conductor/manager.js';
import { Recovery } from '../../../src/nova/conductor/recovery/recovery.js';
import { Tools } from '../../../src/nova/conductor/tools.js';
import { BuildRequestNotFound } from '../../../src/nova/exception/index.js';
import { Chain } from './chain.js';
import { type Around, instrumented } from './instrumented.js';

/** Dies at a call of all that it makes, before or after it has had its effect: nothing that it tries then happens. */
class Mortal {
  readonly calls: string[] = [];
  dead = false;

  constructor(
    private readonly at: number,
    private readonly when: 'before' | 'after',
  ) {}

  readonly around: Around = async (name, call) => {
    if (this.dead) throw new Error('it is dead');
    const number = this.calls.push(name) - 1;
    if (number === this.at && this.when === 'before') return this.#die();
    const result = await call();
    if (this.dead) throw new Error('it is dead');
    return number === this.at ? this.#die() : result;
  };

  #die(): never {
    this.dead = true;
    throw new Error('it dies');
  }
}

const PASSES = 8;

/** Another conductor that looks for what nobody finishes, until nothing is left. */
async function recover(chain: Chain, uuids: readonly string[]): Promise<void> {
  const tools = new Tools(chain.init('nova-conductor'), chain.now);
  const claims = new Claims(tools);
  const recovery = new Recovery(tools, claims, new BootRunner(tools, claims));
  for (let pass = 0; pass < PASSES; pass++) {
    chain.pass(120);
    await recovery.run(new AbortController().signal);
    // A message that is on its way to a compute arrives.
    await new Promise((resolve) => setImmediate(resolve));
    if (await isSettled(chain, uuids)) return;
  }
}

async function isSettled({ database }: Chain, uuids: readonly string[]): Promise<boolean> {
  const requests = await database.buildRequests.list();
  const instances = await database.instances.list({ uuid: uuids });
  const states = instances.map(({ vm_state }) => vm_state);
  return requests.length === 0 && states.length === uuids.length && !states.includes('building');
}

/** Each active or in error with a fault, none on two hosts, and as much held as those that are active need. */
async function expectAllAccountedFor(chain: Chain, uuids: readonly string[], where: string): Promise<void> {
  const { database } = chain;
  let active = 0;
  for (const uuid of uuids) {
    const instance = await database.instances.getByUuid(uuid);
    const faults = await database.faults.list(uuid);
    expect(instance.task_state, where).toBe(null);
    if (instance.vm_state === 'active') active++;
    else {
      expect(instance.vm_state, where).toBe('error');
      expect(faults.length, where).toBe(1);
    }
    const hosts = [...chain.computes.values()].filter(({ taken }) => taken.includes(uuid));
    expect(hosts.length, where).toBe(instance.vm_state === 'active' ? 1 : 0);
    const holds = await database.allocations.get(uuid);
    const nodes = holds.map(({ compute_node_uuid }) => compute_node_uuid);
    expect(nodes, where).toEqual(hosts.map(({ node }) => node.uuid));
    await expect(database.buildRequests.getByInstanceUuid(uuid), where).rejects.toThrow(BuildRequestNotFound);
  }
  const held = Object.values(await chain.held()).reduce((sum, one) => sum + one, 0);
  expect(held, where).toBe(active);
}

interface Case {
  readonly config?: object;
  readonly flavor?: Parameters<typeof flavorOf>[0];
  readonly vmState: string;
}

/** One life of a conductor that dies at its call number `at`; false when it made fewer. */
async function live(
  at: number,
  when: 'before' | 'after',
  { config = {}, flavor = 'm1.tiny', vmState }: Case,
) {
  const chain = await Chain.open({ config });
  await chain.compute('c1');
  await chain.compute('c2');
  const mortal = new Mortal(at, when);
  const manager = new ConductorManager(instrumented(chain.init('nova-conductor'), mortal.around));
  const { uuids, args } = await chain.write({ count: 2, flavor: flavorOf(flavor) });
  const where = () => `killed ${when} call ${at}: ${mortal.calls.slice(0, at + 1).join(', ')}`;
  await manager.computeTasks.schedule_and_build_instances(chain.context, args).catch(() => {});
  if (!mortal.dead) return false;
  await recover(chain, uuids);
  await expectAllAccountedFor(chain, uuids, where());
  // The death of a conductor is no reason to fail.
  if (vmState === 'active') {
    const states = (await chain.database.instances.list({ uuid: uuids })).map(({ vm_state }) => vm_state);
    expect(states, where()).toEqual(['active', 'active']);
  }
  return true;
}

async function liveAndDieEverywhere(when: 'before' | 'after', of: Case): Promise<number> {
  let at = 0;
  while (await live(at, when, of)) at++;
  return at;
}

describe.for(['before', 'after'] as const)('a conductor that is killed %s any of its calls', (when) => {
  it('leaves boots that another brings to their computes', { timeout: 120_000 }, async () => {
    expect(await liveAndDieEverywhere(when, { vmState: 'active' })).toBeGreaterThan(20);
  });

  it('leaves boots without a host that another records', { timeout: 120_000 }, async () => {
    const died = await liveAndDieEverywhere(when, { flavor: 'm1.xlarge', vmState: 'error' });
    expect(died).toBeGreaterThan(20);
  });

  it('leaves boots above the quota that another ends in error', { timeout: 120_000 }, async () => {
    const config = { quota: { instances: 1 } };
    expect(await liveAndDieEverywhere(when, { config, vmState: 'error' })).toBeGreaterThan(20);
  });
});
