import { loadDefinition } from '../definition/load.js';
import { label } from '../definition/read.js';
import type { LoadRequest } from '../definition/request.js';
import { print } from './output.js';
import { count, table } from './text.js';

/** Throws what is wrong with the definition; otherwise says what it was resolved to. */
export async function check(request: LoadRequest): Promise<number> {
  const { file, services, warnings } = await loadDefinition(request);
  const name = file === undefined ? 'no definition file' : label(file, process.cwd());
  const rows = services.map((service) => [
    service.name,
    count(service.workers, 'worker'),
    service.export === undefined ? service.module : `${service.module}#${service.export}`,
  ]);
  print(`${name}: ${count(services.length, 'service')}, no fault\n`);
  print(table(rows, '  '));
  for (const warning of warnings) print(`Warning: ${warning}\n`);
  return 0;
}
