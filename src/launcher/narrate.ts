import type { ErrorCode } from '../errors.js';
import type { Note } from '../supervisor/types.js';

type Level = 'debug' | 'info' | 'warn' | 'error';

export interface Narration {
  readonly level: Level;
  readonly sentence: string;
  /** Of the table of errors, where the operator has to do something. */
  readonly code?: ErrorCode;
}

/** What the supervisor core has to say, as a sentence for an operator. */
export function narrate(note: Note): Narration {
  switch (note.id) {
    case 'worker-ready':
      return info(`Worker ${note.number} of ${note.service} is ready after ${seconds(note.after)}.`);
    case 'worker-crashed':
      return warn(
        `Worker ${note.number} of ${note.service} ${note.reason}; it is replaced ${when(note.retryIn)}.`,
      );
    case 'worker-gone':
      return note.cut
        ? warn(`Worker ${note.number} of ${note.service} ${note.reason} before it had finished.`)
        : info(`Worker ${note.number} of ${note.service} has ended: it ${note.reason}.`);
    case 'worker-late':
      return warn(
        `Worker ${note.number} of ${note.service} is not ready after ${seconds(note.timeout)} (readyTimeout).`,
      );
    case 'worker-overdue':
      return warn(
        `Worker ${note.number} of ${note.service} has not ended in time and is ${note.rung === 'kill' ? 'killed' : 'told to end at once'}.`,
      );
    case 'worker-lost':
      return error(
        `Worker ${note.number} of ${note.service} does not even end when killed; it is left alone.`,
      );
    case 'worker-leaves':
      return info(
        `Worker ${note.number} of ${note.service} was told to end from outside; it drains, and is replaced.`,
      );
    case 'worker-silent':
      return warn(
        `Worker ${note.number} of ${note.service} has given no sign of life for ${seconds(note.timeout)} (watchdogTimeout); what blocks it is looked into.`,
      );
    case 'worker-answers':
      return info(`Worker ${note.number} of ${note.service} gives signs of life again.`);
    case 'worker-stuck':
      return error(
        `Worker ${note.number} of ${note.service} has blocked its event loop for more than ${seconds(note.timeout)} (watchdogTimeout); it is killed.`,
      );
    case 'worker-exceeded':
      return error(`Worker ${note.number} of ${note.service} ${note.reason}; it is killed.`);
    case 'worker-worn':
      return info(
        `Worker ${note.number} of ${note.service} ${note.reason}; it goes when its replacement is stable.`,
      );
    case 'worker-recycled':
      return info(`Worker ${note.number} of ${note.service} has a stable replacement; the old one drains.`);
    case 'recycle-failed':
      return warn(
        `The replacement for worker ${note.number} of ${note.service} has failed (${note.reason}); the worker goes on, next try ${when(note.retryIn)}.`,
      );
    case 'fork-failed':
      return error(
        `Worker ${note.number} of ${note.service} could not be forked (${note.reason}); next try ${when(note.retryIn)}.`,
      );
    case 'no-service':
      return error(note.reason, 'NL_NOT_A_SERVICE');
    case 'service-ready':
      return info(`Service ${note.service} is ready with ${note.workers} ${plural(note.workers, 'worker')}.`);
    case 'service-failed':
      return error(
        `Service ${note.service} is given up: ${note.reason}.${note.essential ? ' It is essential, so everything stops.' : ''}`,
        'NL_GAVE_UP',
      );
    case 'service-stopped':
      return info(
        `Service ${note.service} is stopped: ${note.workers} ${plural(note.workers, 'worker')} to drain; it rests until it is started again.`,
      );
    case 'service-started':
      return info(
        `Service ${note.service} is started again with ${note.workers} ${plural(note.workers, 'worker')}.`,
      );
    case 'quorum-lost':
      return warn(
        `Service ${note.service} has ${note.ready} ready ${plural(note.ready, 'worker')}, fewer than its quorum of ${note.quorum}.`,
      );
    case 'quorum-regained':
      return info(
        `Service ${note.service} has its quorum again: ${note.ready} ready ${plural(note.ready, 'worker')}.`,
      );
    case 'scaled':
      return info(
        `Service ${note.service} is to have ${note.workers} ${plural(note.workers, 'worker')} now.`,
      );
    case 'scale-refused':
      return warn(
        `Service ${note.service} keeps ${note.workers} ${plural(note.workers, 'worker')}: ${note.reason}.`,
      );
    case 'reload-started':
      return info(begun(note));
    case 'reload-queued':
      return info(`A reload is under way; one more follows it as generation ${note.generation}.`);
    case 'reload-accepted':
      return info(`Reload done: generation ${note.generation} serves.`);
    case 'reload-refused':
      return error(`Reload refused: ${unended(note.reason)}. The old workers stay.`, 'NL_RELOAD_REFUSED');
    case 'rolled-back':
      return info(`Generation ${note.generation} has been taken back.`);
    case 'rollback-abandoned':
      return error(
        `Worker ${note.number} of ${note.service} stays in generation ${note.generation}: the old one does not come up any more (${note.reason}).`,
      );
    case 'stopping':
      return info(`Stopping ${note.workers} ${plural(note.workers, 'worker')}.`);
    case 'impatient':
      return warn(
        `Interrupted again: every worker is ${note.rung === 'kill' ? 'killed' : 'told to end at once'}.`,
      );
  }
}

/** Of sentences that go on, such as those of a definition's faults. */
const unended = (reason: string) => reason.replace(/\.$/, '');

function begun({ services, removed, restart, generation }: Extract<Note, { id: 'reload-started' }>): string {
  const what = restart ? 'Restart' : 'Reload';
  const begins = `generation ${generation} of ${services.join(', ')} begins with one worker each`;
  const without = `the definition does not have ${removed.join(', ')} any more`;
  const told = [...(services.length > 0 ? [begins] : []), ...(removed.length > 0 ? [without] : [])];
  if (told.length > 0) return `${what}: ${told.join('; ')}.`;
  return `${what}: what changed in the configuration is handed to the workers.`;
}

const info = (sentence: string) => ({ level: 'info' as const, sentence });
const warn = (sentence: string) => ({ level: 'warn' as const, sentence });
const error = (sentence: string, code?: ErrorCode) => ({
  level: 'error' as const,
  sentence,
  ...(code && { code }),
});

const seconds = (value: number) => `${value < 10 ? Number(value.toFixed(2)) : Math.round(value)} s`;
const when = (delay: number) => (delay > 0 ? `in ${seconds(delay)}` : 'at once');
const plural = (count: number, noun: string) => (count === 1 ? noun : `${noun}s`);
