import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Chain } from './nova-chain.js';
import { begin, nova } from './nova-command.js';

/** The commands that drive Nova's services, against services in processes of their own. */

let chain: Chain;

beforeAll(async () => {
  const failing = [{ step: 'spawn', kind: 'abort', instance: 'bad*' }];
  const busy = [{ step: 'spawn', kind: 'reschedule', instance: 'picky*' }];
  chain = await Chain.start({
    conductors: 1,
    schedulers: 1,
    computes: {
      'compute-1': { failures: [...failing, ...busy] },
      'compute-2': { failures: failing, spawnDelay: 0.2 },
    },
  });
});

afterAll(() => chain?.destroy());

describe('nova-launch boot', () => {
  it('shows the way of instances to where they run, under one request id', async () => {
    const { out, err, exitCode } = await nova(chain, 'boot', 'web', '--count', '2', '--flavor', 'm1.nano');
    expect({ err, exitCode }).toEqual({ err: '', exitCode: 0 });
    const [, request] = /^(req-[0-9a-f-]{36}): 2 instances of m1\.nano\n/.exec(out)!;
    for (const name of ['web-1', 'web-2']) {
      expect(out).toMatch(
        new RegExp(` ${name} +nova-scheduler +claimed 1 VCPU, 128 MB and 1 GB on compute-`),
      );
      expect(out).toMatch(
        new RegExp(` ${name} +compute-. +compute__do_build_and_run_instance ends: Success`),
      );
    }
    expect(out).toMatch(/\n2 of 2 instances are active after \d+\.\d\d s\.\n$/);
    const { out: shown } = await nova(chain, 'instance', 'show', 'web-1', '--json');
    expect(JSON.parse(shown)).toMatchObject({ vm_state: 'active', actions: [{ request_id: request }] });
  });

  it('shows a build that goes to another host', async () => {
    const { out, exitCode } = await nova(chain, 'boot', 'picky', '--json');
    expect(exitCode).toBe(0);
    const [instance] = JSON.parse(out).instances;
    expect(instance).toMatchObject({ name: 'picky', vm_state: 'active', host: 'compute-2', fault: null });
  });

  it('tells the fault of what is not built', async () => {
    const { out, err, exitCode } = await nova(chain, 'boot', 'bad');
    expect(exitCode).toBe(1);
    expect(out).toMatch(/ compute-\d +fault: Build of instance .* aborted: .*told to fail at spawn of bad/);
    expect(err).toMatch(/^nova-launch: The instance is not active after/);
  });

  it('harms nothing when it is interrupted', async () => {
    const child = begin(chain, 'boot', 'patient', '--host', 'compute-2');
    let out = '';
    child.stdout!.on('data', (data) => {
      out += String(data);
      if (out.includes('patient')) child.kill('SIGINT');
    });
    const exitCode = await new Promise((resolve) => child.on('exit', resolve));
    expect(exitCode).toBe(130);
    const uuid = / {2}([0-9a-f-]{36}) {2}patient\n/.exec(out)![1]!;
    const [instance] = await chain.settled([uuid]);
    expect(instance!.vm_state).toBe('active');
  });
});

describe('nova-launch instance', () => {
  it('moves, stops, starts, reboots and deletes one', async () => {
    await nova(chain, 'boot', 'mine', '--host', 'compute-1', '--flavor', 'm1.nano');
    const moved = await nova(chain, 'instance', 'migrate', 'mine');
    expect(moved).toMatchObject({ exitCode: 0, err: '' });
    expect(moved.out).toMatch(/ compute-1 +migration to compute-2 completed\n/);
    expect(moved.out).toMatch(/\nmine is moved after/);
    const back = await nova(chain, 'instance', 'migrate', 'mine', '--host', 'compute-1', '--json');
    expect(JSON.parse(back.out)).toMatchObject({
      ended: 'all',
      instances: [{ done: true, host: 'compute-1' }],
    });
    for (const deed of ['stop', 'start', 'reboot', 'delete'])
      expect(await nova(chain, 'instance', deed, 'mine')).toMatchObject({ exitCode: 0, err: '' });
    expect((await nova(chain, 'instance', 'list')).out).not.toContain(' mine ');
  });
});

describe('nova-launch service', () => {
  it('has a disabled compute get no work', async () => {
    expect((await nova(chain, 'service', 'disable', 'compute-1', '--reason', 'repair')).exitCode).toBe(0);
    const refused = await nova(chain, 'boot', 'nowhere', '--host', 'compute-1');
    expect(refused).toMatchObject({
      exitCode: 1,
      out: expect.stringContaining('fault: No valid host was found'),
    });
    const { out } = await nova(chain, 'service', 'list', '--long');
    expect(out).toMatch(/nova-compute +compute-1 +nova +disabled +up .* repair +false\n/);
    expect(out).toMatch(/\n0 +nova-conductor +\S+ +\d+ +1 +up /);
    expect((await nova(chain, 'service', 'enable', 'compute-1')).exitCode).toBe(0);
    expect((await nova(chain, 'boot', 'somewhere', '--host', 'compute-1')).exitCode).toBe(0);
  });
});

describe('at the end', () => {
  it('claims, hypervisors and rows agree', async () => {
    await chain.audit();
  });

  it('tells what to start when nothing runs any more', async () => {
    expect(await chain.stop()).toBe(0);
    const { exitCode, err } = await nova(chain, 'boot');
    expect({ exitCode, err }).toEqual({
      exitCode: 3,
      err: expect.stringMatching(/no nova-conductor runs on ipc:.*\nRemedy: Start the services: /),
    });
  });
});
