import type { Action, Event, ServiceSpec } from '../../src/supervisor/types.js';
import type { History } from './simulate.js';

/** A history for a person: what happened, and what came of it. */
export function print({ seed, plan, steps, problems, exitCode }: History): string {
  const lines = [
    `seed ${seed}: faults ${plan.faults}, stop at ${plan.stopAt.toFixed(1)} s`,
    ...plan.specs.map((spec) => `  ${describeSpec(spec)}`),
  ];
  for (const { now, event, actions } of steps) {
    lines.push(`${now.toFixed(3).padStart(9)}  ${describeEvent(event)}`);
    for (const action of actions) lines.push(`${' '.repeat(13)}-> ${describeAction(action)}`);
  }
  lines.push(`exit ${exitCode}`, ...problems.map((problem) => `PROBLEM: ${problem}`));
  return lines.join('\n');
}

function describeSpec({ name, backoff, ...rest }: ServiceSpec): string {
  const values = Object.entries({ ...rest, ...backoff }).map(([key, value]) =>
    typeof value === 'number' ? `${key} ${Math.round(value * 100) / 100}` : `${key} ${value}`,
  );
  return `${name}: ${values.join(', ')}`;
}

function describeEvent(event: Event): string {
  if (event.type !== 'definition') return words(event);
  return `definition\n${event.services.map((spec) => `${' '.repeat(13)}${describeSpec(spec)}`).join('\n')}`;
}

const describeAction = (action: Action): string =>
  action.type === 'log' ? `log ${words({ type: action.note.id, ...action.note })}` : words(action);

const words = ({ type, ...rest }: { readonly type: string }): string =>
  [type, ...Object.entries(rest).flatMap(([key, value]) => (key === 'id' ? [] : [key, String(value)]))].join(
    ' ',
  );
