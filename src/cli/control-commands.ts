import type { Command } from 'commander';
import { refuseServiceOptions } from './command-arguments.js';

/** By which options a command finds the supervisor. */
export interface Target {
  readonly config?: string;
  readonly binary?: readonly string[];
  readonly name?: string;
  readonly control?: string;
}

export interface ControlCommandsInput {
  readonly commander: typeof import('commander');
  readonly serviceOptions: readonly string[];
  readonly collect: (value: string, previous?: readonly string[]) => string[];
  readonly done: (exitCode: number) => void;
}

type Json = { readonly json?: boolean };
type Wait = { readonly wait?: boolean };
type Watch = { readonly watch?: boolean };

export interface LogLevelOptions extends Target {
  readonly launcher?: boolean;
}

export interface LinesOptions {
  readonly follow?: boolean;
  readonly service?: string;
  readonly last?: number;
  readonly json?: boolean;
}

/** The commands that ask a running supervisor. Loaded at every start, to be known: their code is not. */
export function addControlCommands(program: Command, input: ControlCommandsInput): void {
  const { commander, serviceOptions, collect, done } = input;
  const refused = refuseServiceOptions(serviceOptions);

  asking('status', 'Show what runs: services, workers, what each is waiting for and what it uses.')
    .option('--json', 'Print it as JSON.')
    .option('--watch', 'Show it anew every second, until Ctrl-C.')
    .action(async (options: Target & Json & Watch) => {
      done(await (await import('./control/status.js')).status(options));
    });
  for (const [name, description] of [
    ['reload', 'Read the definition again, and replace the workers of all services, or of one.'],
    ['restart', 'Replace the workers of all services, or of one, without reading the definition again.'],
  ] as const) {
    asking(name, description)
      .argument('[service]', 'Only this service.')
      .option('--wait', 'Print what happens until it is done: exit code 0, or 5 if it was refused.')
      .option('--json', 'Print it as JSON, with --wait one line for each event.')
      .action(async (service: string | undefined, options: Target & Wait & Json) => {
        done(await (await import('./control/rollout.js')).rollout(name, service, options));
      });
  }
  asking('scale', 'Run another number of workers of a service, until the definition changes it.')
    .argument('<service>', 'The service.')
    .argument('<workers>', 'How many workers it is to have.', whole)
    .action(async (service: string, workers: number, options: Target) => {
      done(await (await import('./control/order.js')).order('scale', { service, workers }, options));
    });
  asking('stop', 'Stop everything, and wait for it; or let one service rest, until it is started again.')
    .argument('[service]', 'Only this service.')
    .action(async (service: string | undefined, options: Target) => {
      done(await (await import('./control/stop.js')).stop(service, options));
    });
  asking('start', 'Start a service again that was stopped, or given up.')
    .argument('<service>', 'The service.')
    .action(async (service: string, options: Target) => {
      done(await (await import('./control/order.js')).order('start', { service }, options));
    });
  asking('log-level', 'Have a service log more, or less, until its next reload; or the launcher itself.')
    .argument('[service]', 'The service.')
    .argument('[level]', 'trace, debug, info, warn, error, fatal or silent; default is what its config says.')
    .option('--launcher', 'What the launcher itself has to say; at debug, each step that it takes.')
    .action(async (...[first, second, options]: [string?, string?, LogLevelOptions?]) => {
      done(await (await import('./control/log-level.js')).logLevel(first, second, options!));
    });
  asking('report', 'Print a report of what all processes do.')
    .option('--json', 'Print it as JSON.')
    .action(async (options: Target & Json) => {
      done(await (await import('./control/report.js')).report(options));
    });
  lines('events', 'Print what has happened: the last events of the supervisor.', '');
  lines('logs', 'Print the last lines of the log, of the supervisor and of the services.', ' on a terminal');

  function lines(name: 'events' | 'logs', description: string, where: string): void {
    asking(name, description)
      .option('--follow', 'Go on with what comes, until Ctrl-C.')
      .option('--service <name>', 'Only those of this service.')
      .option('--last <n>', 'Only so many of those that are kept.', whole)
      .option('--json', `Print them as JSON, one a line. Without it, they are for people${where}.`)
      .action(async (options: Target & LinesOptions) => {
        done(await (await import('./control/lines.js')).lines(name, options));
      });
  }

  function asking(name: string, description: string): Command {
    return program
      .command(name)
      .description(description)
      .hook('preAction', refused)
      .option(
        '--config <file>',
        'The definition that it runs; else $NOVA_LAUNCH_CONFIG, else ./services.json.',
      )
      .option(
        '--binary <name>',
        'The services that it was started with, if by --binary; may be repeated.',
        collect,
      )
      .option('--name <name>', 'What it was named by --name.')
      .option('--control <path>', 'Its control socket.');
  }

  function whole(value: string): number {
    if (/^\d{1,9}$/.test(value)) return Number(value);
    throw new commander.InvalidArgumentError('Expected a whole number.');
  }
}
