import type { Name, World } from './choices.js';
import { type Mutant, mutant } from './mutant.js';
import { spec } from './spec.js';

const few: Name[] = ['overdue', 'forkFailed', 'forkFailed late', 'unusable', 'leave', 'forgive', 'late'];
const strict = { intensity: 0 };
const optional = { ...strict, essential: false };

const resting: World = { specs: [spec('a', 1)], rests: true, without: few };
const failing: World = {
  specs: [spec('a', 1, optional), spec('b', 1, strict)],
  rests: true,
  without: [...few, 'reload', 'reload again'],
};
const adding: World = {
  specs: [spec('a', 1, strict)],
  reloads: [[spec('a', 1, strict)], [spec('a', 1, strict), spec('b', 1, { ...strict, after: ['a'] })]],
  rests: true,
  without: [...few, 'reload again'],
};
const scaled: World = { specs: [spec('a', 1, strict)], scale: { max: 3, to: true }, without: few };
const asked: World = {
  specs: [spec('a', 1, { ...strict, restartMethod: 'mutate' }), spec('b', 1, strict)],
  reloads: [[spec('a', 1, { ...strict, restartMethod: 'mutate' }), spec('b', 1, strict)]],
  asks: [
    { type: 'reload', only: ['a'] },
    { type: 'restart', only: ['b'] },
  ],
  without: [...few, 'interrupt'],
};
const three: World = {
  specs: [spec('a', 3, { ...optional, quorum: 2 }), spec('b', 1, { ...optional, after: ['a'] })],
  without: [...few, 'reload', 'reload again'],
};

/** Faults in what an operator asks for: rest, numbers, rollouts of some services, and the quorum. */
export const orderMutants: readonly Mutant[] = [
  mutant(
    'the workers of a service that is stopped go on',
    'rest.js',
    "drain(draft, slot, 'remove');",
    'continue;',
    resting,
    'a worker that stays in a service that rests',
  ),
  mutant(
    'a service that rests gets its places back',
    'step.js',
    ' || service.resting)',
    ')',
    resting,
    'a fork for a service that rests',
  ),
  mutant(
    'a rollout starts what rests',
    'rollout.js',
    'function canary(draft, rollout, service) {\n    if (service.resting)\n        return true;',
    'function canary(draft, rollout, service) {',
    resting,
    'a fork for a service that rests',
  ),
  mutant(
    'the last service that is stopped ends everything',
    'step.js',
    ' && !services.some(({ resting }) => resting)',
    '',
    resting,
    'given up, though an operator could start a service',
  ),
  mutant(
    'a start keeps the spent budget',
    'rest.js',
    'service.crashes = [];',
    '',
    resting,
    'told to start, without a fresh budget',
  ),
  mutant(
    'a start leaves what was given up as it is',
    'rest.js',
    "slot.state = 'down';",
    '{ }',
    failing,
    'told to start, and stays given up',
  ),
  mutant(
    'what was stopped holds up who runs',
    'gate.js',
    'return started ? ',
    'return false ? ',
    adding,
    'rest without full size',
  ),
  mutant(
    'what cannot have its quorum is waited for',
    'gate.js',
    '.length < other.quorum',
    '.length < 1',
    three,
    'rest without full size',
  ),
  mutant(
    'a rollout forgets how many workers were wanted',
    'scale.js',
    'service.nextSize = nextSize;',
    '',
    scaled,
    'a number of workers is lost in a rollout',
  ),
  mutant(
    'a reload takes the number of workers back',
    'begin.js',
    'spec.size === service.spec?.size ? service.size : spec.size',
    'spec.size',
    scaled,
    'a number of workers is lost in a rollout',
  ),
  mutant(
    'a quorum is lost by workers that only come',
    'quorum.js',
    'if (!service.started || wanted < service.quorum || ready >= wanted)',
    'if (true)',
    scaled,
    'a quorum that was raised counts too early',
  ),
  mutant(
    'a lost quorum is not said',
    'quorum.js',
    'if (short)\n        log(',
    'if (false)\n        log(',
    resting,
    'a quorum that was lost, or regained, without a word',
  ),
  mutant(
    'READY is announced too early',
    'step.js',
    ' || !isReady(state))',
    ')',
    resting,
    'announced without a quorum',
  ),
  mutant(
    'a reload before READY announces it',
    'rollout.js',
    "id: 'reload-accepted', generation: rollout.generation });\n    if (state.announced)",
    "id: 'reload-accepted', generation: rollout.generation });\n    if (true)",
    asked,
    'announced before it was ready',
  ),
  mutant(
    'a reload of one service is one of all',
    'begin.js',
    'specs.filter(({ name }) => isNamed(request.reload, name))',
    'specs.filter(() => true)',
    asked,
    'another definition of a service that was not named',
  ),
  mutant(
    'of what waits only the first is kept',
    'request.js',
    'restart: union(one.restart, other.restart)',
    'restart: one.restart',
    asked,
    'what was asked for is forgotten',
  ),
  mutant(
    'a stop does not tell who waits for a rollout',
    'request.js',
    'if (state.queued)\n        refuse',
    'if (false)\n        actions.push',
    asked,
    'the end of a generation is not told',
  ),
];
