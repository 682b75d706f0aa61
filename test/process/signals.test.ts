import { afterEach, describe, expect, it } from 'vitest';
import { FIXTURES, gone, launch, Place, type Run } from './harness.js';

/** Every signal, in every phase, for one process and for a supervised one. */

let place: Place;
let run: Run | undefined;

function begin(config: object, options: { workers: number; service?: object; args?: string[] }): Run {
  place = new Place();
  const service = {
    module: `${FIXTURES}/worker.js`,
    workers: options.workers,
    gracefulShutdownTimeout: 10,
    config,
    ...options.service,
  };
  place.write('services.json', { services: { a: service } });
  run = launch(place, options.args, { detached: true });
  return run;
}

afterEach(() => {
  run?.destroy();
  place?.remove();
});

const modes = [
  { name: 'one process', workers: 1 },
  { name: 'supervised', workers: 2 },
] as const;

describe.each(modes)('$name', ({ workers }) => {
  const printed = (running: Run, text: string) =>
    running.lines.filter((line) => line.msg === text).length +
    running.raw.filter((line) => line === text).length;
  const all = (running: Run, text: string, count: number = workers) =>
    running.until(() => printed(running, text) >= count, `"${text}" ${count} times`);

  async function expectEnd(running: Run, code: number) {
    const children = running.workers;
    expect(await running.exit()).toBe(code);
    await gone(children);
  }

  it.each(['SIGTERM', 'SIGINT'] as const)('%s when ready: drains, exits with 0', async (signal) => {
    const running = begin({}, { workers });
    await all(running, 'started');
    running.signal(signal);
    await expectEnd(running, 0);
    expect(printed(running, 'signal')).toBe(workers);
    expect(printed(running, 'stop true')).toBe(workers);
    expect(printed(running, 'stopped')).toBe(workers);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('%s while starting: ends soon, exits with 0', async (signal) => {
    const running = begin({ hangAt: 'start' }, { workers });
    await all(running, 'start');
    running.signal(signal);
    await expectEnd(running, 0);
  });

  it('a second SIGTERM while draining changes nothing', async () => {
    const running = begin({ stopDelay: 800 }, { workers });
    await all(running, 'started');
    running.signal('SIGTERM');
    await all(running, 'stop true');
    running.signal('SIGTERM');
    running.signalGroup('SIGTERM');
    await expectEnd(running, 0);
    expect(printed(running, 'stopped')).toBe(workers);
    expect(printed(running, 'stop false')).toBe(0);
  });

  it('L1: a SIGTERM to the whole group drains', async () => {
    const running = begin({ stopDelay: 800 }, { workers });
    await all(running, 'started');
    running.signalGroup('SIGTERM');
    await expectEnd(running, 0);
    expect(printed(running, 'stopped')).toBe(workers);
    expect(printed(running, 'start')).toBe(workers);
  });

  it('L16: Ctrl-C reaches the whole group once, and nothing is forked again', async () => {
    const running = begin({ stopDelay: 300 }, { workers });
    await all(running, 'started');
    running.signalGroup('SIGINT');
    await expectEnd(running, 0);
    expect(printed(running, 'stopped')).toBe(workers);
    expect(printed(running, 'start')).toBe(workers);
  });

  it('a repeated SIGINT takes the next rung: stop(false), exit code 130', async () => {
    const running = begin({ stopDelay: 60_000 }, { workers, service: { gracefulShutdownTimeout: 60 } });
    await all(running, 'started');
    running.signal('SIGINT');
    await all(running, 'stop true');
    await new Promise((done) => setTimeout(done, 600)); // two within half a second are one key press
    running.signal('SIGINT');
    await expectEnd(running, 130);
    expect(printed(running, 'stop false')).toBe(workers);
  });

  it('the graceful deadline: stop(false), then the end, exit code 75', async () => {
    const running = begin({ stopDelay: 60_000 }, { workers, service: { gracefulShutdownTimeout: 1 } });
    await all(running, 'started');
    running.signal('SIGTERM');
    await expectEnd(running, 75);
    expect(printed(running, 'stop false')).toBe(workers);
  });

  it('L4: a stop() that hangs is cut, exit code 75', async () => {
    const running = begin({ hangAt: 'stop' }, { workers, service: { gracefulShutdownTimeout: 1 } });
    await all(running, 'started');
    running.signal('SIGTERM');
    await expectEnd(running, 75);
  });

  it('L7: a stop() that throws ends as well', async () => {
    const running = begin({ throwAt: 'stop' }, { workers });
    await all(running, 'started');
    running.signal('SIGTERM');
    await expectEnd(running, 0);
    expect(running.transcript()).toContain('stop failed on purpose');
  });

  it('L9: a wait() that throws ends as well', async () => {
    const running = begin({ throwAt: 'wait' }, { workers });
    await all(running, 'started');
    running.signal('SIGTERM');
    await expectEnd(running, 0);
  });

  it('SIGHUP reloads; SIGTERM afterwards stops', async () => {
    const running = begin({}, { workers, service: { reload: { stableFor: 0.1 } } });
    await all(running, 'started');
    running.signal('SIGHUP');
    await running.line('reload-accepted');
    await all(running, 'started', 2 * workers);
    running.signal('SIGTERM');
    await expectEnd(running, 0);
    expect(printed(running, 'stopped')).toBe(2 * workers);
  });

  it('SIGTERM overrides a reload under way', async () => {
    const running = begin({ startDelay: 400 }, { workers });
    await all(running, 'started');
    running.signal('SIGHUP');
    await all(running, 'start', workers + 1);
    running.signal('SIGTERM');
    await expectEnd(running, 0);
  });

  it('L2: a second SIGHUP cuts no drain, and is followed', async () => {
    const running = begin({ stopDelay: 600 }, { workers, service: { reload: { stableFor: 0.1 } } });
    await all(running, 'started');
    running.signal('SIGHUP');
    await all(running, 'stop true', 1);
    running.signal('SIGHUP');
    running.signal('SIGHUP');
    await running.line('reload-accepted', 2);
    running.signal('SIGTERM');
    await expectEnd(running, 0);
    expect(running.of('reload-accepted')).toHaveLength(2);
    expect(printed(running, 'stopped')).toBe(3 * workers);
    expect(printed(running, 'stop false')).toBe(0);
  });

  it('mutate: SIGHUP hands the new configuration over and calls reset(); nothing stops', async () => {
    const running = begin({ text: 'old' }, { workers, service: { restartMethod: 'mutate' } });
    await all(running, 'started');
    const before = running.workers;
    const file = {
      module: `${FIXTURES}/worker.js`,
      workers,
      restartMethod: 'mutate',
      config: { text: 'new' },
    };
    place.write('services.json', { services: { a: file } });
    running.signal('SIGHUP');
    await all(running, 'reset new');
    expect(running.workers).toEqual(before);
    expect(printed(running, 'stop true')).toBe(0);
    running.signal('SIGTERM');
    await expectEnd(running, 0);
  });

  it('L8: an invalid file, or a reset() that throws, leaves the service running', async () => {
    const running = begin({ throwAt: 'reset' }, { workers, service: { restartMethod: 'mutate' } });
    await all(running, 'started');
    running.signal('SIGHUP');
    await running.until(
      () => running.transcript().includes('reset failed on purpose'),
      'the error of reset()',
    );
    place.write('services.json', '{ "services": { "a": { "worker": 1 } } }');
    running.signal('SIGHUP');
    const refused = await running.message(/services\.json/);
    expect(refused.id).toBe('reload-refused');
    expect(refused.msg).toContain('worker');
    running.signal('SIGTERM');
    await expectEnd(running, 0);
    expect(printed(running, 'stopped')).toBe(workers);
  });
});

describe('SIGTTIN and SIGTTOU', () => {
  it('L19: one worker more, one less; the last one stays', async () => {
    const running = begin({}, { workers: 2 });
    await running.line('service-ready');
    running.signal('SIGTTIN');
    await running.line('worker-ready', 3);
    expect(running.workers).toHaveLength(3);
    running.signal('SIGTTOU');
    await running.line('worker-gone');
    running.signal('SIGTTOU');
    await running.line('worker-gone', 2);
    running.signal('SIGTTOU');
    await running.line('scale-refused');
    expect(running.workers).toHaveLength(1);
    running.signal('SIGTERM');
    expect(await running.exit()).toBe(0);
    expect(running.of('worker-crashed')).toEqual([]);
  });
});

describe('a single worker', () => {
  it('SIGTERM to its pid: it drains, and is replaced at no cost', async () => {
    const running = begin({}, { workers: 2 });
    await running.line('service-ready');
    const [first] = running.workers;
    process.kill(first!, 'SIGTERM');
    await running.line('worker-ready', 3);
    expect(running.of('worker-crashed')).toEqual([]);
    expect(running.workers).not.toContain(first);
    running.signal('SIGTERM');
    expect(await running.exit()).toBe(0);
  });

  it.each(['SIGINT', 'SIGHUP'] as const)('%s to its pid changes nothing', async (signal) => {
    const running = begin({}, { workers: 2 });
    await running.line('service-ready');
    const before = running.workers;
    process.kill(before[0]!, signal);
    process.kill(before[1]!, 'SIGTERM');
    await running.line('worker-ready', 3);
    expect(running.workers).toContain(before[0]);
    running.signal('SIGTERM');
    expect(await running.exit()).toBe(0);
  });
});
