import type { Command } from 'commander';
import { LaunchError } from '../errors.js';
import { readSeconds, refuseServiceOptions } from './command-arguments.js';

/** By which options a command finds the bus and the database of Nova's services. */
export interface NovaOptions {
  readonly config?: string;
  readonly transportUrl?: string;
  readonly database?: string;
  readonly json?: boolean;
}

/** Of a command that waits for what it has begun. */
export interface WaitingOptions extends NovaOptions {
  /** Seconds. */
  readonly timeout: number;
  readonly wait: boolean;
  readonly user: string;
  readonly project: string;
}

export interface BootCommandOptions extends WaitingOptions {
  readonly flavor: string;
  readonly count: number;
  readonly availabilityZone?: string;
  readonly host?: string;
}

export interface NovaCommandsInput {
  readonly commander: typeof import('commander');
  readonly serviceOptions: readonly string[];
  readonly done: (exitCode: number) => void;
}

/** Seconds that is waited for instances to become what was asked for. */
const PATIENCE = 300;

/** The commands that drive Nova's services. Loaded at every start, to be known: their code is not. */
export function addNovaCommands(
  program: Command,
  { commander, serviceOptions, done }: NovaCommandsInput,
): void {
  const refused = refuseServiceOptions(serviceOptions);
  const seconds = readSeconds(commander);
  const boot = waiting(
    program.command('boot'),
    "Have instances built by Nova's services, and show what happens on the way.",
  );
  boot
    .argument('[name]', 'Their name; of several, each has its number behind it.', 'vm')
    .option(
      '--flavor <name>',
      'How large: m1.nano, m1.tiny, m1.small, m1.medium, m1.large, m1.xlarge.',
      'm1.tiny',
    )
    .option('--count <n>', 'How many.', whole, 1)
    .option('--availability-zone <zone>', 'Only there.')
    .option('--host <host>', 'Only on this host.')
    .action(async (name: string, options: BootCommandOptions) => {
      done(await (await import('./nova/boot.js')).boot(name, options));
    });

  const instance = group('instance', 'List, show, migrate, delete, start, stop or reboot instances of Nova.');
  finding(instance.command('list'), 'List the instances.')
    .option('--deleted', 'Also those that are deleted.')
    .option('--host <host>', 'Only those of a host.')
    .action(async (options: NovaOptions & { deleted?: boolean; host?: string }) => {
      done(await (await import('./nova/list.js')).list(options));
    });
  finding(instance.command('show'), 'Show an instance, and what has happened to it.')
    .argument('<instance>', 'Its UUID, the beginning of it, or its name.')
    .action(async (which: string, options: NovaOptions) => {
      done(await (await import('./nova/show.js')).show(which, options));
    });
  waiting(instance.command('migrate'), 'Move a running instance to another host, while it runs.')
    .argument('<instance>', 'Its UUID, the beginning of it, or its name.')
    .option('--host <host>', 'Where to. Default: where the scheduler sees fit.')
    .action(async (which: string, options: WaitingOptions & { host?: string }) => {
      done(await (await import('./nova/act.js')).act('migrate', [which], options));
    });
  for (const [name, description] of [
    ['delete', 'Delete instances.'],
    ['start', 'Start instances that are stopped.'],
    ['stop', 'Stop instances.'],
  ] as const)
    several(instance.command(name), description).action(async (which: string[], options: WaitingOptions) => {
      done(await (await import('./nova/act.js')).act(name, which, options));
    });
  several(instance.command('reboot'), 'Reboot instances.')
    .option('--hard', 'Without asking the system inside.')
    .action(async (which: string[], options: WaitingOptions & { hard?: boolean }) => {
      done(await (await import('./nova/act.js')).act('reboot', which, options));
    });

  const service = group('service', 'List, enable, disable or force down the services of Nova.');
  finding(service.command('list'), 'List the services, and whether they are up.')
    .option('--long', 'With the reason for which one is disabled, and with the workers of each.')
    .option('--binary <name>', 'Only those of this binary.')
    .option('--host <host>', 'Only those of a host.')
    .action(async (options: NovaOptions & { long?: boolean; binary?: string; host?: string }) => {
      done(await (await import('./nova/services.js')).services(options));
    });
  changing('enable', 'Let a service get work again.');
  changing('disable', 'Let a service get no new work.').option('--reason <text>', 'Why.');
  changing('force-down', 'Let a service count as down, whatever it says.').option(
    '--unset',
    'Let it count as what it says.',
  );

  function group(name: string, description: string): Command {
    const command = program.command(name).description(description).allowExcessArguments();
    return command.action(() => {
      // It throws, and knows the nearest.
      if (command.args.length > 0) (command as Command & { unknownCommand(): never }).unknownCommand();
      const own = command.commands.map((one) => one.name()).join(', ');
      const message = `nova-launch ${name} needs a command of its own`;
      throw new LaunchError('NL_USAGE', message, { remedy: `Write one of ${own} behind it.` });
    });
  }

  function changing(name: 'enable' | 'disable' | 'force-down', description: string): Command {
    return finding(service.command(name), description)
      .argument('<host>', 'The host of the service.')
      .argument('[binary]', 'Which of its services.', 'nova-compute')
      .action(
        async (host: string, binary: string, options: NovaOptions & { reason?: string; unset?: boolean }) => {
          done(await (await import('./nova/change.js')).change(name, { host, binary }, options));
        },
      );
  }

  function several(command: Command, description: string): Command {
    return waiting(command, description).argument(
      '<instances...>',
      'Their UUIDs, the beginnings of these, or their names.',
    );
  }

  function waiting(command: Command, description: string): Command {
    return finding(command, description)
      .option('--timeout <seconds>', 'How long to wait for the end.', seconds, PATIENCE)
      .option('--no-wait', 'Do not wait for what comes of it.')
      .option('--project <id>', 'In whose name: the project.', 'demo')
      .option('--user <id>', 'In whose name: the user.', 'demo');
  }

  function finding(command: Command, description: string): Command {
    return command
      .description(description)
      .hook('preAction', refused)
      .option('--config <file>', 'The definition; else $NOVA_LAUNCH_CONFIG, else ./services.json.')
      .option('--transport-url <url>', 'The way to the services. Else that of the definition, else ipc://.')
      .option('--database <url>', 'Their database. Else that of the definition, else sqlite:nova.sqlite.')
      .option('--json', 'Print it as JSON.');
  }

  function whole(value: string): number {
    if (/^[1-9]\d{0,3}$/.test(value)) return Number(value);
    throw new commander.InvalidArgumentError('Expected a whole number from 1 to 9999.');
  }
}
