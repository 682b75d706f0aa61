import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a test needs to reach the node: plain data, for it goes from vitest's own process to its workers. */
export interface NodeAddress {
  readonly directory: string;
  readonly name: string;
  readonly cookie: string;
  readonly port: number;
  readonly epmdPort: number;
}

/** Seconds for RabbitMQ to start; it takes five on two idle cores. */
const START = 60;

/**
 * Ends the broker (a process group of its own) when stdin ends, which the kernel sees to when vitest is killed; see
 * src/launcher/guard.ts. epmd runs in the foreground, in the same group, so that none is left behind as a daemon.
 */
const GUARD = `
trap '' HUP INT QUIT TERM
while read -r line; do :; done
kill -KILL "-$1" 2>/dev/null
while kill -0 "-$1" 2>/dev/null && [ "$(ps -o stat= -g "$1" | grep -vc '^Z')" -gt 0 ]; do sleep 0.1; done
rm -rf "$2"
`;
const NODE = `epmd -address 127.0.0.1 -port "$ERL_EPMD_PORT" </dev/null >/dev/null 2>&1 & exec "$1" 2>&1`;

/** A private RabbitMQ node of this user, on free ports of the loopback, with its files in a temporary directory. */
export class BrokerNode {
  readonly #guard: ChildProcess;

  private constructor(
    readonly address: NodeAddress,
    guard: ChildProcess,
  ) {
    this.#guard = guard;
  }

  static async start(): Promise<BrokerNode> {
    const [port, epmdPort, distribution] = await freePorts(3);
    const id = randomBytes(4).toString('hex');
    const directory = realpathSync(mkdtempSync(join(tmpdir(), 'nova-launch-rabbit-')));
    const cookie = randomBytes(10).toString('hex').toUpperCase();
    const address = { directory, name: `nova-${id}@localhost`, cookie, port: port!, epmdPort: epmdPort! };
    configure(directory, cookie);

    const node = spawn('/bin/sh', ['-c', NODE, 'nova-launch-rabbit', program('rabbitmq-server')], {
      cwd: directory,
      env: { ...nodeEnvironment(address), RABBITMQ_DIST_PORT: String(distribution) },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    const guard = spawn('/bin/sh', ['-c', GUARD, 'nova-launch-rabbit-guard', String(node.pid), directory], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    guard.stdin!.on('error', () => {});
    const broker = new BrokerNode(address, guard);
    try {
      await started(node);
    } catch (error) {
      await broker.stop();
      throw error;
    }
    for (const handle of [node, node.stdout, guard, guard.stdin]) (handle as { unref?(): void }).unref?.();
    return broker;
  }

  /** Ends it and removes its files; idempotent. */
  async stop(): Promise<void> {
    if (this.#guard.exitCode !== null) return;
    this.#guard.ref();
    const gone = new Promise((done) => this.#guard.once('exit', done));
    this.#guard.stdin!.end();
    await gone;
  }
}

/** The environment of the node and of the programs that talk to it. */
export function nodeEnvironment({ directory, name, port, epmdPort }: NodeAddress): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    LANG: 'C.UTF-8',
    HOME: directory,
    ERL_EPMD_PORT: String(epmdPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_NODENAME: name,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(port),
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    RABBITMQ_CONFIG_FILE: join(directory, 'rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(directory, 'none.config'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(directory, 'plugins'),
    RABBITMQ_GENERATED_CONFIG_DIR: join(directory, 'generated'),
    RABBITMQ_MNESIA_BASE: join(directory, 'data'),
    RABBITMQ_LOG_BASE: join(directory, 'log'),
    RABBITMQ_PID_FILE: join(directory, 'pid'),
    RABBITMQ_LOGS: '-',
    // Its schedulers are not to spin for work on the two cores of the tests.
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS:
      '+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}',
  };
}

/** Debian's wrapper in the PATH becomes the user rabbitmq, or refuses; the real ones stand next to the library. */
export function program(name: string): string {
  const debian = join('/usr/lib/rabbitmq/bin', name);
  return existsSync(debian) ? debian : name;
}

export function run(
  command: string,
  args: readonly string[],
  env: Record<string, string>,
  input = '',
): Promise<string> {
  return new Promise((done, fail) => {
    const child = execFile(command, args, { env, timeout: START * 1000 }, (error, stdout, stderr) => {
      if (error) fail(new Error(`${error.message}\n${stdout}${stderr}`));
      else done(stdout);
    });
    child.stdin!.on('error', () => {});
    child.stdin!.end(input);
  });
}

function configure(directory: string, cookie: string): void {
  mkdirSync(join(directory, 'data'));
  mkdirSync(join(directory, 'log'));
  writeFileSync(join(directory, '.erlang.cookie'), cookie, { mode: 0o400 });
  writeFileSync(join(directory, 'plugins'), '[].\n');
  const settings = ['disk_free_limit.absolute = 1MB', 'log.console.level = info', 'heartbeat = 60'];
  writeFileSync(join(directory, 'rabbitmq.conf'), `${settings.join('\n')}\n`);
}

function started(node: ChildProcess): Promise<void> {
  return new Promise((done, fail) => {
    let log = '';
    const stop = (settle: () => void) => {
      clearTimeout(timer);
      node.stdout!.off('data', read).resume();
      settle();
    };
    const read = (chunk: string) => {
      log += chunk;
      if (/Server startup complete/.test(log)) stop(done);
    };
    const timer = setTimeout(
      () => stop(() => fail(new Error(`RabbitMQ did not start within ${START} s.\n${log}`))),
      START * 1000,
    );
    node.stdout!.setEncoding('utf8').on('data', read);
    node.once('exit', (code) => stop(() => fail(new Error(`RabbitMQ ended (${code}).\n${log}`))));
  });
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}
