import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BIN, FIXTURES, launch, Place, Run } from './harness.js';
import { requires } from './requires.js';

/** The commands on a terminal of 70 columns: colours, the screen of --watch, and Ctrl-C, which harms nothing. */

/** Runs a command on a pty of its own; types Ctrl-C at SIGUSR2. Prints what came as one JSON string a read. */
const TERMINAL = `
import codecs, fcntl, json, os, pty, signal, struct, sys, termios
pid, master = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack('HHHH', 20, 70, 0, 0))
decode = codecs.getincrementaldecoder('utf8')().decode
signal.signal(signal.SIGUSR2, lambda *_: os.write(master, b'\\x03'))
while True:
    try:
        data = os.read(master, 65536)
    except OSError:
        break
    print(json.dumps({'msg': decode(data)}), flush=True)
print(json.dumps({'msg': '', 'code': os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}), flush=True)
`;

let place: Place;
let supervisor: Run;
let terminal: Run | undefined;

beforeEach(requires('python3', 'apt-get install python3'));

beforeEach(async () => {
  place = new Place();
  const service = { module: `${FIXTURES}/worker.js`, workers: 2, reload: { stableFor: 2 } };
  place.write('services.json', { services: { api: service } });
  supervisor = launch(place);
  await supervisor.line('worker-ready', 2);
});

afterEach(() => {
  terminal?.destroy();
  supervisor.destroy();
  place.remove();
});

function type(...argv: string[]): Run {
  terminal = new Run(['python3', '-c', TERMINAL, process.execPath, BIN, ...argv], {
    cwd: place.path,
    env: { TERM: 'xterm', NO_COLOR: '' },
  });
  return terminal;
}

const textOf = (run: Run) => run.lines.map(({ msg }) => msg).join('');
const codeOf = (run: Run) => run.lines.at(-1)?.code;

it('status --watch: draws over what it drew on a screen of its own, which Ctrl-C leaves', async () => {
  const watch = type('status', '--watch');
  await watch.until(() => textOf(watch).split('\x1b[H').length > 2, 'two pictures');
  watch.signal('SIGUSR2');
  expect(await watch.exit()).toBe(0);
  expect(codeOf(watch)).toBe(0);
  const text = textOf(watch);
  expect(text.startsWith('\x1b[?1049h\x1b[?25l')).toBe(true);
  expect(text.endsWith('\x1b[?25h\x1b[?1049l')).toBe(true);
  const [, first = ''] = text.split('\x1b[H');
  expect(first).toContain('\x1b[32m');
  const lines = stripVTControlCharacters(first).split('\r\n');
  expect(lines.find((line) => line.startsWith('api'))).toMatch(/^api +ready +2\/2/);
  expect(lines.filter(({ length }) => length > 70)).toEqual([]);
  expect(supervisor.of('stopping')).toEqual([]);
});

it('status --watch goes on when the supervisor has gone, and finds the next', async () => {
  const watch = type('status', '--watch');
  await watch.until(() => textOf(watch).includes('2/2'), 'a picture');
  supervisor.signal('SIGTERM');
  await supervisor.exit();
  await watch.until(() => textOf(watch).includes('still looking'), 'that it has gone');
  supervisor = launch(place);
  const { pid } = supervisor;
  await watch.until(() => textOf(watch).includes(`pid ${pid}`), 'the next');
  watch.signal('SIGUSR2');
  expect(await watch.exit()).toBe(0);
});

it('Ctrl-C ends reload --wait, and not the reload', async () => {
  const reload = type('reload', '--wait');
  await reload.until(() => textOf(reload).includes('Worker 0 of api is ready'), 'the canary');
  reload.signal('SIGUSR2');
  await reload.exit();
  expect(codeOf(reload)).toBe(130);
  expect(textOf(reload)).toMatch(/The reload goes on; nova-launch events --follow tells/);
  await supervisor.line('reload-accepted');
});

it('logs are for people there', async () => {
  process.kill(supervisor.workers[0]!, 'SIGTERM');
  await supervisor.line('worker-gone');
  const logs = type('logs');
  await logs.exit();
  expect(codeOf(logs)).toBe(0);
  const lines = stripVTControlCharacters(textOf(logs)).split('\r\n');
  expect(lines[0]).toMatch(/^\[\d\d:\d\d:\d\d\.\d+\] INFO: ProcessLauncher runs api \(2\)\.$/);
  // Sentences of the launcher, also about a worker that has no pid any more.
  const sentences = lines.map((line) => line.replace(/^\[\S+\] /, ''));
  expect(sentences).toContainEqual(expect.stringMatching(/^INFO: Worker \d of api is ready after \S+ s\.$/));
  expect(sentences).toContainEqual(
    expect.stringMatching(/^INFO: Worker \d of api has ended: it exited with code 0\.$/),
  );
});
