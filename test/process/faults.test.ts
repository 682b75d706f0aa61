import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIXTURES, launch, Place, type Run } from './harness.js';

/** What is wrong with a service itself: it does not load, is none, does not start, or has nothing left to do. */

let place: Place;
let run: Run;

beforeEach(() => {
  place = new Place();
});

afterEach(() => {
  run.destroy();
  place.remove();
});

const OTHER = { module: `${FIXTURES}/worker.js`, workers: 2, config: { text: 'other' } };

/** Runs the source as service a, beside a good one unless it is to be alone in one process. */
function begin(
  source: string,
  { alone = false, ...service }: { alone?: boolean; [key: string]: unknown } = {},
): Run {
  place.write('service.mjs', source);
  const a = { module: './service.mjs', workers: 1, restart: { intensity: 1 }, ...service };
  place.write('services.json', { services: alone ? { a } : { a, b: OTHER } });
  run = launch(place);
  return run;
}

const printed = (text: string, service = 'a') =>
  run.lines.filter((line) => line.msg === text && line.service === service).length;

const faults: Record<string, { source: string; first: RegExp; stack: RegExp }> = {
  'a start() that throws': {
    source: 'export default { async start() {\n  throw new TypeError("broken on purpose");\n} }',
    first: /^start\(\) of a failed: TypeError: broken on purpose/,
    stack: /service\.mjs:2/,
  },
  'a start() that throws no Error': {
    source: 'export default { start() { throw "a mere string"; } }',
    first: /^start\(\) of a failed: a mere string/,
    stack: /a mere string/,
  },
  'a constructor that throws': {
    source: 'export default class { constructor() {\n  throw new Error("broken on purpose");\n} start() {} }',
    first: /^start\(\) of a failed: Error: broken on purpose/,
    stack: /service\.mjs:2/,
  },
  'a module that throws': {
    source: '\nthrow new Error("broken on purpose");',
    first: /^start\(\) of a failed: Error: broken on purpose/,
    stack: /service\.mjs:2/,
  },
  'a module that does not parse': {
    source: 'export default class {',
    first: /^start\(\) of a failed: SyntaxError: /,
    stack: /SyntaxError/,
  },
  'a module that imports what is not there': {
    source: 'import "./gone.mjs"; export default { start() {} }',
    first: /^start\(\) of a failed: Error: Cannot find module '.*gone\.mjs'/,
    stack: /ERR_MODULE_NOT_FOUND/,
  },
};

describe.each(Object.entries(faults))('%s', (_name, { source, first, stack }) => {
  it('is logged with its stack by each worker, which exits with 69, and paid from the budget', async () => {
    begin(source);
    expect(await run.exit()).toBe(4);
    const logged = run.lines.filter(({ msg, service }) => service === 'a' && first.test(msg));
    expect(logged).toHaveLength(2);
    for (const line of logged)
      expect(line).toMatchObject({ level: 50, worker: 0, generation: 1, code: 'NL_START_FAILED' });
    expect(JSON.stringify(logged[0]!.err)).toMatch(stack);
    expect(run.of('worker-crashed')).toHaveLength(1);
    expect(run.of('service-failed')[0]!.reason).toContain('failed to start');
    expect(printed('stopped', 'b')).toBe(printed('started', 'b'));
  });

  it('is logged with its stack in one process, which exits with 4', async () => {
    begin(source, { alone: true });
    expect(await run.exit()).toBe(4);
    const [logged, ...others] = run.of('service-failed');
    expect(logged!.msg).toMatch(first);
    expect(JSON.stringify(logged!.err)).toMatch(stack);
    expect(others).toEqual([]);
  });
});

it('a worker whose start() throws exits with 69', async () => {
  begin('process.on("exit", (code) => console.log("code " + code)); throw new Error("broken")');
  expect(await run.exit()).toBe(4);
  expect(printed('code 69')).toBe(2);
});

describe('what is no service', () => {
  const source = 'console.log("loaded"); export default { begin() {} }';

  it('is said once, tried once, and everything stops with 78', async () => {
    begin(source, { workers: 2 });
    expect(await run.exit()).toBe(78);
    const [said, ...more] = run.of('no-service');
    expect(said!.msg).toMatch(/service\.mjs.*"a" exports no service.*found: .*begin.*start\(\)/s);
    expect(said).toMatchObject({ service: 'a', code: 'NL_NOT_A_SERVICE' });
    expect(more).toEqual([]);
    expect(printed('loaded')).toBeLessThanOrEqual(2);
    expect(run.of('worker-crashed')).toEqual([]);
    expect(printed('stopped', 'b')).toBe(printed('started', 'b'));
  });

  it('and not essential: is left out, and the others go on', async () => {
    begin(source, { workers: 2, essential: false });
    await run.line('no-service');
    await run.until(() => printed('started', 'b') === 2, 'the other service');
    run.signal('SIGTERM');
    expect(await run.exit()).toBe(0);
    expect(run.of('no-service')).toHaveLength(1);
    // The second worker may be ended before it has come to its module.
    expect(printed('loaded')).toBeLessThanOrEqual(2);
    expect(printed('stopped', 'b')).toBe(2);
  });

  it('in one process: is said once, exit code 78', async () => {
    begin(source, { alone: true });
    expect(await run.exit()).toBe(78);
    expect(run.of('no-service')).toHaveLength(1);
    expect(run.stderr).toBe('');
  });
});

describe('L17: a service that has finished', () => {
  const finishes = `export default { async start() { console.log('start'); setTimeout(() => console.log('did it'), 300); } }`;

  it('is replaced by its supervisor, which says why, until the budget is empty', async () => {
    begin(finishes, { restart: { intensity: 2, backoff: { initial: 0.1 } } });
    expect(await run.exit()).toBe(4);
    const reasons = run.of('worker-crashed').map(({ reason }) => reason);
    expect(reasons).toHaveLength(2);
    for (const reason of reasons) expect(reason).toMatch(/nothing left to do/);
    expect(run.of('service-failed')[0]!.reason).toMatch(/nothing left to do/);
    expect(printed('did it')).toBe(3);
    expect(printed('stopped', 'b')).toBe(printed('started', 'b'));
  });

  it('that exits by itself is replaced as well', async () => {
    begin(`export default { start() { setTimeout(() => process.exit(0), 100); } }`);
    expect(await run.exit()).toBe(4);
    expect(run.of('worker-crashed')).toMatchObject([{ reason: 'exited with code 0' }]);
  });

  it('in one process ends it with 0, and a line', async () => {
    begin(finishes, { alone: true });
    expect(await run.exit()).toBe(0);
    expect((await run.line('finished')).msg).toContain('Nothing is left to do');
    expect(run.raw).toContain('did it');
  });

  it('in one process, whose start() can never resolve: 4, and a line', async () => {
    begin('export default { start() { return new Promise(() => {}); } }', { alone: true, readyTimeout: 10 });
    expect(await run.exit()).toBe(4);
    expect(run.transcript()).toContain('start() of a does not resolve');
  });
});
