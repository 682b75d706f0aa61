import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { eventually, type Line, ROOT } from '../harness.js';
import { childrenOf, isAlive } from '../proc.js';
import { isInstalled } from '../requires.js';

/** What a machine cannot be without. */
export const PROGRAMS = [
  ['systemd-nspawn', 'apt-get install systemd-container'],
  ['debootstrap', 'apt-get install debootstrap'],
  ['nsenter', 'apt-get install util-linux'],
] as const;

export const canBoot = (): boolean =>
  process.getuid?.() === 0 && PROGRAMS.every(([program]) => isInstalled(program));

/** Where the project is on the machine, and the service that is tested. */
export const PROJECT = '/srv/nova-launch';
export const HOME = '/srv/hello';

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A small Debian in a container of its own, booted by its own systemd; it has no network. */
export class Machine {
  readonly #child: ChildProcess;
  #leader = 0;
  #output = '';

  private constructor(tree: string) {
    const modules = realpathSync(join(ROOT, 'node_modules'));
    const args = [
      `--directory=${tree}`,
      '--volatile=overlay',
      '--quiet',
      '--register=no',
      '--keep-unit',
      '--private-network',
      `--machine=nova-launch-${process.pid}`,
      '--console=pipe',
      `--bind-ro=${realpathSync(process.execPath)}:/usr/local/bin/node`,
      `--bind-ro=${ROOT}:${PROJECT}`,
      // In a checkout that shares them they are a link.
      ...(modules === join(ROOT, 'node_modules') ? [] : [`--bind-ro=${modules}`]),
      '--boot',
      'systemd.unit=basic.target',
    ];
    const env = { ...process.env, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: '1' };
    this.#child = spawn('systemd-nspawn', args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout!, this.#child.stderr!])
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        this.#output += chunk;
      });
  }

  static async boot(): Promise<Machine> {
    const script = join(import.meta.dirname, 'tree.sh');
    const tree = spawnSync('sh', [script], { encoding: 'utf8' });
    if (tree.status !== 0) throw new Error(`No tree could be made: ${tree.stderr}`);
    const machine = new Machine(tree.stdout.trim());
    try {
      await eventually(async () => {
        if (machine.#child.exitCode !== null) throw new Error('systemd-nspawn has ended.');
        machine.#leader = childrenOf(machine.#child.pid!)[0] ?? 0;
        return machine.#leader > 0 && (await machine.run('systemctl', 'is-system-running')).code === 0;
      }, 'the machine to have booted');
    } catch (error) {
      await machine.off();
      throw new Error(`${(error as Error).message}\n${machine.#output}`);
    }
    return machine;
  }

  async run(...command: readonly string[]): Promise<Outcome> {
    const args = ['--target', String(this.#leader), '--all', '--', ...command];
    const env = { PATH: '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' };
    return promisify(execFile)('nsenter', args, { env: { ...process.env, ...env } }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
    );
  }

  /** The same, where it must succeed. Resolves to what it printed. */
  async must(...command: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(...command);
    if (code === 0) return stdout;
    const journal = await this.run('journalctl', '--no-pager', '-o', 'cat', '-n', '40');
    throw new Error(`${command.join(' ')} ended with ${code}: ${stdout}${stderr}\n${journal.stdout}`);
  }

  write(path: string, content: string | object): void {
    const file = this.#place(path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  }

  link(path: string, target: string): void {
    mkdirSync(dirname(this.#place(path)), { recursive: true });
    symlinkSync(target, this.#place(path));
  }

  /** What systemd says of a unit. */
  async show(unit: string, property: string): Promise<string> {
    return (await this.must('systemctl', 'show', '--value', `--property=${property}`, unit)).trim();
  }

  async until(unit: string, property: string, expected: string | RegExp): Promise<void> {
    let last = '';
    await eventually(async () => {
      last = await this.show(unit, property);
      return typeof expected === 'string' ? last === expected : expected.test(last);
    }, `${property} of ${unit} to be ${expected}`).catch(async (error: Error) => {
      const { stdout } = await this.run('journalctl', '--no-pager', '-o', 'cat', '-n', '40');
      throw new Error(`${error.message} It is ${last}.\n${stdout}`);
    });
  }

  /** The processes of a unit, by the pids that they have here. */
  async processesOf(unit: string): Promise<number[]> {
    const group = await this.show(unit, 'ControlGroup');
    try {
      const text = readFileSync(this.#place(`/sys/fs/cgroup${group}/cgroup.procs`), 'utf8');
      return group === '' ? [] : text.split('\n').filter(Boolean).map(Number);
    } catch {
      return [];
    }
  }

  /** The lines that a unit has logged. */
  async lines(unit: string): Promise<Line[]> {
    const text = await this.must('journalctl', '--no-pager', '-o', 'cat', '-u', unit);
    return text
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Line);
  }

  /** The same, with the priority of syslog that the journal has for each. */
  async priorities(unit: string, ...more: readonly string[]): Promise<{ line: Line; priority: number }[]> {
    const text = await this.must('journalctl', '--no-pager', '-o', 'json', '-u', unit, ...more);
    return text
      .split('\n')
      .filter(Boolean)
      .map((entry) => JSON.parse(entry) as { MESSAGE: string; PRIORITY: string })
      .filter(({ MESSAGE }) => MESSAGE.startsWith('{'))
      .map(({ MESSAGE, PRIORITY }) => ({ line: JSON.parse(MESSAGE) as Line, priority: Number(PRIORITY) }));
  }

  async logged(unit: string, id: string, count = 1): Promise<void> {
    const found = async () => (await this.lines(unit)).filter((line) => line.id === id).length >= count;
    await eventually(found, `line ${id} (${count}) of ${unit}`);
  }

  /** As if the plug were pulled. */
  async off(): Promise<void> {
    const over = new Promise((done) => this.#child.once('close', done));
    if (this.#child.exitCode !== null) return;
    if (isAlive(this.#leader)) process.kill(this.#leader, 'SIGKILL');
    else this.#child.kill('SIGKILL');
    await over;
  }

  #place(path: string): string {
    return `/proc/${this.#leader}/root${path}`;
  }
}
