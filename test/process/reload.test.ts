import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually, FIXTURES, launch, Place, type Run } from './harness.js';

/** A reload onto something bad leaves the old workers serving, untouched, and says why; the next good one goes through. */

let place: Place;
let run: Run;

const GOOD = readFileSync(`${FIXTURES}/worker.js`, 'utf8');

function write(extra: object = {}): void {
  const service = {
    module: './service.mjs',
    workers: 3,
    readyTimeout: 2,
    reload: { stableFor: 0.5 },
    ...extra,
  };
  place.write('services.json', { services: { a: service } });
}

beforeEach(async () => {
  place = new Place();
  place.write('service.mjs', GOOD);
  write();
  run = launch(place);
  await run.line('service-ready');
});

afterEach(() => {
  run.destroy();
  place.remove();
});

const code = (source: string) => () => place.write('service.mjs', source);

const bad: Record<string, { spoil: () => unknown; reason: RegExp }> = {
  'an invalid file': {
    spoil: () =>
      place.write('services.json', '{ "services": { "a": { "module": "./service.mjs", "wrokers": 3 } } }'),
    reason: /services\.json:1:\d+ .*wrokers.*workers/s,
  },
  'a file that is gone': { spoil: () => write({ module: './gone.mjs' }), reason: /gone\.mjs/ },
  'code that does not parse': { spoil: code('export default class {'), reason: /SyntaxError/ },
  'code that throws': { spoil: code('throw new Error("bad release")'), reason: /bad release/ },
  'code that is no service': { spoil: code('export default { begin() {} }'), reason: /no service/ },
  'code that never gets ready': {
    spoil: code('export default { start() { setInterval(() => {}, 1000); return new Promise(() => {}); } }'),
    reason: /not ready within 2 s/,
  },
  'code that exits': { spoil: code('process.exit(0)'), reason: /exited with code 0/ },
  'code that dies soon after ready': {
    spoil: code('export default { start() { setTimeout(() => process.exit(9), 200); } }'),
    reason: /exited with code 9/,
  },
  'code that blocks its loop while starting': {
    spoil: code('export default { start() { for (;;); } }'),
    reason: /not ready within 2 s/,
  },
};

describe('a reload onto', () => {
  it.each(Object.entries(bad))('%s is refused', async (_name, { spoil, reason }) => {
    const before = run.workers;
    spoil();
    run.signal('SIGHUP');
    const refused = await run.line('reload-refused');
    expect(refused.msg).toMatch(reason);
    expect(run.workers).toEqual(expect.arrayContaining(before));
    expect(run.lines.filter((line) => /^(stop|signal)/.test(line.msg))).toEqual([]);

    place.write('service.mjs', GOOD);
    write();
    run.signal('SIGHUP');
    await run.line('reload-accepted');
    expect(run.of('worker-crashed')).toEqual([]);
    run.signal('SIGTERM');
    expect(await run.exit()).toBe(0);
  });

  it('good code takes over one worker after the other, the canary first', async () => {
    const before = run.workers;
    run.signal('SIGHUP');
    await run.line('reload-accepted');
    await run.line('worker-gone', 3);
    const order = run.lines.filter(({ id }) => id === 'worker-ready' || id === 'worker-gone').slice(3);
    expect(order.map(({ id, worker }) => `${id} ${worker}`).slice(0, 2)).toEqual([
      'worker-ready 0',
      'worker-gone 0',
    ]);
    expect(order.filter(({ id, generation }) => id === 'worker-ready' && generation === 2)).toHaveLength(3);
    expect(run.workers).toHaveLength(3);
    expect(run.workers.filter((pid) => before.includes(pid))).toEqual([]);
    run.signal('SIGTERM');
    expect(await run.exit()).toBe(0);
  });

  it('code that fails after the canary is taken back', async () => {
    const before = run.workers;
    place.write(
      'service.mjs',
      GOOD.replace(
        "console.log('start');",
        "if (this.context.generation > 1 && this.context.worker === 2) throw new Error('only here');",
      ),
    );
    run.signal('SIGHUP');
    const refused = await run.line('reload-refused');
    expect(refused.msg).toMatch(/worker 2 .*only here/);
    await run.line('rolled-back');
    await eventually(() => run.workers.length === 3, 'the end of the workers that were taken back');
    expect(run.workers).toContain(before[2]);
    run.signal('SIGTERM');
    expect(await run.exit()).toBe(0);
  });
});
