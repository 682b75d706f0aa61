import type { Command } from 'commander';
import { print } from './output.js';
import { createProgram } from './program.js';
import { tellError } from './tell-error.js';

/** The command line. Resolves to the exit code and never rejects: whatever goes wrong has been printed. */
export async function main(argv: readonly string[]): Promise<number> {
  let program: Command | undefined;
  // commander would take service options for arguments of its own.
  const split = argv.indexOf('--');
  const own = split === -1 ? argv : argv.slice(0, split);
  try {
    const serviceOptions = split === -1 ? [] : argv.slice(split + 1);
    const wantsHelp = own.some((word) => word === '--help' || word === '-h' || word === 'help');
    const notes = wantsHelp ? await readNotes() : { all: '', call: '', cast: '' };
    let exitCode = 0;
    program = createProgram({ own, serviceOptions, notes, print, done: (code) => (exitCode = code) });
    await program.parseAsync(own, { from: 'user' });
    return exitCode;
  } catch (error) {
    return tellError(error, helpFor(own, program));
  }
}

/** The help of the command that was meant, as far as there is one. */
function helpFor(own: readonly string[], program: Command | undefined): string {
  const words = ['nova-launch'];
  let command = program;
  for (const word of own) {
    command = command?.commands.find((known) => known.name() === word);
    if (!command) break;
    words.push(word);
  }
  return [...words, '--help'].join(' ');
}

async function readNotes() {
  const [{ NOTES }, { CALL_NOTES, CAST_NOTES }] = await Promise.all([
    import('./help.js'),
    import('./help-rpc.js'),
  ]);
  return { all: NOTES, call: CALL_NOTES, cast: CAST_NOTES };
}
