import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BIN, childrenOf, eventually, FIXTURES, gone, isAlive, Place, Run } from './harness.js';
import { requires } from './requires.js';

/** A real terminal: its hang-up, its Ctrl-C, nohup, and an operator's kill -HUP that is none of these. */

/** Runs a command on a pty of its own; hangs up at SIGUSR1, types Ctrl-C at SIGUSR2. */
const TERMINAL = `
import os, pty, signal, sys
pid, master = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
signal.signal(signal.SIGUSR1, lambda *_: os.close(master))
signal.signal(signal.SIGUSR2, lambda *_: os.write(master, b'\\x03'))
print('pid', pid, flush=True)
while True:
    try:
        data = os.read(master, 65536)
    except OSError:
        break
    sys.stdout.buffer.write(data)
    sys.stdout.flush()
print('\\ncode', os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
`;

let place: Place;
let run: Run;
/** The launcher. */
let pid: number;

beforeEach(requires('python3', 'apt-get install python3'));

beforeEach(() => {
  place = new Place();
});

afterEach(() => {
  run?.destroy();
  place.remove();
});

const journal = () =>
  existsSync(`${place.path}/journal`) ? readFileSync(`${place.path}/journal`, 'utf8') : '';
const noted = (text: string) =>
  journal()
    .split('\n')
    .filter((line) => line.endsWith(` ${text}`)).length;
const notes = (text: string, count: number) =>
  eventually(() => noted(text) >= count, `"${text}" ${count} times`);
const says = (pattern: RegExp) =>
  run.until(() => run.raw.some((line) => pattern.test(line)), String(pattern));

/** Starts a launcher on a terminal, by this command in front of it; resolves when its workers are ready. */
async function begin(workers: number, prefix: string[] = []): Promise<void> {
  const config = { journal: `${place.path}/journal`, stopDelay: 300 };
  const service = { module: `${FIXTURES}/journal.js`, workers, config, reload: { stableFor: 0.1 } };
  place.write('services.json', { services: { a: service } });
  run = new Run(['python3', '-c', TERMINAL, ...prefix, process.execPath, BIN], { cwd: place.path });
  await says(/^pid \d+/);
  pid = Number(run.raw[0]!.split(' ')[1]);
  await notes('started', workers);
}

async function expectStop(workers: number): Promise<void> {
  expect(await run.exit()).toBe(0);
  expect(run.raw).toContain('code 0');
  // The guard ends after the supervisor.
  await gone(place.processes);
  expect([noted('stop true'), noted('stopped'), noted('stop false')]).toEqual([workers, workers, 0]);
}

describe.each([1, 2])('%i worker(s)', (workers) => {
  it('L10: a hang-up stops gracefully', async () => {
    await begin(workers);
    run.signal('SIGUSR1');
    await expectStop(workers);
  });

  it('a hang-up of a shell in between stops gracefully', async () => {
    await begin(workers, ['sh', '-c', 'trap "" TERM; "$0" "$@"; exit $?']);
    const all = place.processes;
    run.signal('SIGUSR1');
    await gone(all);
    expect([noted('stop true'), noted('stopped'), noted('stop false')]).toEqual([workers, workers, 0]);
  });

  it("L10: an operator's kill -HUP reloads", async () => {
    await begin(workers);
    process.kill(pid, 'SIGHUP');
    await says(/Reload done/);
    await notes('stopped', workers);
    expect(noted('started')).toBe(2 * workers);
    expect(isAlive(pid)).toBe(true);
    run.signal('SIGUSR1');
    await run.exit();
    expect([noted('stopped'), noted('stop false')]).toEqual([2 * workers, 0]);
  });

  it.each([
    { name: 'nohup', prefix: ['nohup'] },
    {
      name: 'a script under nohup, redirected',
      prefix: ['nohup', 'sh', '-c', '"$0" "$@" </dev/null >nohup.out; exit $?'],
    },
  ])(
    'under $name a hang-up is ignored, and kill -HUP reloads before and after it',
    async ({ name, prefix }) => {
      await begin(workers, prefix);
      if (name !== 'nohup') pid = childrenOf(pid)[0]!;
      process.kill(pid, 'SIGHUP');
      await notes('stopped', workers);
      await notes('started', 2 * workers);
      run.signal('SIGUSR1');
      const printed = () => readFileSync(`${place.path}/nohup.out`, 'utf8');
      // It is the session's leader, here the script, to whom the kernel sends SIGHUP; shells pass it on.
      if (name !== 'nohup') {
        const terminal = () => readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ')[4];
        await eventually(() => terminal() === '0', 'the end of the terminal');
        process.kill(pid, 'SIGHUP');
      }
      await eventually(() => printed().includes('"hung-up"'), 'the hang-up');
      process.kill(pid, 'SIGHUP');
      await notes('stopped', 2 * workers);
      await notes('started', 3 * workers);
      expect(isAlive(pid)).toBe(true);
      process.kill(pid, 'SIGTERM');
      await expectStop(3 * workers);
    },
  );

  it('Ctrl-C stops gracefully, once', async () => {
    await begin(workers);
    run.signal('SIGUSR2');
    await expectStop(workers);
    expect(noted('start')).toBe(workers);
  });

  it('Ctrl-C that bounces is one', async () => {
    await begin(workers);
    run.signal('SIGUSR2');
    await notes('stop true', workers);
    // Two within half a second are one key press.
    await new Promise((done) => setTimeout(done, 50));
    run.signal('SIGUSR2');
    await expectStop(workers);
  });
});
