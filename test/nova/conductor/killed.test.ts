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
import { rescheduled } from './rescheduled.js';

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
    try {
      return await call();
    } finally {
      // Whatever came of it, nobody is there to hear it.
      if (number === this.at) this.#die();
    }
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
    await recovery.run();
    await tools.init.tg.wait();
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

/** What a conductor is asked to do with instances, and who they are. */
type Task = (chain: Chain, manager: ConductorManager, of: Case) => Promise<{ uuids: readonly string[] }>;

const boots: Task = async (chain, { computeTasks }, { flavor = 'm1.tiny' }) => {
  const { uuids, args } = await chain.write({ count: 2, flavor: flavorOf(flavor) });
  await computeTasks.schedule_and_build_instances(chain.context, args).catch(() => {});
  return { uuids };
};

/** Both have failed on a compute, which gives them back. */
const buildsAgain: Task = async (chain, { computeTasks }) => {
  const { uuids, args } = await rescheduled(chain, 2);
  await computeTasks.build_instances(chain.context, args).catch(() => {});
  return { uuids };
};

/** One life of a conductor that dies at its call number `at`; false when it made fewer. */
async function live(chain: Chain, at: number, when: 'before' | 'after', task: Task, of: Case) {
  const { database } = chain;
  const mortal = new Mortal(at, when);
  const manager = new ConductorManager(instrumented(chain.init('nova-conductor'), mortal.around));
  const { uuids } = await task(chain, manager, of);
  if (mortal.dead) {
    const where = `killed ${when} call ${at}: ${mortal.calls.slice(0, at + 1).join(', ')}`;
    await recover(chain, uuids);
    await expectAllAccountedFor(chain, uuids, where);
    const states = (await database.instances.list({ uuid: uuids })).map(({ vm_state }) => vm_state);
    // The death of a conductor is no reason to fail.
    if (of.vmState === 'active') expect(states, where).toEqual(['active', 'active']);
  }
  for (const uuid of uuids) {
    await database.allocations.release(uuid);
    await database.instances.destroy(await database.instances.getByUuid(uuid));
  }
  return mortal.dead;
}

/** How many lives there were. */
async function liveAndDieEverywhere(when: 'before' | 'after', task: Task, of: Case): Promise<number> {
  const chain = await Chain.open({ config: of.config ?? {} });
  await chain.compute('c1');
  await chain.compute('c2');
  let at = 0;
  while (await live(chain, at, when, task, of)) at++;
  return at;
}

describe.for(['before', 'after'] as const)('a conductor that is killed %s any of its calls', (when) => {
  it('leaves boots that another brings to their computes', { timeout: 60_000 }, async () => {
    expect(await liveAndDieEverywhere(when, boots, { vmState: 'active' })).toBeGreaterThan(30);
  });

  it('leaves boots without a host that another records', { timeout: 60_000 }, async () => {
    const of = { flavor: 'm1.xlarge', vmState: 'error' } as const;
    expect(await liveAndDieEverywhere(when, boots, of)).toBeGreaterThan(30);
  });

  it('leaves boots above the quota that another ends in error', { timeout: 60_000 }, async () => {
    const of = { config: { quota: { instances: 1 } }, vmState: 'error' };
    expect(await liveAndDieEverywhere(when, boots, of)).toBeGreaterThan(30);
  });

  it('leaves builds that are to be tried again, which another does', { timeout: 60_000 }, async () => {
    expect(await liveAndDieEverywhere(when, buildsAgain, { vmState: 'active' })).toBeGreaterThan(8);
  });
});
