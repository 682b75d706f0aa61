import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIXTURES, type Line, launch, Place, type Run } from './harness.js';

/** What workers print arrives: whole, with who printed it, and the last lines before a crash as well. */

let place: Place;
let run: Run;

beforeEach(() => {
  place = new Place();
});

afterEach(() => {
  run.destroy();
  place.remove();
});

const once = { restart: { intensity: 0 } };

function begin(way: string, config: object = {}, service: object = {}): Run {
  const definition = { module: `${FIXTURES}/printer.js`, workers: 2, config: { way, ...config }, ...service };
  place.write('services.json', { services: { a: definition } });
  run = launch(place);
  return run;
}

const from = ({ service, worker, generation, pid }: Line) => ({ service, worker, generation, pid });

async function stop(): Promise<void> {
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
  expect(run.raw).toEqual([]);
  expect(run.stderr).toBe('');
}

describe('every line says who printed it', () => {
  it.each([
    ['on stdout', { level: 30 }],
    ['on stderr', { level: 50 }],
    ['by the log', { level: 40, extra: 1 }],
    ['own logger', { level: 50, time: 1, nested: { a: 1 } }],
    ['{"not": "finished', { level: 30 }],
    ['ünïcödé ✓ ', { level: 30 }],
  ])('%s', async (msg, more) => {
    begin('plain');
    await run.line('service-ready');
    const pids = run.workers;
    const found = () => run.lines.filter((line) => line.msg === msg);
    await run.until(() => found().length === 2, `${msg} twice`);
    const lines = found().sort((a, b) => a.worker! - b.worker!);
    expect(lines.map(from)).toEqual(
      [0, 1].map((worker) => ({ service: 'a', worker, generation: 1, pid: pids[worker] })),
    );
    for (const line of lines) expect(line).toMatchObject(more);
    await stop();
  });

  it('in the next generation, too', async () => {
    begin('plain', {}, { workers: 2, reload: { stableFor: 0.1 } });
    await run.line('service-ready');
    run.signal('SIGHUP');
    await run.line('reload-accepted');
    await run.until(() => run.lines.filter(({ msg }) => msg === 'on stdout').length === 4, 'four lines');
    expect(
      run.lines
        .filter(({ msg }) => msg === 'on stdout')
        .map(({ generation }) => generation)
        .sort(),
    ).toEqual([1, 1, 2, 2]);
    await stop();
  });

  it('in one process, what goes through the log', async () => {
    begin('plain', {}, { workers: 1 });
    const line = await run.message(/^by the log$/);
    expect(from(line)).toEqual({ service: 'a', worker: 0, generation: 1, pid: run.pid });
    run.signal('SIGTERM');
    expect(await run.exit()).toBe(0);
  });
});

describe('nothing is torn or lost', () => {
  it('long lines of four workers at once', async () => {
    begin('long', { at: 'signal' }, { workers: 4 });
    await run.line('service-ready');
    for (const pid of run.workers) process.kill(pid, 'SIGUSR2');
    const long = () => run.lines.filter(({ msg }) => msg.length > 1000);
    await run.until(() => long().length >= 4, 'four long lines');
    const lines = long().sort((a, b) => a.worker! - b.worker!);
    expect(lines.map(({ msg }) => msg.length)).toEqual([200_000, 200_000, 200_000, 200_000]);
    for (const { msg, worker } of lines) expect(msg).toBe(String(worker).repeat(200_000));
    await stop();
  });

  it('an unfinished line before the exit', async () => {
    begin('partial', {}, once);
    const line = await run.message(/^the beginning of a line$/);
    expect(from(line)).toMatchObject({ service: 'a', generation: 1 });
    expect(await run.exit()).toBe(4);
  });

  it('the stack trace of a crash', async () => {
    begin('throw', {}, { ...once, workers: 2 });
    expect(await run.exit()).toBe(4);
    const [{ worker, pid } = {}] = run.lines.filter(({ msg }) => msg === 'Error: thrown on purpose');
    const trace = run.lines.filter((line) => line.worker === worker && line.pid === pid && line.level === 50);
    expect(trace.map(({ msg }) => msg).join('\n')).toMatch(
      /Error: thrown on purpose\n\s+at .*printer\.js:\d+/s,
    );
  });

  it.each([
    ['exit', 'exited with code 3'],
    ['abort', 'was ended by SIGABRT'],
  ])('the lines before %s', async (way, reason) => {
    begin(way, {}, once);
    expect(await run.exit()).toBe(4);
    expect(run.of('service-failed')[0]?.msg).toContain(reason);
    const dead = new Set(run.lines.filter(({ msg }) => msg === 'line 0').map(({ pid }) => pid));
    expect(dead.size).toBeGreaterThan(0);
    const expected = Array.from({ length: 1000 }, (_, i) => `line ${i}`).join();
    for (const pid of dead) {
      const lines = run.lines.filter((line) => line.pid === pid && /^line \d+$/.test(line.msg));
      expect(lines.map(({ msg }) => msg).join() === expected, `${lines.length} of 1000 lines of ${pid}`).toBe(
        true,
      );
    }
    expect(run.lines.at(-1)).toMatchObject({ id: 'stopped', code: 4 });
  });

  it('in one process, the log before a crash', async () => {
    begin('logs', {}, { workers: 1 });
    expect(await run.exit()).toBe(4);
    expect(run.lines.filter(({ msg }) => /^line \d+$/.test(msg))).toHaveLength(1000);
    expect(run.stderr).toContain('Error: thrown on purpose');
  });

  it('megabytes at once, for a reader who reads', async () => {
    begin('flood', { lines: 2000 }, { workers: 4 });
    const flood = () => run.lines.filter(({ msg }) => msg.startsWith('flood'));
    await run.until(() => flood().length === 8000, '8,000 lines');
    expect(run.of('lines-dropped')).toEqual([]);
    await stop();
  });
});

describe('secrets', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the definition's syntax
  const token = '${file:./token}';
  const secret = 'hunter2-"quoted"\\and\\more';

  function printed(workers: number) {
    place.write('token', secret);
    begin('secret', { token }, { ...once, workers });
    return run.exit();
  }

  it('are masked in all lines of workers', async () => {
    expect(await printed(2)).toBe(4);
    for (const text of ['it is ***', 'token ***', 'Error: refused ***', 'Error: died of ***']) {
      expect(run.lines.map(({ msg }) => msg)).toContain(text);
    }
    expect(run.lines.filter((line) => line.token === '***').length).toBeGreaterThan(1);
    expect(run.transcript() + JSON.stringify(run.lines)).not.toContain('hunter2');
  });

  it('in one process, in what goes through the log', async () => {
    expect(await printed(1)).toBe(4);
    expect(run.lines.find(({ msg }) => msg === 'it is ***')).toMatchObject({ token: '***' });
  });
});
