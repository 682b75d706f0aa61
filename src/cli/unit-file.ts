/** What goes into a unit; see systemd.service(5). Seconds. */
export interface Unit {
  readonly name: string;
  readonly description: string;
  readonly command: readonly string[];
  readonly directory: string;
  /** Environment variables that the definition reads. */
  readonly variables: readonly string[];
  /** Of a user's own systemd, not of the machine's. */
  readonly ofUser: boolean;
  readonly user: string;
  /** Type=notify-reload, which systemd has since version 253. */
  readonly notifyReload: boolean;
  readonly timeoutStart: number;
  /** null: infinity. */
  readonly timeoutStop: number | null;
  /** null: no watchdog. */
  readonly watchdog: number | null;
  /** Bytes that all processes may use together; null: no limit. */
  readonly memory: number | null;
}

type Lines = readonly string[];

export function unitFile(unit: Unit): string {
  const sections = [
    ['Unit', [`Description=${escaped(unit.description)}`, ...network(unit)]],
    ['Service', [...service(unit), ...(unit.ofUser ? [] : account(unit)), ...environment(unit)]],
    ['', hardening(unit)],
    ['Install', [`WantedBy=${unit.ofUser ? 'default' : 'multi-user'}.target`]],
  ] as const;
  const text = sections.map(([name, lines]) => [...(name ? [`[${name}]`] : []), ...lines].join('\n'));
  return `${text.join('\n\n')}\n`;
}

const network = ({ ofUser }: Unit): Lines =>
  ofUser ? [] : ['After=network-online.target', 'Wants=network-online.target'];

/** The shell's own kill: not every machine has /bin/kill. */
const RELOAD = 'ExecReload=/bin/sh -c "kill -HUP $MAINPID"';

function service(unit: Unit): Lines {
  const { command, directory, notifyReload, timeoutStart, timeoutStop, watchdog, memory } = unit;
  return [
    ...(notifyReload ? ['Type=notify-reload'] : ['Type=notify', RELOAD]),
    'NotifyAccess=main',
    `WorkingDirectory=${escaped(directory)}`,
    `ExecStart=${command.map(word).join(' ')}`,
    '# Around what the definition allows: readyTimeout along the longest chain of "after", and the whole stop.',
    `TimeoutStartSec=${timeoutStart}`,
    `TimeoutStopSec=${timeoutStop ?? 'infinity'}`,
    ...(watchdog === null ? [] : [`WatchdogSec=${watchdog}`]),
    'KillMode=mixed',
    'Restart=on-failure',
    'RestartSec=2',
    '# Wrong usage and a wrong definition: no restart mends them.',
    'RestartPreventExitStatus=2 78',
    '# A worker that the kernel kills is replaced; it must not take the others along.',
    'OOMPolicy=continue',
    ...(memory === null ? [] : [`MemoryMax=${memory}`]),
  ];
}

function account({ user }: Unit): Lines {
  return [
    `User=${user}`,
    '# Where the control socket is, and what ipc:// uses.',
    'RuntimeDirectory=nova-launch',
    'RuntimeDirectoryMode=0700',
    'RuntimeDirectoryPreserve=yes',
    'Environment=XDG_RUNTIME_DIR=%t',
  ];
}

function environment({ name, variables }: Unit): Lines {
  if (variables.length === 0) return [];
  return [
    `# The definition reads ${variables.join(', ')}.`,
    `EnvironmentFile=-%E/nova-launch/${escaped(name)}.env`,
  ];
}

/** What Node.js can live with: its compiler needs memory that is writable and executable. */
function hardening({ ofUser, directory, command }: Unit): Lines {
  const anyone = [
    'NoNewPrivileges=yes',
    'LockPersonality=yes',
    'RestrictRealtime=yes',
    'RestrictSUIDSGID=yes',
    'RestrictNamespaces=yes',
    'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK',
    'SystemCallArchitectures=native',
    'SystemCallFilter=@system-service',
    'SystemCallErrorNumber=EPERM',
    'UMask=0027',
  ];
  // What follows needs more rights than a user's own systemd has.
  if (ofUser) return anyone;
  const atHome = [directory, ...command].some((path) => /^\/(home|root|run\/user)(\/|$)/.test(path));
  return [
    ...anyone,
    '# To bind a port below 1024: CAP_NET_BIND_SERVICE here and in AmbientCapabilities=, or a socket unit.',
    'CapabilityBoundingSet=',
    'PrivateDevices=yes',
    'PrivateTmp=yes',
    'ProtectClock=yes',
    'ProtectControlGroups=yes',
    `ProtectHome=${atHome ? 'read-only' : 'yes'}`,
    'ProtectHostname=yes',
    'ProtectKernelLogs=yes',
    'ProtectKernelModules=yes',
    'ProtectKernelTunables=yes',
    'ProtectProc=invisible',
    '# "strict" if the services write nothing but what ReadWritePaths= names.',
    'ProtectSystem=full',
    'RemoveIPC=yes',
  ];
}

/** Specifiers begin with a percent sign. */
const escaped = (text: string) => text.replaceAll('%', '%%');

/** A word of a command line, which also has variables. */
function word(text: string): string {
  const inner = escaped(text).replaceAll('$', '$$$$');
  if (/^[A-Za-z0-9_@%+=:,./$-]+$/.test(inner)) return inner;
  return `"${inner.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}
