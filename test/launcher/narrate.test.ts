import { describe, expect, test } from 'vitest';
import { ERRORS } from '../../src/errors.js';
import { narrate } from '../../src/launcher/narrate.js';
import type { Note } from '../../src/supervisor/types.js';

type Notes = { readonly [Id in Note['id']]: Extract<Note, { id: Id }> };
type Told = readonly [level: string, sentence: string, code?: string];

const place = { service: 'api', number: 1, generation: 2, worker: 7 };

/** By its type every kind of note has its line here: a new one that has none does not compile. */
const TOLD: { readonly [Id in Note['id']]: readonly [Notes[Id], ...Told] } = {
  'worker-ready': [
    { id: 'worker-ready', after: 0.123, ...place },
    'info',
    'Worker 1 of api is ready after 0.12 s.',
  ],
  'worker-crashed': [
    { id: 'worker-crashed', reason: 'exited with code 1', retryIn: 1.5, ...place },
    'warn',
    'Worker 1 of api exited with code 1; it is replaced in 1.5 s.',
  ],
  'worker-gone': [
    { id: 'worker-gone', reason: 'was ended by SIGKILL', cut: false, ...place },
    'info',
    'Worker 1 of api has ended: it was ended by SIGKILL.',
  ],
  'worker-late': [
    { id: 'worker-late', timeout: 30, ...place },
    'warn',
    'Worker 1 of api is not ready after 30 s (readyTimeout).',
  ],
  'worker-overdue': [
    { id: 'worker-overdue', rung: 'kill', ...place },
    'warn',
    'Worker 1 of api has not ended in time and is killed.',
  ],
  'worker-lost': [
    { id: 'worker-lost', ...place },
    'error',
    'Worker 1 of api does not even end when killed; it is left alone.',
  ],
  'worker-leaves': [
    { id: 'worker-leaves', ...place },
    'info',
    'Worker 1 of api was told to end from outside; it drains, and is replaced.',
  ],
  'worker-silent': [
    { id: 'worker-silent', timeout: 60, ...place },
    'warn',
    'Worker 1 of api has given no sign of life for 60 s (watchdogTimeout); what blocks it is looked into.',
  ],
  'worker-answers': [
    { id: 'worker-answers', ...place },
    'info',
    'Worker 1 of api gives signs of life again.',
  ],
  'worker-stuck': [
    { id: 'worker-stuck', timeout: 60, ...place },
    'error',
    'Worker 1 of api has blocked its event loop for more than 60 s (watchdogTimeout); it is killed.',
  ],
  'worker-exceeded': [
    { id: 'worker-exceeded', reason: 'uses 600 MiB of memory', ...place },
    'error',
    'Worker 1 of api uses 600 MiB of memory; it is killed.',
  ],
  'worker-worn': [
    { id: 'worker-worn', reason: 'has lived for 95 s', ...place },
    'info',
    'Worker 1 of api has lived for 95 s; it goes when its replacement is stable.',
  ],
  'worker-recycled': [
    { id: 'worker-recycled', ...place },
    'info',
    'Worker 1 of api has a stable replacement; the old one drains.',
  ],
  'recycle-failed': [
    { id: 'recycle-failed', reason: 'exited with code 1', retryIn: 0.2, ...place },
    'warn',
    'The replacement for worker 1 of api has failed (exited with code 1); the worker goes on, next try in 0.2 s.',
  ],
  'fork-failed': [
    { id: 'fork-failed', reason: 'EAGAIN', retryIn: 12.6, ...place },
    'error',
    'Worker 1 of api could not be forked (EAGAIN); next try in 13 s.',
  ],
  'no-service': [
    { id: 'no-service', reason: 'x.js exports no service.', ...place },
    'error',
    'x.js exports no service.',
    'NL_NOT_A_SERVICE',
  ],
  'service-ready': [
    { id: 'service-ready', service: 'api', workers: 2 },
    'info',
    'Service api is ready with 2 workers.',
  ],
  'service-failed': [
    { id: 'service-failed', service: 'api', reason: 'too many crashes', essential: true },
    'error',
    'Service api is given up: too many crashes. It is essential, so everything stops.',
    'NL_GAVE_UP',
  ],
  'service-stopped': [
    { id: 'service-stopped', service: 'api', workers: 2 },
    'info',
    'Service api is stopped: 2 workers to drain; it rests until it is started again.',
  ],
  'service-started': [
    { id: 'service-started', service: 'api', workers: 1 },
    'info',
    'Service api is started again with 1 worker.',
  ],
  'quorum-lost': [
    { id: 'quorum-lost', service: 'api', ready: 1, quorum: 2 },
    'warn',
    'Service api has 1 ready worker, fewer than its quorum of 2.',
  ],
  'quorum-regained': [
    { id: 'quorum-regained', service: 'api', ready: 2, quorum: 2 },
    'info',
    'Service api has its quorum again: 2 ready workers.',
  ],
  scaled: [{ id: 'scaled', service: 'api', workers: 1 }, 'info', 'Service api is to have 1 worker now.'],
  'scale-refused': [
    { id: 'scale-refused', service: 'api', workers: 1, reason: 'everything stops' },
    'warn',
    'Service api keeps 1 worker: everything stops.',
  ],
  'reload-started': [
    { id: 'reload-started', generation: 2, services: ['api', 'job'], removed: [], restart: false },
    'info',
    'Reload: generation 2 of api, job begins with one worker each.',
  ],
  'reload-queued': [
    { id: 'reload-queued', generation: 3 },
    'info',
    'A reload is under way; one more follows it as generation 3.',
  ],
  'reload-accepted': [{ id: 'reload-accepted', generation: 2 }, 'info', 'Reload done: generation 2 serves.'],
  'reload-refused': [
    { id: 'reload-refused', generation: 2, reason: 'api: worker 0 exited with code 1' },
    'error',
    'Reload refused: api: worker 0 exited with code 1. The old workers stay.',
    'NL_RELOAD_REFUSED',
  ],
  'rolled-back': [{ id: 'rolled-back', generation: 2 }, 'info', 'Generation 2 has been taken back.'],
  'rollback-abandoned': [
    { id: 'rollback-abandoned', reason: 'exited with code 1', ...place },
    'error',
    'Worker 1 of api stays in generation 2: the old one does not come up any more (exited with code 1).',
  ],
  stopping: [{ id: 'stopping', workers: 3 }, 'info', 'Stopping 3 workers.'],
  impatient: [
    { id: 'impatient', rung: 'terminate' },
    'warn',
    'Interrupted again: every worker is told to end at once.',
  ],
};

const told: [string, Note, ...Told][] = Object.entries(TOLD).map(([id, entry]) => [id, ...entry]);

test.each(told)('%s', (_, note, level, sentence, code) => {
  expect(narrate(note)).toEqual({ level, sentence, ...(code && { code }) });
  if (code) expect(ERRORS).toHaveProperty(code);
});

describe('the other half of those that have two', () => {
  const others: [Note, string][] = [
    [
      { id: 'worker-crashed', reason: 'x', retryIn: 0, ...place },
      'Worker 1 of api x; it is replaced at once.',
    ],
    [
      { id: 'worker-overdue', rung: 'terminate', ...place },
      'Worker 1 of api has not ended in time and is told to end at once.',
    ],
    [{ id: 'service-failed', service: 'api', reason: 'x', essential: false }, 'Service api is given up: x.'],
    [
      { id: 'reload-started', generation: 2, services: ['api'], removed: [], restart: true },
      'Restart: generation 2 of api begins with one worker each.',
    ],
    [
      { id: 'reload-started', generation: 2, services: ['api'], removed: ['job'], restart: false },
      'Reload: generation 2 of api begins with one worker each; the definition does not have job any more.',
    ],
    [
      { id: 'reload-started', generation: 2, services: [], removed: ['job'], restart: false },
      'Reload: the definition does not have job any more.',
    ],
    [
      { id: 'reload-started', generation: 2, services: [], removed: [], restart: false },
      'Reload: what changed in the configuration is handed to the workers.',
    ],
    [{ id: 'impatient', rung: 'kill' }, 'Interrupted again: every worker is killed.'],
    [{ id: 'stopping', workers: 1 }, 'Stopping 1 worker.'],
  ];

  test('a reason that ends as a sentence gets no second full stop', () => {
    const note = { id: 'reload-refused', generation: 2, reason: 'found a. Remedy: Write b.' } as const;
    expect(narrate(note).sentence).toBe('Reload refused: found a. Remedy: Write b. The old workers stay.');
  });

  test.each(others)('%o', (note, sentence) => {
    expect(narrate(note).sentence).toBe(sentence);
  });
});
