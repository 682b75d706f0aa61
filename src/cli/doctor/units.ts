import { readdirSync } from 'node:fs';
import type { Definition } from '../../definition/types.js';
import { longestStart, longestStop } from '../../launcher/bounds.js';
import { tryRead } from '../../system/cgroup.js';
import { type Check, type Finding, findings, type Machine } from './check.js';

const DIRECTORY = '/etc/systemd/system';

/** What systemd assumes where a unit says nothing: seconds. */
const DEFAULT_TIMEOUT = 90;

const REMEDY = 'nova-launch systemd-unit prints a unit that fits.';

/** How the unit that runs this process, or those of this machine that run nova-launch, fit the definition. */
export const systemd: Check = (machine, definition) => {
  const { ok, warn } = findings('systemd');
  const { env } = machine;
  if (env.NOTIFY_SOCKET) return [ok('It wants to be told when the services are ready.')];
  if (env.INVOCATION_ID && env.JOURNAL_STREAM)
    return [warn('A unit runs this that is not told when the services are ready.', `Type=notify; ${REMEDY}`)];
  const units = unitsIn(machine).filter(({ text }) => /^ExecStart=.*nova-launch/m.test(text));
  const meant = units.filter(({ text }) => !definition?.file || text.includes(definition.file));
  if (meant.length === 0)
    return [ok(`No unit in ${DIRECTORY} runs ${definition ? 'this definition' : 'it'}.`)];
  return meant.flatMap(({ name, text }) => judgeUnit(name, text, definition));
};

function unitsIn(machine: Machine): { name: string; text: string }[] {
  try {
    const names = readdirSync(DIRECTORY).filter((name) => name.endsWith('.service'));
    return names.map((name) => ({ name, text: tryRead(machine, `${DIRECTORY}/${name}`) ?? '' }));
  } catch {
    return [];
  }
}

export function judgeUnit(name: string, text: string, definition: Definition | undefined): Finding[] {
  const { ok, warn, fail } = findings('systemd');
  const last = (key: string) => [...text.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].at(-1)?.[1]?.trim();
  const wrong: Finding[] = [];
  const type = last('Type') ?? 'simple';
  if (!type.startsWith('notify'))
    wrong.push(warn(`${name} has Type=${type}: it counts as started before the services are ready.`, REMEDY));
  if (/^ExecStart=[^\n]*\b(npm|sh -c|bash -c)\b/m.test(text))
    wrong.push(warn(`${name} starts a shell or npm, which passes no signals on.`, REMEDY));
  if (definition) {
    const stop = longestStop(definition.services);
    const allowed = seconds(last('TimeoutStopSec') ?? last('TimeoutSec'));
    if ((stop ?? Number.POSITIVE_INFINITY) > allowed)
      wrong.push(
        fail(
          `${name} has TimeoutStopSec=${allowed}: a stop may take ${stop === null ? 'any time' : `${stop} s`}, and is cut.`,
          REMEDY,
        ),
      );
    const start = longestStart(definition.services);
    const patience = seconds(last('TimeoutStartSec') ?? last('TimeoutSec'));
    if (start > patience)
      wrong.push(warn(`${name} has TimeoutStartSec=${patience}: a start may take ${start} s.`, REMEDY));
  }
  return wrong.length > 0 ? wrong : [ok(`${name} fits.`)];
}

/** By all that a number may be followed by; see systemd.time(7). */
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(usec|us|µs|μs)$/, 1e-6],
  [/^(msec|ms)$/, 0.001],
  [/^(seconds?|sec|s|)$/, 1],
  [/^(minutes?|min|m)$/, 60],
  [/^(hours?|hr|h)$/, 3600],
  [/^(days?|d)$/, 86_400],
  [/^(weeks?|w)$/, 604_800],
];

/** "1min 30s" and the like. */
export function seconds(text: string | undefined): number {
  if (text === undefined) return DEFAULT_TIMEOUT;
  if (text === 'infinity' || text === '0') return Number.POSITIVE_INFINITY;
  const parts = [...text.matchAll(/([\d.]+)\s*([a-zµμ]*)/g)];
  const secondsOf = (unit: string) => UNITS.find(([names]) => names.test(unit))?.[1] ?? 1;
  return parts.reduce((sum, [, value, unit = '']) => sum + Number(value) * secondsOf(unit), 0);
}
