import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually, FIXTURES, launch, Place, type Run } from './harness.js';
import { requires } from './requires.js';

/** What systemd is told over NOTIFY_SOCKET, with a listener in its stead: Node.js has no unix datagram socket. */

const LISTENER = `
import os, socket, sys
listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
name = sys.argv[1]
listener.bind('\\0' + name[1:] if name.startswith('@') else name)
print('listening', flush=True)
while True:
    text, ancillary, _, _ = listener.recvmsg(4096, socket.CMSG_SPACE(12))
    print(int.from_bytes(ancillary[0][2][:4], sys.byteorder), ' '.join(text.decode().split('\\n')), flush=True)
`;

let place: Place;
let run: Run | undefined;
let listener: ChildProcess | undefined;
/** "PID MESSAGE", as they come. */
let told: string[];

beforeEach(requires('python3', 'apt-get install python3'));

beforeEach(() => {
  place = new Place();
  told = [];
});

afterEach(() => {
  run?.destroy();
  listener?.kill('SIGKILL');
  place.remove();
});

async function listenAt(address: string): Promise<void> {
  listener = spawn('python3', ['-c', LISTENER, address], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  listener.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (text + chunk).split('\n');
    text = lines.pop()!;
    told.push(...lines);
  });
  await eventually(() => told.shift() === 'listening', 'the listener');
}

const isTold = (count: number) => eventually(() => told.length >= count, `message ${count} to systemd`);

const SERVICE = `
import { existsSync } from 'node:fs';
export default {
  async start() {
    console.log('NOTIFY_SOCKET is ' + process.env.NOTIFY_SOCKET);
    while (!existsSync('go')) await new Promise((done) => setTimeout(done, 10));
    this.timer = setInterval(() => {}, 1000);
  },
  stop() { clearInterval(this.timer); },
};
`;

it.each([
  ['@', 1],
  ['@', 2],
  ['', 2],
])(
  'L6, L20: at %j, %i worker(s): READY=1 when the service is ready; a reload and the stop are told; workers are not',
  async (abstract, workers) => {
    const address = abstract ? `@nova-launch-${process.pid}-${workers}` : `${place.path}/notify`;
    await listenAt(address);
    place.write('service.mjs', SERVICE);
    const service = { module: './service.mjs', workers, quorum: workers, reload: { stableFor: 0.1 } };
    place.write('services.json', { services: { a: service } });
    run = launch(place, [], { env: { NOTIFY_SOCKET: address } });
    await run.until(() => run!.transcript().includes('NOTIFY_SOCKET is'), 'the first start()');
    expect(told).toEqual([]);
    place.write('go', '');
    await isTold(1);
    if (workers > 1) expect(run.of('service-ready')).toHaveLength(1);

    run.signal('SIGHUP');
    await isTold(3);
    await run.line('reload-accepted');
    run.signal('SIGTERM');
    expect(await run.exit()).toBe(0);
    await isTold(4);

    const expected = [/^READY=1$/, /^RELOADING=1 MONOTONIC_USEC=\d+$/, /^READY=1$/, /^STOPPING=1$/];
    expect(told).toEqual(
      expected.map((pattern) => expect.stringMatching(pattern.source.replace('^', `^${run!.pid} `))),
    );
    if (workers > 1)
      expect(run.lines.filter(({ msg }) => /^NOTIFY_SOCKET is (?!undefined)/.test(msg))).toEqual([]);
  },
);

it('READY=1 does not wait for a service that is not essential', async () => {
  const address = `@nova-launch-${process.pid}-essential`;
  await listenAt(address);
  const hanging = { module: `${FIXTURES}/worker.js`, essential: false, config: { hangAt: 'start' } };
  place.write('services.json', { services: { a: { module: `${FIXTURES}/worker.js` }, b: hanging } });
  run = launch(place, [], { env: { NOTIFY_SOCKET: address } });
  await isTold(1);
  expect(told).toEqual([`${run.pid} READY=1`]);
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
});

it('READY=1 waits for the quorum of a service, and for no more', async () => {
  const address = `@nova-launch-${process.pid}-quorum`;
  await listenAt(address);
  // Two of the three workers find a ticket; the last one hangs in its start().
  place.write(
    'tickets.mjs',
    `import { mkdirSync } from 'node:fs';
    const take = (ticket) => { try { mkdirSync(import.meta.dirname + '/' + ticket); return true; } catch { return false; } };
    export default {
      start: async () => { if (!take('one') && !take('two')) await new Promise(() => {}); },
      stop() {},
      timer: setInterval(() => {}, 1000),
    };`,
  );
  place.write('services.json', { services: { a: { module: './tickets.mjs', workers: 3 } } });
  run = launch(place, [], { env: { NOTIFY_SOCKET: address } });
  await isTold(1);
  expect(told).toEqual([`${run.pid} READY=1`]);
  await run.line('worker-ready', 2);
  expect(run.of('service-ready')).toEqual([]);
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
});

it('nobody who listens is a warning, and nothing else', async () => {
  place.write('services.json', { services: { a: { module: `${FIXTURES}/worker.js`, workers: 2 } } });
  run = launch(place, [], { env: { NOTIFY_SOCKET: `${place.path}/nobody` } });
  await run.line('notify-failed');
  await run.line('service-ready');
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
});
