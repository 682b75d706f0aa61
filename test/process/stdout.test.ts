import { execFileSync } from 'node:child_process';
import { constants, existsSync, openSync, readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BIN, eventually, gone, isAlive, type Line, Place, Run } from './harness.js';

/** A stdout that is closed, loses its reader, or is full: the supervisor goes on, replaces workers, and stops with 0. */

let place: Place;
let run: Run;

beforeEach(() => {
  place = new Place();
  place.write('service.mjs', SERVICE);
  const config = { journal: `${place.path}/journal` };
  place.write('services.json', { services: { a: { module: './service.mjs', workers: 2, config } } });
});

afterEach(() => {
  run.destroy();
  place.remove();
});

/** Prints 100 lines of 1 kB every 10 ms, and notes how far it is where it is not a matter of stdout. */
const SERVICE = `
  import { renameSync, writeFileSync } from 'node:fs';
  let printed = 0;
  const note = (file, text) => {
    writeFileSync(file + '.new', text);
    renameSync(file + '.new', file);
  };
  export default ({ config, log }) => ({
    start() {
      this.timer = setInterval(() => {
        for (let i = 0; i < 99; i++) console.log('x'.repeat(1000));
        log.info('logged');
        printed += 100;
        note(config.journal + '.' + process.pid, String(printed));
      }, 10);
    },
    stop() {
      clearInterval(this.timer);
      note(config.journal + '.' + process.pid, 'stopped');
    },
  });`;

const begin = (redirection: string) =>
  new Run(['sh', '-c', `exec "$0" "$1" ${redirection}`, process.execPath, BIN], { cwd: place.path });

function noted(pid: number): string {
  const file = `${place.path}/journal.${pid}`;
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Waits until two workers have printed so many lines each; whatever becomes of them. */
async function printing(lines: number): Promise<number[]> {
  let busy: number[] = [];
  const enough = () => {
    busy = run.workers.filter((pid) => Number(noted(pid)) >= lines);
    return busy.length === 2;
  };
  await eventually(enough, `two workers that have printed ${lines} lines`);
  return busy;
}

async function replaces(): Promise<void> {
  const [victim, other] = await printing(100);
  process.kill(victim!, 'SIGKILL');
  await gone([victim!]);
  expect(await printing(100)).toContain(other);
}

/** Resolves with the seconds that it took. */
async function stops(): Promise<number> {
  const workers = run.workers;
  const began = performance.now();
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
  expect(workers.map(noted)).toEqual(['stopped', 'stopped']);
  expect(workers.filter(isAlive)).toEqual([]);
  expect(run.stderr).toBe('');
  return (performance.now() - began) / 1000;
}

describe('closed', () => {
  it.each(['1>&-', '1>&- 2>&-', '<&- 1>&- 2>&-'])('L11: from the beginning: %s', async (redirection) => {
    run = begin(redirection);
    await replaces();
    await stops();
  });

  it('by its reader: a socket', async () => {
    run = begin('');
    await run.line('service-ready');
    run.child.stdout!.destroy();
    await replaces();
    await stops();
  });

  it('by its reader: a pipe', async () => {
    const reader = fifo();
    run = begin('> fifo');
    await printing(100);
    reader.destroy();
    await replaces();
    await stops();
  });
});

/** A pipe with a reader who does not read yet. */
function fifo(): Socket {
  execFileSync('mkfifo', [`${place.path}/fifo`]);
  const fd = openSync(`${place.path}/fifo`, constants.O_RDONLY | constants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false });
}

describe('full', () => {
  /** More than a pipe and the backlog hold. */
  const MUCH = 3000;

  it.each(['socket', 'pipe'])(
    'a %s that nobody reads: workers are replaced, and a stop is as quick',
    async (kind) => {
      const reader = kind === 'pipe' ? fifo() : undefined;
      run = begin(kind === 'pipe' ? '> fifo' : '');
      run.child.stdout!.pause();
      await printing(MUCH);
      await replaces();
      // The last lines get half a second, and what waits for the reader another half.
      expect(await stops()).toBeLessThan(2.5);
      reader?.destroy();
    },
  );

  it('a pipe whose reader comes back: he is told how many lines he has missed', async () => {
    const reader = fifo();
    run = begin('> fifo');
    await printing(MUCH);
    let text = '';
    reader.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    await eventually(() => text.includes('"lines-dropped"'), 'the number of lines that were dropped');
    await printing(MUCH + 200);
    await stops();
    await eventually(() => text.endsWith('}\n') && text.includes('"id":"stopped"'), 'the last line');
    const lines: Line[] = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const dropped = lines.filter(({ id }) => id === 'lines-dropped');
    expect(dropped).toHaveLength(1);
    expect(dropped[0]!.dropped).toBeGreaterThan(100);
    expect(new Set(lines.map(({ msg }) => msg).filter((msg) => msg.startsWith('x')))).toEqual(
      new Set(['x'.repeat(1000)]),
    );
  });
});
