import { type Draft, log, slotsOf } from './draft.js';
import { isNamed } from './request.js';
import type { Request, ServiceSpec, ServiceState } from './types.js';

/** A definition: what was asked for of it becomes a rollout, and nothing of it holds until the rollout is through. */
export function begin(draft: Draft, specs: readonly ServiceSpec[], request: Request): void {
  const { state } = draft;
  const { generation } = state;
  const read = specs.filter(({ name }) => isNamed(request.reload, name));
  const removed = state.services.filter(
    ({ name }) => isNamed(request.reload, name) && !read.some((spec) => spec.name === name),
  );
  const wanted = read.map((spec) => {
    const known = state.services.find((service) => service.name === spec.name);
    return known && !known.leaving ? target(known, spec) : added(spec, generation);
  });
  const others = state.services.filter(
    (old) => !removed.includes(old) && !read.some((spec) => spec.name === old.name),
  );
  const again = others.filter((old) => old.spec && !old.leaving && isNamed(request.restart, old.name));
  // The others stay as they are, also what an earlier rollout wanted to add, was refused, and still drains.
  const asked = [...wanted, ...again.map((old) => target(old, old.spec!))];
  const names = specs.map(({ name }) => name);
  const place = ({ name }: ServiceState) => (names.includes(name) ? names.indexOf(name) : names.length);
  const placed = [...wanted, ...others].sort((one, other) => place(one) - place(other));
  state.services = [...placed, ...removed];
  state.rollout = {
    generation,
    stage: 'canary',
    services: placed
      .filter((service) => asked.includes(service) && isRolled(draft, service, request))
      .map(({ name }) => name),
    removed: removed.map(({ name }) => name),
  };
  const { services } = state.rollout;
  const restart = request.reload !== null && request.reload.length === 0;
  log(draft, { id: 'reload-started', generation, services, removed: state.rollout.removed, restart });
  // Before it has been ready for the first time, systemd still waits for that.
  if (state.announced) draft.actions.push({ type: 'announce', what: 'reloading' });
}

/** Where nothing runs that could be told of it, a new definition is tried like any other. */
const isRolled = (draft: Draft, { name, spec, next }: ServiceState, { restart }: Request): boolean =>
  spec === null ||
  next?.restartMethod === 'reload' ||
  isNamed(restart, name) ||
  slotsOf(draft, name).every((slot) => slot.state === 'failed');

/** A number of workers that was changed by hand survives, unless the definition changes it too. */
function target(service: ServiceState, spec: ServiceSpec): ServiceState {
  service.next = spec;
  service.nextSize = spec.size === service.spec?.size ? service.size : spec.size;
  return service;
}

export function added(spec: ServiceSpec, generation: number): ServiceState {
  return {
    name: spec.name,
    spec: null,
    generation,
    size: 0,
    next: spec,
    nextSize: spec.size,
    crashes: [],
    quorum: 0,
    started: false,
    whole: false,
    short: false,
    resting: false,
    unusable: false,
    leaving: false,
    places: {},
    failures: [],
  };
}
