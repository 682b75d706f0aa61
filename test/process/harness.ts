import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import { allProcesses, childrenOf, commandOf, directoryOf, isAlive } from './proc.js';

export { childrenOf, commandOf, isAlive };

export const ROOT = resolve(import.meta.dirname, '../..');
export const BIN = join(ROOT, 'bin/nova-launch.js');
export const FIXTURES = join(ROOT, 'test/fixtures');

/** Seconds that anything in these tests may take before it counts as not happening. */
const DEADLINE = 20;

export interface Line {
  readonly id?: string;
  readonly msg: string;
  readonly level: number;
  readonly service?: string;
  readonly worker?: number;
  readonly generation?: number;
  readonly pid?: number;
  readonly [key: string]: unknown;
}

if (!existsSync(join(ROOT, 'dist/cli/main.js')))
  throw new Error('Run npm run build before the process tests.');

/** A directory for a definition and its modules; removed by the test's clean-up. */
export class Place {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'nova-launch-')));

  /** What runs in it: also what outlived its parent, and is nobody's child any more. */
  get processes(): number[] {
    return allProcesses().filter((pid) => isAlive(pid) && directoryOf(pid).startsWith(this.path));
  }

  write(name: string, content: string | object): string {
    const file = join(this.path, name);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
    return file;
  }

  /** Ends what still runs in it, too. */
  remove(): void {
    for (const pid of this.processes) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {}
    }
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A running nova-launch, or a program that embeds it. */
export class Run {
  readonly lines: Line[] = [];
  /** What it printed that is no JSON line. */
  readonly raw: string[] = [];
  stderr = '';
  readonly child: ChildProcess;
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  #watchers = new Set<() => void>();

  constructor(
    command: readonly string[],
    options: { cwd?: string; env?: Record<string, string>; detached?: boolean } = {},
  ) {
    this.child = spawn(command[0]!, command.slice(1), {
      cwd: options.cwd ?? ROOT,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: options.detached ?? false,
    });
    let rest = '';
    this.child.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop()!;
      for (const part of parts) this.#take(part);
      this.#notify();
    });
    this.child.stderr!.setEncoding('utf8').on('data', (chunk: string) => {
      this.stderr += chunk;
      this.#notify();
    });
    this.exited = new Promise((done) => {
      this.child.once('close', (code, signal) => {
        if (rest) this.#take(rest);
        done({ code, signal });
        this.#notify();
      });
    });
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Pids of the workers that are alive, in the order of their birth. */
  get workers(): number[] {
    return childrenOf(this.pid).filter((pid) => /worker-entry|nova-launch-test/.test(commandOf(pid)));
  }

  signal(name: NodeJS.Signals): void {
    process.kill(this.pid, name);
  }

  signalGroup(name: NodeJS.Signals): void {
    process.kill(-this.pid, name);
  }

  /** The lines of an id so far. */
  of(id: string): Line[] {
    return this.lines.filter((line) => line.id === id);
  }

  /** Waits until a line of this id (the n-th) has come; tells what came instead when it does not. */
  async line(id: string, count = 1): Promise<Line> {
    await this.until(() => this.of(id).length >= count, `line ${id} (${count})`);
    return this.of(id)[count - 1]!;
  }

  async message(pattern: RegExp, count = 1): Promise<Line> {
    const found = () => this.lines.filter((line) => pattern.test(line.msg));
    await this.until(() => found().length >= count, `message ${pattern} (${count})`);
    return found()[count - 1]!;
  }

  /** Waits for output to make the condition true. */
  async until(condition: () => boolean, what: string, deadline = DEADLINE): Promise<void> {
    await new Promise<void>((done, fail) => {
      const check = () => {
        if (!condition()) return false;
        clearTimeout(timer);
        this.#watchers.delete(check as () => void);
        done();
        return true;
      };
      const timer = setTimeout(() => {
        this.#watchers.delete(check as () => void);
        fail(new Error(`Waited ${deadline} s for ${what}.\n${this.transcript()}`));
      }, deadline * 1000);
      this.#watchers.add(check as () => void);
      check();
    });
  }

  async exit(deadline = DEADLINE): Promise<number | string | null> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(
        () => fail(new Error(`No exit within ${deadline} s.\n${this.transcript()}`)),
        deadline * 1000,
      );
    });
    const { code, signal } = await Promise.race([this.exited, late]).finally(() => clearTimeout(timer));
    return code ?? signal;
  }

  transcript(): string {
    const lines = this.lines.map(
      ({ id, msg, service, worker }) => `${id ?? '-'} ${service ?? ''}${worker ?? ''} ${msg}`,
    );
    return [...lines, ...this.raw, this.stderr].join('\n');
  }

  /** Ends it and everything it started, however the test went. */
  destroy(): void {
    for (const pid of [...childrenOf(this.pid), this.pid]) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {}
    }
  }

  #take(text: string): void {
    try {
      this.lines.push(JSON.parse(text));
    } catch {
      this.raw.push(text);
    }
  }

  #notify(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}

export function launch(
  place: Place,
  args: readonly string[] = [],
  options: ConstructorParameters<typeof Run>[1] = {},
): Run {
  return new Run([process.execPath, BIN, ...args], { cwd: place.path, ...options });
}

/** Waits for a condition that no event announces (the state of another process), looking often. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  what: string,
  deadline = DEADLINE,
): Promise<void> {
  const end = performance.now() + deadline * 1000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`Waited ${deadline} s for ${what}.`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

export async function gone(pids: readonly number[], deadline = DEADLINE): Promise<void> {
  await eventually(
    () => !pids.some(isAlive),
    `the end of ${pids.filter(isAlive).map((pid) => `${pid} ${commandOf(pid)}`)}`,
    deadline,
  );
  expect(pids.filter(isAlive)).toEqual([]);
}
