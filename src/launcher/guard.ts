import { type ChildProcess, spawn } from 'node:child_process';
import { statOf } from '../system/proc.js';

/**
 * Ends what a killed supervisor leaves behind. A worker whose supervisor has vanished ends by itself, but not one whose
 * event loop is blocked. So a shell waits, at no cost, for the end of its stdin, which the kernel brings when the
 * supervisor dies in whatever way; then it gives each worker its graceful deadline, and kills what is left. It knows a
 * process by its start time too, so that a pid used again is nobody's death.
 */

interface Guarded {
  readonly pid: number;
  /** Clock ticks since boot, from /proc; `-` where that is not to be had. */
  readonly started: string;
  /** Whole seconds; `-` is for ever. */
  readonly deadline: string;
}

/** Above the worker's own deadline, so that one which can end by itself does. */
const MARGIN = 2;

const SCRIPT = `
trap '' HUP INT QUIT TERM USR1 USR2 TTIN TTOU PIPE
left=
while read -r line; do left=$line; done
same() {
  if [ "$2" = - ]; then kill -0 "$1" 2>/dev/null; return; fi
  read -r stat <"/proc/$1/stat" || return 1
  set -- "$2" \${stat##*) }
  [ "$2" != Z ] && [ "$1" = "\${21}" ]
}
waited=0
while :; do
  workers=$left; left=
  for worker in $workers; do
    IFS=: read -r pid started deadline <<END
$worker
END
    same "$pid" "$started" 2>/dev/null || continue
    if [ "$deadline" != - ] && [ "$waited" -ge "$deadline" ]; then kill -KILL "$pid"; else left="$left $worker"; fi
  done
  [ -n "$left" ] || exit 0
  sleep 1
  waited=$((waited + 1))
done
`;

export class Guard {
  readonly #workers = new Map<number, Guarded>();
  #shell: ChildProcess | undefined;
  #closed = false;
  /** No shell is to be had here. */
  #broken = false;

  constructor(private readonly complain: (reason: string) => void) {}

  add(pid: number, gracefulTimeout: number | null): void {
    const deadline = gracefulTimeout === null ? '-' : String(Math.ceil(gracefulTimeout) + MARGIN);
    this.#workers.set(pid, { pid, started: statOf(pid)[19] ?? '-', deadline });
    this.#tell();
  }

  remove(pid: number): void {
    if (this.#workers.delete(pid)) this.#tell();
  }

  close(): void {
    this.#closed = true;
    this.#shell?.stdin?.end();
  }

  #tell(): void {
    if (this.#closed || this.#broken) return;
    const shell = this.#running();
    const list = [...this.#workers.values()].map(
      ({ pid, started, deadline }) => `${pid}:${started}:${deadline}`,
    );
    shell?.stdin?.write(`${list.join(' ')}\n`);
  }

  #running(): ChildProcess | undefined {
    if (this.#shell) return this.#shell;
    try {
      this.#shell = this.#spawn();
    } catch (error) {
      this.#fail(error as Error);
    }
    return this.#shell;
  }

  #fail({ message }: Error): void {
    this.#broken = true;
    this.complain(message);
  }

  #spawn(): ChildProcess {
    // A group of its own: a signal for the supervisor's group is not meant for it.
    const shell = spawn('/bin/sh', ['-c', SCRIPT, 'nova-launch-guard'], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      env: { PATH: process.env.PATH },
    });
    const gone = () => {
      if (this.#shell === shell) this.#shell = undefined;
    };
    shell.on('error', (error) => {
      gone();
      this.#fail(error);
    });
    shell.on('exit', gone);
    shell.stdin?.on('error', () => {});
    shell.unref();
    (shell.stdin as { unref?: () => void } | null)?.unref?.();
    return shell;
  }
}
