import type { Command, Option } from 'commander';
import { LaunchError } from '../errors.js';
import { suggest } from '../service/suggest.js';
import { bash } from './completion-bash.js';
import { fish } from './completion-fish.js';
import { zsh } from './completion-zsh.js';
import { print } from './output.js';

/** A command as the completion scripts need it. */
export interface CompletedCommand {
  readonly name: string;
  readonly about: string;
  readonly options: readonly CompletedOption[];
  /** What may follow it at once: the commands that it has. */
  readonly words: readonly string[];
}

/** Those whose first word is a service. */
export const OF_A_SERVICE = ['reload', 'restart', 'scale', 'stop', 'start', 'log-level'];

export interface CompletedOption {
  /** Like --config. */
  readonly flag: string;
  readonly about: string;
  /** What kind of value follows; absent if none does. */
  readonly value?: 'file' | 'binary' | 'workers' | 'other';
  readonly repeated: boolean;
}

export const SHELLS = { bash, zsh, fish };

/** Prints the script of a shell; what it completes is read off the program, so that it cannot lag behind. */
export function completion(shell: string, program: Command): number {
  const known = Object.keys(SHELLS);
  if (!Object.hasOwn(SHELLS, shell)) {
    const meant = suggest(shell, known);
    const remedy = meant ? `Did you mean ${meant}?` : `Write nova-launch completion ${known.join(' or ')}.`;
    throw new LaunchError('NL_USAGE', `there is no completion for ${JSON.stringify(shell)}`, { remedy });
  }
  print(SHELLS[shell as keyof typeof SHELLS](commandsOf(program)));
  return 0;
}

function commandsOf(program: Command): CompletedCommand[] {
  const help = program.createHelp();
  return help.visibleCommands(program).map((command) => {
    const own = command.commands.length > 0 ? help.visibleCommands(command) : [];
    const parts = own.filter((part) => part.name() !== 'help');
    const options = [command, ...parts].flatMap((part) => help.visibleOptions(part).map(completed));
    return {
      name: command.name(),
      about: command.description(),
      options: options.filter(
        ({ flag }, index) => options.findIndex((other) => other.flag === flag) === index,
      ),
      words: parts.map((part) => part.name()),
    };
  });
}

function completed(option: Option): CompletedOption {
  const kinds = {
    '--config': 'file',
    '--control': 'file',
    '--binary': 'binary',
    '--service': 'binary',
    '--workers': 'workers',
  } as const;
  const flag = option.long!;
  const value = kinds[flag as keyof typeof kinds] ?? 'other';
  return {
    flag,
    about: option.description,
    ...(option.required ? { value } : {}),
    repeated: flag === '--binary' || flag === '--set',
  };
}
