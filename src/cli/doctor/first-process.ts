import { tryRead } from '../../system/cgroup.js';
import { zombiesOf } from '../../system/zombies.js';
import { count } from '../text.js';
import { type Check, type Finding, findings, type Machine } from './check.js';

/** Inits: they pass signals on and reap. */
const INITS = /^(systemd|init|tini|dumb-init|docker-init|catatonit|s6-svscan|runit|openrc-init|launchd)$/;

/** They do neither. */
const WRAPPERS = /^(npm|pnpm|yarn|npx|sh|bash|dash|ash|zsh|su|sudo)$/;

/** Whether what a container runs first hands signals on, and takes zombies away. */
export const firstProcess: Check = (machine) => {
  const zombies = zombiesOf(1).length;
  const { warn } = findings('process 1');
  return [
    judge(machine),
    ...(zombies > 0
      ? [
          warn(
            `It has ${count(zombies, 'zombie')} that nobody reaps.`,
            'Let nova-launch or an init like tini be process 1 (docker run --init).',
          ),
        ]
      : []),
  ];
};

function judge(machine: Machine): Finding {
  const { ok, warn } = findings('process 1');
  const words = (tryRead(machine, '/proc/1/cmdline') ?? '').split('\0').filter(Boolean);
  const name = (words[0] ?? '').split(/[ /]/).findLast(Boolean) ?? '';
  const first = words.join(' ').split(' ')[0]?.split('/').at(-1) ?? '';
  if (words.some((word) => /nova-launch/.test(word)) && /^node/.test(first))
    return ok('It is nova-launch, which reaps and handles its signals.');
  if (INITS.test(first) || INITS.test(name)) return ok(`It is ${first}.`);
  if (WRAPPERS.test(first))
    return warn(
      `It is ${words.join(' ').slice(0, 60)}: a SIGTERM may end it, and all with it, before anything has drained.`,
      'Start node itself, in the exec form: CMD ["node", "node_modules/nova-launch/bin/nova-launch.js"].',
    );
  return ok(`It is ${first || 'not to be seen'}.`);
}

/** A package's start script that puts a shell between npm and the launcher. */
export const startScript: Check = ({ read, cwd }) => {
  const { ok, warn } = findings('npm start');
  const text = tryRead({ read }, `${cwd}/package.json`);
  const script = text === undefined ? undefined : startOf(text);
  if (script === undefined || !/\bnova-launch\b/.test(script)) return [];
  if (/(^|&&|;)\s*exec\s/.test(script)) return [ok('It becomes the launcher.')];
  return [
    warn(
      `Between npm and the launcher is a shell ("start": ${JSON.stringify(script)}): npm does not wait until all has drained.`,
      `Write "start": ${JSON.stringify(`exec ${script}`)}.`,
    ),
  ];
};

function startOf(text: string): string | undefined {
  try {
    const { scripts } = JSON.parse(text) as { scripts?: { start?: unknown } };
    return typeof scripts?.start === 'string' ? scripts.start : undefined;
  } catch {
    return undefined;
  }
}
