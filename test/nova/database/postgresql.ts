import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type requires, requires as requiresProgram } from '../../process/requires.js';

/** Where Debian keeps the programs of the server: not in the PATH. */
const DEBIAN = '/usr/lib/postgresql';

function directoryOfPrograms(): string | undefined {
  try {
    const versions = readdirSync(DEBIAN).sort((a, b) => Number(a) - Number(b));
    return join(DEBIAN, versions.at(-1)!, 'bin');
  } catch {
    return undefined;
  }
}

const programs = directoryOfPrograms();
const program = (name: string) => (programs ? join(programs, name) : name);

export const requiresPostgresql = (): ReturnType<typeof requires> =>
  requiresProgram(program('initdb'), 'apt-get install postgresql');

/** The server refuses to run as root. */
const asPostgres = (command: string, args: readonly string[]): [string, string[]] => {
  const user = ['--reuid=postgres', '--regid=postgres', '--clear-groups'];
  if (process.getuid?.() !== 0) return ['setpriv', ['--pdeathsig=KILL', command, ...args]];
  return ['setpriv', [...user, '--pdeathsig=KILL', command, ...args]];
};

/** Milliseconds in which the server answers, or has ended. */
const PATIENCE = 30_000;

/** On the server of all tests, one that has its tables: a copy of it takes less than to make them again. */
export const MIGRATED = 'migrated';

/** A server that is there already, reached by the socket in its directory. */
export class PostgresqlClient {
  constructor(readonly directory: string) {}

  url(database: string, user = 'postgres'): string {
    return `postgresql://${user}@${encodeURIComponent(this.directory)}/${database}`;
  }

  async query(text: string, database = 'postgres'): Promise<void> {
    const client = new pg.Client({ connectionString: this.url(database) });
    // The server may end it while it is being closed.
    client.on('error', () => {});
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  }

  /** The URL of a new database: an empty one, or a copy of another. */
  async create({
    name = `test_${randomBytes(8).toString('hex')}`,
    template = 'template1',
  } = {}): Promise<string> {
    await this.query(`create database ${name} template ${template}`);
    return this.url(name);
  }
}

/** One that a test may stop. The user `secured` needs a password; no other does. */
export class PostgresqlServer extends PostgresqlClient {
  #process: ChildProcess | undefined;

  constructor() {
    super(mkdtempSync(join(tmpdir(), 'nova-pg-')));
    const data = join(this.directory, 'data');
    mkdirSync(data);
    chmodSync(this.directory, 0o755);
    if (process.getuid?.() === 0) spawnSync('chown', ['-R', 'postgres', this.directory]);
    const options = ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--no-sync'];
    const [command, args] = asPostgres(program('initdb'), options);
    const made = spawnSync(command, args, { encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
    rmSync(join(data, 'pg_hba.conf'));
    appendFileSync(join(data, 'pg_hba.conf'), 'local all secured scram-sha-256\nlocal all all trust\n', {
      mode: 0o644,
    });
  }

  async start(): Promise<void> {
    const settings = [
      'fsync=off',
      'listen_addresses=',
      'max_connections=200',
      `unix_socket_directories=${this.directory}`,
    ];
    const options = ['-D', join(this.directory, 'data'), ...settings.flatMap((setting) => ['-c', setting])];
    const [command, args] = asPostgres(program('postgres'), options);
    this.#process = spawn(command, args, { stdio: 'ignore' });
    const until = performance.now() + PATIENCE;
    for (;;) {
      try {
        return await this.query('select 1');
      } catch (error) {
        if (performance.now() > until) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Closes all connections; `immediate` as if the machine had lost power. */
  async stop(mode: 'fast' | 'immediate' = 'immediate'): Promise<void> {
    const server = this.#process;
    this.#process = undefined;
    if (!server || server.exitCode !== null) return;
    const ended = once(server, 'exit', { signal: AbortSignal.timeout(PATIENCE) });
    server.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
