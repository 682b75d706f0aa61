import { ERRORS, type LaunchError } from '../errors.js';
import { printError } from './output.js';

/** Prints what went wrong, for people, and returns the exit code that it means. */
export function tellError(error: unknown): number {
  if (isLaunchError(error)) {
    // Each fault of a definition brings its own remedy along.
    const faults = (error as { faults?: readonly unknown[] }).faults?.length;
    const text = faults
      ? `the definition has ${faults === 1 ? 'a fault' : `${faults} faults`}:\n${error.message}`
      : `${error.message}\nRemedy: ${error.remedy}`;
    printError(`nova-launch: ${text}\n`);
    return error.exitCode;
  }
  if (isCommanderError(error)) {
    if (error.exitCode === 0) return 0;
    const { exitCode, remedy } = ERRORS.NL_USAGE;
    // "(Did you mean --config?)" is part of the message.
    printError(`nova-launch: ${error.message.replace(/^error: /, '')}\nRemedy: ${remedy}\n`);
    return exitCode;
  }
  const stack = error instanceof Error ? error.stack : `it threw ${String(error)}`;
  printError(`nova-launch: ${stack}\nRemedy: ${ERRORS.NL_INTERNAL.remedy}\n`);
  return ERRORS.NL_INTERNAL.exitCode;
}

/** By its name: what call and cast throw is of another copy of the class, see scripts/bundle.mjs. */
function isLaunchError(error: unknown): error is LaunchError {
  return error instanceof Error && error.name === 'LaunchError';
}

function isCommanderError(error: unknown): error is Error & { exitCode: number } {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith('commander.');
}
