import { describe, expect, it } from 'vitest';
import { hopsBetween, NOTHING, type Snapshot } from '../../../src/cli/nova/progress.js';

const at = new Date('2026-11-26T12:00:00Z');
const row = (host: string | null, vm_state: string, task_state: string | null) => ({
  row: { host, vm_state, task_state, at },
});
const claims = (...hosts: string[]) => ({ claims: hosts.map((host) => ({ host, what: '1 VCPU' })) });
const event = (id: number, where: string, name: string, result: string | null = null) => ({
  id,
  where,
  event: name,
  result,
  began: at,
  ended: result === null ? null : at,
});

/** What is told when an instance is seen like this, one after the other. */
function told(...looks: Partial<Snapshot>[]): string[] {
  const all: string[] = [];
  let before = NOTHING;
  for (const look of looks) {
    const now = { ...NOTHING, ...look };
    for (const { where, what, isError } of hopsBetween(before, now))
      all.push(`${where}: ${what}${isError ? '!' : ''}`);
    before = now;
  }
  return all;
}

describe('hopsBetween', () => {
  it('tells of a build, each thing once', () => {
    const build = 'compute__do_build_and_run_instance';
    expect(
      told(
        {},
        claims('c1'),
        { ...claims('c1'), ...row(null, 'building', 'scheduling') },
        { ...claims('c1'), ...row('c1', 'building', 'spawning'), events: [event(1, 'c1', build)] },
        { ...claims('c1'), ...row('c1', 'building', 'spawning'), events: [event(1, 'c1', build)] },
        { ...claims('c1'), ...row('c1', 'active', null), events: [event(1, 'c1', build, 'Success')] },
      ),
    ).toEqual([
      'nova-scheduler: claimed 1 VCPU on c1',
      'nova-conductor: building, scheduling',
      `c1: ${build} begins`,
      'c1: building, spawning',
      'c1: active',
      `c1: ${build} ends: Success`,
    ]);
  });

  it('tells of all that went by between two looks', () => {
    const now = {
      ...claims('c1'),
      ...row('c1', 'active', null),
      events: [event(1, 'c1', 'build', 'Success')],
    };
    expect(told(now)).toEqual([
      'nova-scheduler: claimed 1 VCPU on c1',
      'c1: build begins',
      'c1: active',
      'c1: build ends: Success',
    ]);
  });

  it('tells of a build that goes to another host', () => {
    expect(
      told({ ...claims('c1'), ...row('c1', 'building', 'spawning') }, row(null, 'building', 'scheduling'), {
        ...claims('c2'),
        ...row('c2', 'building', null),
      }).slice(2),
    ).toEqual([
      'c1: it holds nothing here any more',
      'c1: could not build it: back to the conductor',
      'nova-scheduler: claimed 1 VCPU on c2',
      'c2: building',
    ]);
  });

  it('tells of a build that failed, and why', () => {
    const fault = { id: 1, where: 'c1', message: 'No disk', at };
    const events = [event(1, 'c1', 'build', 'Error')];
    expect(
      told({ events: [event(1, 'c1', 'build')] }, { ...row(null, 'error', null), events, fault }),
    ).toEqual([
      'c1: build begins',
      'nova-conductor: error!',
      'c1: build ends: Error!',
      'c1: fault: No disk!',
    ]);
  });

  it('tells of a live migration', () => {
    const migration = (status: string, dest: string | null) => ({
      migration: { id: 1, status, source: 'c1', dest, at },
    });
    const moving = row('c1', 'active', 'migrating');
    expect(
      told(
        { ...claims('c1'), ...row('c1', 'active', null) },
        { ...moving, ...migration('accepted', null) },
        { ...claims('c2'), ...moving, ...migration('accepted', 'c2') },
        { ...claims('c2'), ...row('c2', 'active', null), ...migration('completed', 'c2') },
        { ...claims('c2'), ...row('c2', 'active', null), ...migration('failed', 'c2') },
      ).slice(2),
    ).toEqual([
      "c1: what it holds here is its migration's now",
      'c1: active, migrating',
      'c1: migration accepted',
      'nova-scheduler: claimed 1 VCPU on c2',
      'c1: migration to c2 accepted',
      'c2: active',
      'c1: migration to c2 completed',
      'c1: migration to c2 failed!',
    ]);
  });

  it('tells of a live migration that is taken back', () => {
    const moving = row('c1', 'active', 'migrating');
    const looks = [
      { ...claims('c1'), ...row('c1', 'active', null) },
      moving,
      { ...claims('c1'), ...row('c1', 'active', null) },
    ];
    expect(told(...looks).slice(-2)).toEqual(['c1: it has back what it held here', 'c1: active']);
  });

  it('tells of an instance that is gone', () => {
    expect(told(row('c1', 'active', null), {}).at(-1)).toBe('c1: deleted');
    expect(told(row(null, 'error', null), {}).at(-1)).toBe('nova-launch: deleted');
  });

  it('has the time of what was written down', () => {
    const [claim, begins] = hopsBetween(NOTHING, {
      ...NOTHING,
      ...claims('c1'),
      events: [event(1, 'c1', 'x')],
    });
    expect(claim).not.toHaveProperty('at');
    expect(begins!.at).toBe(at);
  });
});
