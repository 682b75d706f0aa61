import { type CompletedCommand, OF_A_SERVICE } from './completion.js';

export function bash(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name);
  const options = commands
    .map(({ name, options: all }) => `    ${name}) words='${all.map(({ flag }) => flag).join(' ')}' ;;`)
    .join('\n');
  const words = commands
    .filter((command) => command.words.length > 0)
    .map(
      (command) =>
        `    ${command.name}) [[ $current == -* || $given ]] || words='${command.words.join(' ')}' ;;`,
    )
    .join('\n');
  return `# bash completion of nova-launch. Load it with: source <(nova-launch completion bash)
_nova_launch() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command= config= words= given= index
  for ((index = 1; index < COMP_CWORD; index++)); do
    case \${COMP_WORDS[index]} in
    --) return ;;
    --config) config=\${COMP_WORDS[index + 1]} ;;
    -*) ;;
    *)
      if [[ -n $command ]]; then given=1; fi
      case \${COMP_WORDS[index]} in
      ${names.join(' | ')}) [[ -n $command ]] || command=\${COMP_WORDS[index]} ;;
      esac
      ;;
    esac
  done
  case $previous in
  --config | --control)
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
    compopt -o filenames 2>/dev/null
    return
    ;;
  --binary | --service) words=$("\${COMP_WORDS[0]}" __complete \${config:+--config "$config"} 2>/dev/null) ;;
  --workers) words='auto 1 2 4 8' ;;
  --set | --name | --last) return ;;
  completion) words='bash zsh fish' ;;
  *)
    case \${command:-run} in
${options}
    esac
    case $command in
    ${OF_A_SERVICE.join(' | ')})
      [[ $current == -* ]] || words=$("\${COMP_WORDS[0]}" __complete \${config:+--config "$config"} 2>/dev/null)
      ;;
    esac
    case $command in
${words}
    esac
    [[ -n $command || $current == -* ]] || words='${names.join(' ')}'
    ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -F _nova_launch nova-launch
`;
}
