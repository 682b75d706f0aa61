import { type ChildProcess, spawn } from 'node:child_process';
import { eventually } from './harness.js';

/** systemd's side of NOTIFY_SOCKET: Node.js has no unix datagram socket. */
const LISTENER = `
import os, socket, sys
listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
name = sys.argv[1]
listener.bind('\\0' + name[1:] if name.startswith('@') else name)
print('listening', flush=True)
if len(sys.argv) > 2:
    sys.stdin.readline()
while True:
    text, ancillary, _, _ = listener.recvmsg(4096, socket.CMSG_SPACE(12))
    print(int.from_bytes(ancillary[0][2][:4], sys.byteorder), '\\x1f'.join(text.decode().split('\\n')), flush=True)
`;

/** A message: who has sent it, and what it assigns. */
export interface Message {
  readonly sender: number;
  readonly assigned: Readonly<Record<string, string>>;
}

export class NotifyListener {
  /** As they come. */
  readonly messages: Message[] = [];
  readonly closed: Promise<void>;
  readonly #child: ChildProcess;
  #listening = false;

  /** With `waiting` it reads nothing before read(). */
  constructor(
    readonly address: string,
    waiting = false,
  ) {
    const args = ['-c', LISTENER, address, ...(waiting ? ['wait'] : [])];
    this.#child = spawn('python3', args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.closed = new Promise((done) => this.#child.once('close', () => done()));
    let text = '';
    this.#child.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (text + chunk).split('\n');
      text = lines.pop()!;
      for (const line of lines) this.#take(line);
    });
  }

  listening(): Promise<void> {
    return eventually(() => this.#listening, 'the listener');
  }

  read(): void {
    this.#child.stdin!.write('\n');
  }

  /** What a name was set to, in order. */
  of(name: string): string[] {
    return this.messages.map(({ assigned }) => assigned[name]).filter((value) => value !== undefined);
  }

  /** The turns of its life, as systemd sees them. */
  get turns(): string[] {
    const names = this.messages.flatMap(({ assigned }) => Object.keys(assigned));
    return names.filter((name) => ['READY', 'RELOADING', 'STOPPING'].includes(name));
  }

  async until(condition: () => boolean, what: string): Promise<void> {
    await eventually(condition, what).catch((error: Error) => {
      throw new Error(`${error.message}\n${JSON.stringify(this.messages, null, 1)}`);
    });
  }

  close(): void {
    this.#child.kill('SIGKILL');
  }

  #take(line: string): void {
    if (line === 'listening') {
      this.#listening = true;
      return;
    }
    const [sender = '', ...rest] = line.split(' ');
    const pairs = rest
      .join(' ')
      .split('\x1f')
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]);
    this.messages.push({ sender: Number(sender), assigned: Object.fromEntries(pairs) });
  }
}
