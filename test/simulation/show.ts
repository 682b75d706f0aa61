import type { State } from '../../src/supervisor/types.js';
import { isNew } from './facts.js';

/** For a person: what a reported state looks like. */
export function show(state: State): string {
  const services = state.services.map(
    ({ name, spec, size, next, nextSize, crashes, quorum, started, short, resting, unusable, leaving }) =>
      `${name} ${spec ? size : 'new'}${next ? ` > ${nextSize}` : ''}${crashes.length > 0 ? ` ${crashes.length} crashes` : ''}${started ? ` quorum ${quorum}${short ? ' lost' : ''}` : ' not started'}${resting ? ' resting' : ''}${unusable ? ' unusable' : ''}${leaving ? ' leaving' : ''}`,
  );
  const slots = state.slots.map((slot) => {
    const generation = isNew(state, slot) ? 'new ' : '';
    const marks = `${slot.deadline === null ? '' : ' until'}${slot.stable ? ' stable' : ''}${slot.attempt > 0 ? ` attempt ${slot.attempt}` : ''}${slot.fate === 'restart' ? '' : `, ${slot.fate}`}${(['silent', 'worn', 'renews'] as const).map((mark) => (slot[mark] ? ` ${mark}` : '')).join('')}`;
    return `${slot.service}${slot.number} ${generation}${slot.state}${marks}`;
  });
  const { rollout, stopping } = state;
  const rest = [
    rollout ? `rollout ${rollout.stage} of ${rollout.services}` : '',
    rollout?.removed.length ? `removes ${rollout.removed}` : '',
    stopping ? `stopping ${JSON.stringify(stopping)}` : '',
    ...(['reading', 'queued'] as const).map((flag) =>
      state[flag] ? `${flag} ${JSON.stringify(state[flag])}` : '',
    ),
    ...(['announced', 'exited'] as const).map((flag) => (state[flag] ? flag : '')),
  ].filter(Boolean);
  return `[${services.join('; ')}] [${slots.join('; ')}] ${rest.join(' ')}`;
}
