import { table } from '../lay-out.js';
import { outline } from '../outline.js';
import type { ReportedService, ReportSubject } from '../subject.js';

/** The services of this process, with what they do and how they are. */
export function servicesSection({ services }: Pick<ReportSubject, 'services'>): string {
  return table(services.map(row));
}

function row({ name, worker, generation, module, state, health }: ReportedService): string[] {
  return [
    name,
    worker === undefined ? '' : `worker ${worker}`,
    generation === undefined ? '' : `generation ${generation}`,
    state ?? '',
    module ?? '(of the program)',
    health === undefined ? '' : `health: ${outline(health).replaceAll('\n', ', ')}`,
  ];
}
