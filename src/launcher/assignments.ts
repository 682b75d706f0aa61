import type { ServiceDefinition } from '../definition/types.js';
import type { Action, State } from '../supervisor/types.js';
import { debuggingFor } from './debugging.js';
import type { Generations } from './generations.js';
import type { Guard } from './guard.js';
import type { Levels } from './levels.js';
import type { Processes } from './processes.js';
import { gracefulTimeoutOf, workerServiceFor } from './spec.js';

/** Which service a worker runs, by which definition: for its birth, and when it is handed a new config. */
export class Assignments {
  constructor(
    private readonly generations: Generations,
    private readonly processes: Processes,
    private readonly levels: Levels,
    private readonly guard: Guard,
    private readonly state: () => State,
  ) {}

  /** From which definition the worker is made, or is to be told of. */
  of(worker: number): ServiceDefinition | undefined {
    const slot = this.state().slots.find((candidate) => candidate.worker === worker);
    return slot && this.generations.serviceOf(slot.service, slot.generation);
  }

  fork({ worker, service: name, number, generation }: Extract<Action, { type: 'fork' }>): void {
    const service = this.generations.serviceOf(name, generation)!;
    const definition = this.generations.definitionOf(generation);
    const { secrets } = definition;
    const debugging = debuggingFor(definition);
    this.processes.fork({ worker, number, generation, service, secrets, debugging });
    this.levels.forked(worker, name, generation);
  }

  /** It is ended, should the supervisor be killed: by the deadline that holds now. */
  watch(worker: number, pid: number | undefined): void {
    const service = this.of(worker);
    if (service && pid !== undefined) this.guard.add(pid, gracefulTimeoutOf(service));
  }

  mutate(worker: number): void {
    const service = this.of(worker);
    if (!service) return;
    const accepted = workerServiceFor(service, this.generations.accepted);
    this.processes.send(worker, { type: 'mutate', service: accepted });
    this.watch(worker, this.processes.pidOf(worker));
  }
}
