import { LaunchError } from '../../errors.js';
import { MessagingException } from '../../messaging/index.js';
import { NovaException } from '../../nova/exception/index.js';
import { untilInterrupted } from '../control/interrupted.js';
import type { NovaOptions } from '../nova-commands.js';
import { Place } from './place.js';

/** What the exit codes of these commands mean beside those of all; docs/operations.md has them. */
export const NOVA_EXIT = { done: 0, failed: 1, refused: 5, late: 75, interrupted: 130 } as const;

/**
 * Opens the place, and has `act` do the work, until Ctrl-C. What Nova refuses is a LaunchError NL_REFUSED, a message that
 * nobody took NL_NO_ANSWER.
 */
export async function inPlace(
  options: NovaOptions,
  act: (place: Place, signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const place = await Place.open(options);
  let exitCode: number = NOVA_EXIT.interrupted;
  try {
    await untilInterrupted(async (signal) => {
      exitCode = await Promise.race([act(place, signal), interrupted(signal)]);
    });
    return exitCode;
  } catch (error) {
    throw explained(error);
  } finally {
    await place.close();
  }
}

/** Milliseconds in which what is interrupted may tell how far it has come. */
const LAST_WORDS = 1000;

/** For what cannot be given up: it ends with this process. */
function interrupted(signal: AbortSignal): Promise<number> {
  return new Promise((resolve) => {
    const end = () => setTimeout(() => resolve(NOVA_EXIT.interrupted), LAST_WORDS).unref();
    signal.addEventListener('abort', end, { once: true });
  });
}

function explained(error: unknown): unknown {
  if (error instanceof NovaException) {
    const remedy = 'See nova-launch instance list, and nova-launch service list.';
    return new LaunchError('NL_REFUSED', error.message.replace(/\.$/, ''), { remedy });
  }
  if (error instanceof MessagingException)
    return new LaunchError('NL_NO_ANSWER', error.message.replace(/\.$/, ''), { remedy: error.remedy });
  return error;
}
