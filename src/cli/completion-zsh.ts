import { type CompletedCommand, type CompletedOption, OF_A_SERVICE } from './completion.js';

const VALUES = {
  file: ':file:_files',
  binary: ':service:_nova_launch_binaries',
  workers: ':workers:(auto 1 2 4 8)',
  other: ':value:',
};

export function zsh(commands: readonly CompletedCommand[]): string {
  const described = commands.map(
    ({ name, about }) => `    ${quote(`${name}:${about.replaceAll(':', '\\:')}`)}`,
  );
  const cases = commands.map(({ name, options, words }) => {
    const shells = name === 'completion' ? [`      ${quote(':shell:(bash zsh fish)')}`] : [];
    const services = OF_A_SERVICE.includes(name) ? [`      ${quote(`:service:_nova_launch_binaries`)}`] : [];
    const parts = words.length > 0 ? [`      ${quote(`:command:(${words.join(' ')})`)}`] : [];
    return `    ${name}) specs=(\n${[...options.map(spec), ...shells, ...services, ...parts].join('\n')}\n    ) ;;`;
  });
  return `#compdef nova-launch
# zsh completion of nova-launch. Load it with: source <(nova-launch completion zsh)
_nova_launch_binaries() {
  local -a names
  local at=\${words[(I)--config]}
  if (( at )); then
    names=(\${(f)"$(nova-launch __complete --config \${words[at + 1]} 2>/dev/null)"})
  else
    names=(\${(f)"$(nova-launch __complete 2>/dev/null)"})
  fi
  compadd -a names
}
_nova_launch() {
  local -a commands specs
  commands=(
${described.join('\n')}
  )
  local command=run
  if (( CURRENT == 2 )) && [[ \${words[2]} != -* ]]; then
    _describe command commands
    return
  fi
  if [[ \${words[2]} != -* ]]; then
    command=\${words[2]}
    shift words
    (( CURRENT-- ))
  fi
  case $command in
${cases.join('\n')}
  esac
  _arguments $specs
}
if [[ $funcstack[1] == _nova_launch ]]; then
  _nova_launch "$@"
else
  compdef _nova_launch nova-launch
fi
`;
}

function spec({ flag, about, value, repeated }: CompletedOption): string {
  const text = about.replace(/[[\]:]/g, '\\$&');
  return `      ${quote(`${repeated ? '*' : ''}${flag}[${text}]${value ? VALUES[value] : ''}`)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
