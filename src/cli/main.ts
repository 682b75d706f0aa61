import { ERRORS, type LaunchError } from '../errors.js';
import { print, printError } from './output.js';
import { createProgram } from './program.js';

/** The command line. Resolves to the exit code and never rejects: whatever goes wrong has been printed. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    // commander would take service options for arguments of its own.
    const split = argv.indexOf('--');
    const own = split === -1 ? argv : argv.slice(0, split);
    const serviceOptions = split === -1 ? [] : argv.slice(split + 1);
    const wantsHelp = own.some((word) => word === '--help' || word === '-h' || word === 'help');
    const notes = wantsHelp ? await readNotes() : { all: '', call: '', cast: '' };
    let exitCode = 0;
    const program = createProgram({ own, serviceOptions, notes, print, done: (code) => (exitCode = code) });
    await program.parseAsync(own, { from: 'user' });
    return exitCode;
  } catch (error) {
    return report(error);
  }
}

async function readNotes() {
  const [{ NOTES }, { CALL_NOTES, CAST_NOTES }] = await Promise.all([
    import('./help.js'),
    import('./help-rpc.js'),
  ]);
  return { all: NOTES, call: CALL_NOTES, cast: CAST_NOTES };
}

function report(error: unknown): number {
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
