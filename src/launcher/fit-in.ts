import type { LauncherLog } from './launcher-log.js';
import type { Reaper } from './reaper.js';

/**
 * Does what the place of a launcher asks of it: as process 1 of a container, or as a child subreaper, to reap; below npm,
 * to stop with it. What that takes is loaded there only. Returns what ends it.
 */
export function fitIn(log: LauncherLog, env: NodeJS.ProcessEnv = process.env): () => void {
  let reaper: Reaper | undefined;
  let over = false;
  const failed = (reason: string) =>
    log.write(
      'warn',
      `Zombies that this process inherits stay (${reason}): put an init like tini in front of it.`,
      { id: 'no-reaper' },
    );
  const reap = () =>
    void import('./reaper.js').then(
      ({ Reaper }) => {
        if (!over) reaper = new Reaper(failed);
      },
      ({ message }: Error) => failed(message),
    );
  // Only libc tells a subreaper that it is one: it is asked when there is something to reap.
  if (process.pid === 1) reap();
  else process.once('SIGCHLD', reap);
  // npm and its kind name the script that they run.
  if (env.npm_lifecycle_event !== undefined)
    import('./npm-parent.js')
      .then(({ stopWithNpm }) => stopWithNpm())
      .catch(({ message }: Error) =>
        log.write('warn', `The end of npm will not be noticed: ${message}.`, { id: 'npm-unseen' }),
      );
  return () => {
    over = true;
    process.off('SIGCHLD', reap);
    reaper?.close();
  };
}
