import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Milliseconds; the machine may be busy with other tests. */
const PATIENCE = 120_000;

/**
 * Starts a process for each task; when all of them are ready, each gets its task at the same moment. What they answer.
 * Rejects if one ends without an answer.
 */
export async function atOnce<Task extends object, Answer>(
  script: URL,
  tasks: readonly Task[],
): Promise<Answer[]> {
  const signal = AbortSignal.timeout(PATIENCE);
  const file = await compiled(script);
  const processes = tasks.map(() => fork(file));
  try {
    await Promise.all(processes.map((child) => message(child, signal)));
    const answers = processes.map((child) => message<Answer>(child, signal));
    for (const [index, child] of processes.entries()) child.send(tasks[index]!);
    return await Promise.all(answers);
  } finally {
    await Promise.all(processes.map(end));
  }
}

/** One file of a script and what it imports: with tsx, each process would take a second of the processor to begin. */
async function compiled(script: URL): Promise<string> {
  const outfile = fileURLToPath(
    new URL(`../../../node_modules/.cache/nova/${basename(script.pathname)}.mjs`, import.meta.url),
  );
  const entryPoints = [fileURLToPath(script)];
  await build({
    entryPoints,
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['pg', 'pino'],
  });
  return outfile;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function message<Answer>(child: ChildProcess, signal: AbortSignal): Promise<Answer> {
  const ended = new AbortController();
  try {
    const exit = once(child, 'exit', { signal: ended.signal }).then(([code]) => {
      throw new Error(`A process has ended with code ${code} and no answer.`);
    });
    const [answer] = await Promise.race([once(child, 'message', { signal }), exit]);
    return answer;
  } finally {
    ended.abort();
  }
}
