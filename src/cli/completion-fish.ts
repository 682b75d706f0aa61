import { type CompletedCommand, type CompletedOption, OF_A_SERVICE } from './completion.js';

const VALUES = {
  file: '-r -F',
  binary: "-x -a '(__nova_launch_binaries)'",
  workers: "-x -a 'auto 1 2 4 8'",
  other: '-x',
};

export function fish(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const lines = commands.flatMap(({ name, about, options, words }) => [
    `complete -c nova-launch -n __fish_use_subcommand -a ${name} -d ${quote(about)}`,
    ...options.map((option) => line(name, option, names)),
    ...(words.length > 0
      ? [`complete -c nova-launch -n '__fish_seen_subcommand_from ${name}' -a '${words.join(' ')}'`]
      : []),
  ]);
  return `# fish completion of nova-launch. Load it with: nova-launch completion fish | source
function __nova_launch_binaries
  set -l words (commandline -opc)
  set -l at (contains -i -- --config $words)
  if test -n "$at"
    nova-launch __complete --config $words[(math $at + 1)] 2>/dev/null
  else
    nova-launch __complete 2>/dev/null
  end
end
complete -c nova-launch -f
${lines.join('\n')}
complete -c nova-launch -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'
complete -c nova-launch -n '__fish_seen_subcommand_from ${OF_A_SERVICE.join(' ')}' -a '(__nova_launch_binaries)'
`;
}

function line(command: string, { flag, about, value }: CompletedOption, names: string): string {
  // run is what is meant if no command is given.
  const seen = `__fish_seen_subcommand_from ${command}`;
  const when = command === 'run' ? `${seen}; or not __fish_seen_subcommand_from ${names}` : seen;
  return `complete -c nova-launch -n ${quote(when)} -l ${flag.slice(2)} ${value ? `${VALUES[value]} ` : ''}-d ${quote(about)}`;
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
