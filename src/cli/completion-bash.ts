import type { CompletedCommand } from './completion.js';

export function bash(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name);
  const options = commands
    .map(({ name, options: all }) => `    ${name}) words='${all.map(({ flag }) => flag).join(' ')}' ;;`)
    .join('\n');
  return `# bash completion of nova-launch. Load it with: source <(nova-launch completion bash)
_nova_launch() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command= config= words= index
  for ((index = 1; index < COMP_CWORD; index++)); do
    case \${COMP_WORDS[index]} in
    --) return ;;
    --config) config=\${COMP_WORDS[index + 1]} ;;
    ${names.join(' | ')}) [[ -n $command ]] || command=\${COMP_WORDS[index]} ;;
    esac
  done
  case $previous in
  --config)
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
    compopt -o filenames 2>/dev/null
    return
    ;;
  --binary) words=$("\${COMP_WORDS[0]}" __complete \${config:+--config "$config"} 2>/dev/null) ;;
  --workers) words='auto 1 2 4 8' ;;
  --set) return ;;
  completion) words='bash zsh fish' ;;
  *)
    case \${command:-run} in
${options}
    esac
    [[ -n $command || $current == -* ]] || words='${names.join(' ')}'
    ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -F _nova_launch nova-launch
`;
}
