import { print } from '../output.js';

/** Runs what goes on until Ctrl-C, or until nobody reads any more. Neither of them is an error. */
export async function untilInterrupted(
  body: (signal: AbortSignal) => Promise<void>,
): Promise<'done' | 'interrupted'> {
  const controller = new AbortController();
  const interrupt = (signal?: unknown) => {
    // The terminal has written ^C; what comes next has a line of its own.
    if (signal === 'SIGINT' && process.stdout.isTTY) print('\n');
    controller.abort();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, interrupt);
  process.stdout.on('error', interrupt);
  try {
    await body(controller.signal);
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
    process.stdout.off('error', interrupt);
  }
  return controller.signal.aborted ? 'interrupted' : 'done';
}
