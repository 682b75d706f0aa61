import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** What the child does in the function `block`; each tells on stdout before, and when it is free again. */
export const WAYS = {
  computing: 'for (let x = 0; !globalThis.free; x++) Math.sqrt(x);',
  'calling the system': 'while (!fs.existsSync(process.argv[1])) {}',
  'waiting for an Atomics': 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);',
  'running a command': 'childProcess.execSync("sleep 60", { stdio: "ignore" });',
  'busy in native code': "require('node:crypto').pbkdf2Sync('a', 'b', 2e6, 64, 'sha1');",
  'reading a pipe': 'fs.readSync(0, Buffer.alloc(1));',
} as const;

/** A Node.js process whose event loop is blocked. */
export class BlockingChild {
  readonly child: ChildProcess;
  readonly stderr: string[] = [];
  readonly exited: Promise<unknown>;

  /** `freeing` is a file that ends `calling the system` once it is there. */
  constructor(code: string, freeing = '') {
    const program = `
      const fs = require('node:fs');
      const childProcess = require('node:child_process');
      process.debugPort = 0;
      process.title = 'blocking-child';
      function block() {
        ${code}
      }
      setTimeout(function work() {
        fs.writeSync(1, 'blocked');
        block();
        fs.writeSync(1, 'free');
      });
      setInterval(() => {}, 1000);`;
    this.child = spawn(process.execPath, ['-e', program, freeing], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.exited = once(this.child, 'exit');
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.stderr.push(...text.split('\n').filter(Boolean));
    });
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Resolves when it prints the word. */
  async prints(word: string): Promise<void> {
    for await (const [chunk] of this.#chunks()) if (String(chunk).includes(word)) return;
  }

  async *#chunks() {
    for (;;) yield (await once(this.child.stdout!, 'data')) as [Buffer];
  }

  /** Ends it, with what it has started. */
  async end(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }
}
