import { beforeEach, describe, expect, test } from 'vitest';
import type { Definition } from '../../src/definition/types.js';
import { compose, Generations } from '../../src/launcher/generations.js';
import { definition, service } from './definitions.js';

const old = definition(service('api', { module: '/v1/api.js' }), service('job'));
const candidate = definition(service('api', { module: '/v2/api.js' }), service('new'));

let generations: Generations;

beforeEach(() => {
  generations = new Generations(old);
});

test('without a rollout every worker is made from what runs', () => {
  expect(generations.accepted).toBe(old);
  expect(generations.serviceOf('api', 1)?.module).toBe('/v1/api.js');
  expect(generations.serviceOf('none', 1)).toBeUndefined();
});

test('in a rollout the new generation is made from the candidate, the old one from what runs', () => {
  generations.offer({ definition: candidate, generation: 2, kept: [] });
  expect(generations.serviceOf('api', 2)?.module).toBe('/v2/api.js');
  expect(generations.serviceOf('api', 1)?.module).toBe('/v1/api.js');
  expect(generations.serviceOf('new', 2)).toBe(candidate.services[1]);
  expect(generations.serviceOf('new', 1)).toBeUndefined();
  expect(generations.serviceOf('job', 2)).toBeUndefined();
  expect(generations.accepted).toBe(old);
});

test('accepted, the candidate is what runs, for all generations', () => {
  generations.offer({ definition: candidate, generation: 2, kept: [] });
  generations.accept();
  expect(generations.accepted).toBe(candidate);
  expect(generations.serviceOf('api', 2)?.module).toBe('/v2/api.js');
  expect(generations.serviceOf('api', 1)?.module).toBe('/v2/api.js');
});

test('a refused candidate is forgotten with the next offer', () => {
  generations.offer({ definition: candidate, generation: 2, kept: [] });
  generations.offer({
    definition: definition(service('api', { module: '/v3/api.js' })),
    generation: 3,
    kept: [],
  });
  expect(generations.serviceOf('api', 2)?.module).toBe('/v1/api.js');
  expect(generations.serviceOf('api', 3)?.module).toBe('/v3/api.js');
  generations.accept();
  expect(generations.serviceOf('api', 3)?.module).toBe('/v3/api.js');
});

describe('what only some services are asked for', () => {
  const names = (composed: Definition) => composed.services.map(({ name, module }) => `${name} ${module}`);

  test('all of them: what was read', () => {
    expect(compose(old, candidate, null, [])).toBe(candidate);
  });

  test('one: of the others, what is accepted stays', () => {
    expect(names(compose(old, candidate, ['api'], []))).toEqual(['api /v2/api.js', 'job /srv/job.js']);
  });

  test('one that is new is added, one that is no more is taken out', () => {
    expect(names(compose(old, candidate, ['new', 'job'], []))).toEqual(['api /v1/api.js', 'new /srv/new.js']);
  });

  test('a restart changes nothing', () => {
    expect(names(compose(old, candidate, [], null))).toEqual(names(old));
  });

  test('one that neither has is refused, by its name', () => {
    expect(() => compose(old, candidate, ['apu'], [])).toThrow(
      expect.objectContaining({ code: 'NL_RELOAD_REFUSED', message: 'there is no service apu (api, job)' }),
    );
    expect(() => compose(old, old, [], ['new'])).toThrow('there is no service new');
  });
});
