import { ERRORS, type LaunchError, remedyBeside } from '../errors.js';
import { printError } from './output.js';

/** Prints what went wrong, for people, and returns the exit code that it means. `help` is what shows how it is used. */
export function tellError(error: unknown, help = 'nova-launch --help'): number {
  if (isLaunchError(error)) {
    const faults = (error as { faults?: readonly unknown[] }).faults?.length;
    const general = error.remedy === ERRORS.NL_USAGE.remedy ? `See ${help}.` : error.remedy;
    const { remedy } = remedyBeside(error.message, error.code, general);
    const head = faults ? `the definition has ${faults === 1 ? 'a fault' : `${faults} faults`}:\n` : '';
    const foot = faults || remedy === undefined ? '' : `\nRemedy: ${remedy}`;
    printError(`nova-launch: ${head}${error.message}${foot}\n`);
    return error.exitCode;
  }
  if (isCommanderError(error)) {
    if (error.exitCode === 0) return 0;
    // "(Did you mean --config?)" is part of the message.
    printError(`nova-launch: ${error.message.replace(/^error: /, '')}\nRemedy: See ${help}.\n`);
    return ERRORS.NL_USAGE.exitCode;
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
