import { execFileSync } from 'node:child_process';
import { eventually } from './harness.js';

const BASH = ['bash', '--norc', '--noprofile', '-i'];

/** A shell on a terminal of 120 columns that is drawn by tmux: what is on its screen is what a person would see. */
export class Terminal {
  readonly #socket: string;

  constructor(directory: string) {
    this.#socket = `${directory}/tmux.sock`;
    const { TMUX: _, NO_COLOR: __, ...inherited } = process.env;
    const env = { ...inherited, LC_ALL: 'C.UTF-8', PS1: '$ ', TERM: 'xterm-256color', HISTFILE: '/dev/null' };
    const session = ['new-session', '-d', '-x', '120', '-y', '40', '-c', directory, ...BASH];
    execFileSync('tmux', ['-S', this.#socket, '-f', '/dev/null', ...session], { env });
  }

  /** Types a command on an empty screen; what it ends with stands below it, as `exit=0`. */
  run(command: string): void {
    this.#tmux('send-keys', '-R', ';', 'clear-history', ';', 'send-keys', '-l', `${command}; echo "exit=$?"`);
    this.#tmux('send-keys', 'Enter');
  }

  /** Types a key, named as tmux names it: C-c. */
  press(key: string): void {
    this.#tmux('send-keys', key);
  }

  /** What is on the screen; with `colours`, the escape sequences, too. */
  screen(colours = false): string {
    return this.#tmux('capture-pane', '-p', '-J', ...(colours ? ['-e'] : []));
  }

  /** Waits until the screen shows it; returns the screen. */
  async shows(expected: RegExp): Promise<string> {
    let screen = '';
    const look = () => {
      screen = this.screen();
      return expected.test(screen);
    };
    await eventually(look, `${expected} on the screen`).catch((error) => {
      throw new Error(`${error.message}\n${screen}`);
    });
    return screen;
  }

  /** Waits for the end of the command; returns the screen. */
  async ends(code: number): Promise<string> {
    const screen = await this.shows(/^exit=\d+$/m);
    if (!screen.includes(`exit=${code}\n`)) throw new Error(`It did not end with ${code}:\n${screen}`);
    return screen;
  }

  close(): void {
    this.#tmux('kill-server');
  }

  #tmux(...argv: string[]): string {
    return execFileSync('tmux', ['-S', this.#socket, ...argv], { encoding: 'utf8' });
  }
}
