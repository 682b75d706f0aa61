import { createRequire } from 'node:module';
import type { Command, Option } from 'commander';
import type { LoadRequest } from '../definition/request.js';
import { LaunchError } from '../errors.js';
import { version } from '../system/version.js';
import { addControlCommands } from './control-commands.js';
import { addNovaCommands } from './nova-commands.js';
import { addRpcCommands } from './rpc-commands.js';
import type { UnitOptions } from './systemd-unit.js';

// Its ESM entry wraps its CommonJS one, and takes twice as long to load.
const commander = createRequire(import.meta.url)('commander') as typeof import('commander');

export interface ProgramInput {
  /** The words before the first "--". */
  readonly own: readonly string[];
  /** The words behind it. */
  readonly serviceOptions: readonly string[];
  /** What stands below the options in --help, of all and of some commands. */
  readonly notes: { readonly all: string; readonly call: string; readonly cast: string };
  readonly print: (text: string) => void;
  /** Is told the exit code of the command. */
  readonly done: (exitCode: number) => void;
}

interface Options {
  readonly config?: string;
  readonly binary?: readonly string[];
  readonly workers?: number | 'auto';
  readonly set?: readonly string[];
  readonly json?: boolean;
  readonly name?: string;
  /** A path; false: none is wanted. */
  readonly control?: string | false;
  readonly watch?: boolean;
  /** [HOST:]PORT, or true. */
  readonly inspect?: string | true;
}

/** The commander program. Every command loads its code when it is called: `run` pays for nothing else. */
export function createProgram({ own, serviceOptions, notes, print, done }: ProgramInput): Command {
  const program = new commander.Command('nova-launch')
    .usage(
      '[run] [--config FILE] [--binary NAME]... [--workers N] [--set group.key=value]... [-- SERVICE OPTIONS]',
    )
    .description(
      'Runs the services of a definition: one in this process, or several workers under a supervisor that replaces ' +
        'what dies, reloads without losing a request and stops without losing work.',
    )
    .helpCommand('help [command]', 'Show the help of a command.')
    .helpOption('-h, --help', 'Show this help, or that of a command.')
    .option('-V, --version', 'Print the version.')
    .addHelpText('after', notes.all)
    .exitOverride()
    .configureOutput({ writeOut: print, outputError: () => {} });
  program.on('option:version', () => {
    print(`${version()}\n`);
    throw new commander.CommanderError(0, 'commander.version', version());
  });

  const run = selecting('run', 'Run the services. What is meant if no command is given.', {
    isDefault: true,
  });
  controlled(run)
    .option('--watch', 'For development: reload when a file changes that a service has loaded.')
    .option('--inspect [address]', 'For development: a debugger for each worker, from port 9229 on.')
    .action(async ({ name, control, watch, inspect, ...options }: Options) => {
      const socket = { name, control };
      if (watch || inspect) {
        const { develop } = await import('./watch/develop.js');
        done(await develop(requestFrom(options), socket, { watch, inspect }));
      } else done(await (await import('./run.js')).run(requestFrom(options), socket));
    });
  selecting('check', 'Validate the definition and the options of its services, and start nothing.').action(
    async (options: Options) => done(await (await import('./check.js')).check(requestFrom(options))),
  );
  selecting('options', 'Print what options a service declares, as a JSON Schema.').action(
    async (options: Options) => done(await (await import('./options.js')).options(requestFrom(options))),
  );
  selecting('plan', 'Show what run would do: the services in start order, and where each value comes from.')
    .option('--json', 'Print the plan as JSON.')
    .action(async ({ json = false, ...options }: Options) => {
      done(await (await import('./plan.js')).plan(requestFrom(options), json));
    });
  addControlCommands(program, { commander, serviceOptions, collect, done });
  controlled(selecting('systemd-unit', 'Print a unit of systemd that runs the services.'))
    .option('--user', "For a user's own systemd (systemctl --user), not for that of the machine.")
    .option('--run-as <user>', 'As whom it runs. Default: who asks; for root, who owns the definition.')
    .option('--notify-reload', 'Type=notify-reload: systemctl reload waits for the end. Needs systemd 253.')
    .action(async (options: Options & UnitOptions) => {
      done(await (await import('./systemd-unit.js')).systemdUnit(requestFrom(options), options));
    });
  selecting('doctor', 'Compare the machine with the definition, and say what to change.')
    .option('--json', 'Print the findings as JSON.')
    .action(async ({ json = false, ...options }: Options) => {
      done(await (await import('./doctor.js')).doctor(requestFrom(options), json));
    });
  addRpcCommands(program, { commander, serviceOptions, notes, done });
  addNovaCommands(program, { commander, serviceOptions, done });
  program
    .command('completion')
    .description('Print a completion script for a shell: bash, zsh or fish.')
    .argument('<shell>', 'bash, zsh or fish')
    .action(async (shell: string) => done((await import('./completion.js')).completion(shell, program)));
  program
    .command('__complete', { hidden: true })
    .option('--config <file>')
    .allowExcessArguments()
    .allowUnknownOption()
    .action(async ({ config }: Options) => done((await import('./complete.js')).complete(config)));

  // The options of run are those of the program, for whoever leaves the command out.
  program.configureHelp({ visibleOptions: (command) => optionsIn(command, run) });
  return program;

  function selecting(name: string, description: string, options?: { isDefault: boolean }): Command {
    return program
      .command(name, options)
      .description(description)
      .allowExcessArguments()
      .hook('preAction', (_, command) => refuseWords(command))
      .option('--config <file>', 'The definition; else $NOVA_LAUNCH_CONFIG, else ./services.json.')
      .option(
        '--binary <name>',
        'Only this service; may be given several times. Else every service.',
        collect,
      )
      .option(
        '--workers <n>',
        'How many workers each of them gets: a number, or auto for the usable CPUs and memory.',
        workers,
      )
      .option(
        '--set <group.key=value>',
        'Lay a value over the config of each of them; may be repeated.',
        collect,
      );
  }

  function controlled(command: Command): Command {
    return command
      .option('--name <name>', 'What status and the other commands find it by. Else by the definition.')
      .option('--control <path>', 'Where its control socket is. Else in the directory for runtime files.')
      .option('--no-control', 'Without a control socket.');
  }

  /** A word that is no option: a command that does not exist, or one in the wrong place. */
  function refuseWords(command: Command): void {
    const [word] = command.args;
    if (word === undefined) return;
    if (own[0] === command.name()) {
      const remedy = `Did you mean nova-launch ${command.name()} --binary ${word}?`;
      throw new LaunchError('NL_USAGE', `the command ${command.name()} takes no ${JSON.stringify(word)}`, {
        remedy,
      });
    }
    if (program.commands.some((known) => known.name() === word)) {
      const remedy = `Write the command first: nova-launch ${word} ...`;
      throw new LaunchError('NL_USAGE', `the command ${word} stands behind options`, { remedy });
    }
    // commander knows the nearest of its commands; it throws.
    unknownCommand(program, word);
  }

  function requestFrom({ config, binary, workers: count, set }: Options): LoadRequest {
    return { config, binaries: binary, workers: count, set, serviceOptions };
  }
}

function unknownCommand(program: Command, word: string): never {
  program.args = [word];
  (program as Command & { unknownCommand(): never }).unknownCommand();
  throw new Error('unreachable: exitOverride() throws');
}

function optionsIn(command: Command, run: Command): Option[] {
  const options = new commander.Help().visibleOptions(command);
  return command.name() === 'nova-launch'
    ? [...new commander.Help().visibleOptions(run).slice(0, -1), ...options]
    : options;
}

function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value];
}

function workers(value: string): number | 'auto' {
  if (value === 'auto') return value;
  if (/^[1-9][0-9]{0,8}$/.test(value)) return Number(value);
  throw new commander.InvalidArgumentError('Expected a positive integer or auto.');
}
