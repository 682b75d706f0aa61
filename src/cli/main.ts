import { print } from './output.js';
import { createProgram } from './program.js';
import { tellError } from './tell-error.js';

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
    return tellError(error);
  }
}

async function readNotes() {
  const [{ NOTES }, { CALL_NOTES, CAST_NOTES }] = await Promise.all([
    import('./help.js'),
    import('./help-rpc.js'),
  ]);
  return { all: NOTES, call: CALL_NOTES, cast: CAST_NOTES };
}
