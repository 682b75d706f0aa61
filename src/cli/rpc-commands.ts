import type { Command } from 'commander';
import { readSeconds, refuseServiceOptions } from './command-arguments.js';

export interface RpcOptions {
  readonly transportUrl?: string;
  readonly config?: string;
  readonly server?: string;
  readonly exchange?: string;
  readonly namespace?: string;
  readonly rpcVersion?: string;
  readonly timeout?: number;
  readonly mandatory?: boolean;
  readonly fanout?: boolean;
  readonly verbose?: boolean;
}

/** What `call` and `cast` are told. */
export interface RpcRequest {
  readonly command: 'call' | 'cast';
  readonly topic: string;
  readonly method: string;
  readonly args: string | undefined;
  readonly options: RpcOptions;
}

export interface RpcCommandsInput {
  readonly commander: typeof import('commander');
  readonly serviceOptions: readonly string[];
  /** What stands below the options in --help of each. */
  readonly notes: { readonly call: string; readonly cast: string };
  readonly done: (exitCode: number) => void;
}

/** The commands that send a request to a service. Loaded at every start, to be known: their code is not. */
export function addRpcCommands(program: Command, input: RpcCommandsInput): void {
  const { commander, serviceOptions, notes, done } = input;
  const refused = refuseServiceOptions(serviceOptions);
  const seconds = readSeconds(commander);

  sending('call', 'Call a method of the servers of a topic, and print its result as JSON.', notes.call)
    .option(
      '--timeout <seconds>',
      'How long to wait for the reply. Default: rpcResponseTimeout, else 60.',
      seconds,
    )
    .action(async (topic: string, method: string, args: string | undefined, options: RpcOptions) => {
      done(await (await import('./call.js')).call({ command: 'call', topic, method, args, options }));
    });
  sending(
    'cast',
    'Send a request to the servers of a topic, and do not wait for what comes of it.',
    notes.cast,
  )
    .option('--fanout', 'To each of the servers, not to one.')
    .option('--timeout <seconds>', 'How long to wait until it is handed over. Default: as for call.', seconds)
    .action(async (topic: string, method: string, args: string | undefined, options: RpcOptions) => {
      done(await (await import('./cast.js')).cast({ command: 'cast', topic, method, args, options }));
    });

  function sending(name: string, description: string, help: string): Command {
    return program
      .command(name)
      .description(description)
      .argument('<topic>', 'What the servers listen on.')
      .argument('<method>', 'The name of the method.')
      .argument('[args]', 'Its arguments by name: a JSON object.')
      .hook('preAction', refused)
      .option(
        '--transport-url <url>',
        'The way to them: rabbit://, ipc://. Else that of the definition, else ipc://.',
      )
      .option('--config <file>', 'The definition; else $NOVA_LAUNCH_CONFIG, else ./services.json.')
      .option('--server <name>', 'Only the servers of this name.')
      .option('--exchange <name>', 'The exchange of the topic. Default: controlExchange, else openstack.')
      .option('--namespace <name>', 'The namespace of the method.')
      .option('--rpc-version <version>', 'The version that it must have at least, like 1.2.')
      .option('--mandatory', 'Fail at once when nobody serves the topic.')
      .option('--verbose', 'Print the traceback of an error, and what the transport has to tell.')
      .addHelpText('after', help);
  }
}
