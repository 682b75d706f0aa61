import type { Logger, ThreadGroup } from '../service/index.js';
import type { InProgress, RunningMethod } from './in-progress.js';

/** Seconds between two lines. */
const INTERVAL = 10;
/** How many methods a sentence names. */
const NAMED = 10;

/** Says what a drain waits for, at once and every ten seconds, until the function is called that it returns. */
export function tellDrain(log: Logger, binary: string, inProgress: InProgress, tg: ThreadGroup): () => void {
  const tell = () => {
    const { methods } = inProgress;
    const threads = tg.threads.map(({ name }) => name);
    const all = [...methods.map(described), ...threads];
    if (all.length === 0) return;
    const more = all.length > NAMED ? `, and ${all.length - NAMED} more` : '';
    log.info(
      { id: 'nova-drain', methods, threads },
      `${binary} takes no new work and waits for ${all.slice(0, NAMED).join(', ')}${more}.`,
    );
  };
  tell();
  const timer = setInterval(tell, INTERVAL * 1000);
  timer.unref();
  return () => clearInterval(timer);
}

function described({ method, instances, requestId, since }: RunningMethod): string {
  const seconds = Math.round((Date.now() - since.getTime()) / 1000);
  const [first, ...others] = instances;
  const about =
    first === undefined ? [] : [`instance ${first}${others.length > 0 ? ` and ${others.length} more` : ''}`];
  const request = requestId === undefined ? [] : [`request ${requestId}`];
  return `${method} (${[...about, ...request, `for ${seconds} s`].join(', ')})`;
}
