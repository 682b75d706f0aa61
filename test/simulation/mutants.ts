import type { World } from './choices.js';
import { type Mutant, mutant } from './mutant.js';
import { orderMutants } from './order-mutants.js';
import { spec } from './spec.js';
import { upkeepMutants } from './upkeep-mutants.js';

const one: World = { specs: [spec('a', 1)] };
const two: World = { specs: [spec('a', 2, { intensity: 0 })], without: ['reload again', 'forkFailed late'] };
const optional: World = {
  specs: [spec('a', 1, { essential: false, intensity: 0 }), spec('b', 1, { intensity: 0 })],
  without: ['reload', 'forkFailed', 'forkFailed late', 'overdue', 'leave', 'forgive'],
};
const ordered: World = { specs: [spec('a', 1), spec('b', 1, { after: ['a'] })], without: ['reload'] };

export const mutants: readonly Mutant[] = [
  {
    name: 'the ready timeout promotes',
    patches: [
      { file: 'expiry.js', from: 'import { arm }', to: 'import { arm, becomeReady }' },
      { file: 'expiry.js', from: 'late(draft, slot);', to: 'becomeReady(draft, slot);' },
    ],
    world: one,
    caught: 'ready without having said so',
  },
  mutant(
    'exits are ignored during a rollout',
    'step.js',
    'exited(draft, slot, event);',
    'if (!draft.state.rollout) exited(draft, slot, event);',
    one,
    'a worker that has gone keeps its place',
  ),
  mutant('no kill rung', 'expiry.js', 'kill(draft, slot);', '', one, 'a stop that does not end'),
  mutant(
    'a rung is left out',
    'expiry.js',
    'terminate(draft, slot);',
    'kill(draft, slot);',
    one,
    'kill of a worker that is draining',
  ),
  mutant(
    'respawn after stop',
    'stopping.js',
    'state.slots = state.slots.filter(hasProcess);',
    '',
    one,
    'a fork after stop',
  ),
  mutant(
    'a crash in a stop is a crash',
    'failure.js',
    'draft.state.stopping !== null || (',
    '(',
    ordered,
    'a fork after stop',
  ),
  mutant(
    'a fork that fails after the stop is tried again',
    'failure.js',
    "if (slot.fate !== 'restart') {",
    'if (false) {',
    one,
    'a fork after stop',
  ),
  {
    name: 'immediate retry without a budget',
    patches: [
      { file: 'budget.js', from: 'service.crashes.length <= spec.intensity', to: 'true' },
      { file: 'budget.js', from: 'if (attempt <= 1)', to: 'if (attempt >= 0)' },
    ],
    world: one,
    caught: 'a cycle in which no time passes',
  },
  mutant(
    'the back-off ignores fork failures',
    'failure.js',
    'slot.attempt = Math.max(slot.attempt, 1) + 1;',
    '',
    one,
    'a cycle in which no time passes',
  ),
  mutant(
    'what is no service is tried again',
    'failure.js',
    "slot.fate = 'fail';\n    if (!service.unusable)",
    "slot.fate = 'restart';\n    if (!service.unusable)",
    optional,
    'a cycle in which no time passes',
  ),
  mutant(
    'the old is drained before the new is ready',
    'rollout.js',
    "fresh.find((slot) => slot.number === number && slot.state === 'ready')",
    'fresh.find((slot) => slot.number === number)',
    two,
    'a1 is not served any more after tick',
  ),
  mutant(
    'the canary need not be stable',
    'rollout.js',
    "return first.state === 'ready' && first.stable;",
    "return first.state === 'ready';",
    two,
    'goes on before its canary is stable',
  ),
  mutant(
    'accepted before all are stable',
    'rollout.js',
    'numbers.every((number) => ready(number)?.stable)',
    'numbers.every((number) => ready(number))',
    two,
    'accepted before it serves',
  ),
  mutant(
    'the rollback never ends',
    'rollout.js',
    " || old?.state === 'ready') {",
    ') {',
    two,
    'rest without full size',
  ),
  mutant(
    'a refused reload takes the old workers with it',
    'failure.js',
    'if (forward)\n        abort(draft, ',
    "slotsOf(draft, slot.service).forEach((other) => drain(draft, other, 'restart'));\n    if (forward)\n        abort(draft, ",
    one,
    'drain of an old worker in stage canary',
  ),
  mutant(
    'a failure of the new generation is paid from the budget',
    'failure.js',
    'if (forward && !isNew(draft, slot))',
    'if (forward)',
    one,
    'a failure of a generation that is not accepted is paid',
  ),
  mutant(
    'a second SIGTERM escalates',
    'stopping.js',
    'if (state.stopping)\n        return;',
    "if (state.stopping) {\n        state.stopping.rung = 'terminate';\n        return;\n    }",
    one,
    'stop in a stop changes something',
  ),
  mutant(
    'a SIGTERM of its own cuts a stop out of its order',
    'failure.js',
    "if (draft.state.stopping || (slot.state !== 'starting' && slot.state !== 'ready'))",
    "if (slot.state !== 'starting' && slot.state !== 'ready')",
    ordered,
    'leave in a stop does log,drain',
  ),
  mutant(
    'the stop has no order',
    'stopping.js',
    'if (!neededBy(draft, slot))',
    'if (true)',
    ordered,
    'drain of a service that another still needs',
  ),
  mutant(
    'room is not checked',
    'draft.js',
    'return places < Math.max(service.size, service.nextSize, 1) + surge;',
    'return true;',
    one,
    '3 processes, more than size + surge',
  ),
  mutant(
    'it acts after the exit',
    'step.js',
    'if (state.exited)',
    'if (false)',
    one,
    'actions after the exit',
  ),
  ...upkeepMutants,
  ...orderMutants,
];
