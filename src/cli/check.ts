import { compile } from '../definition/load.js';
import { definitionError } from '../definition/locate.js';
import { optionFindings } from '../definition/option-findings.js';
import { label } from '../definition/read.js';
import type { LoadRequest } from '../definition/request.js';
import { inspectOptions } from '../launcher/inspect-options.js';
import { print } from './output.js';
import { count, table } from './text.js';

/** Throws what is wrong with the definition, the options of services included; otherwise says what it was resolved to. */
export async function check(request: LoadRequest): Promise<number> {
  const compiled = await compile(request);
  const { file, services, warnings, secrets } = compiled.definition;
  const inspected = await Promise.all(
    services.map(async (service) => ({ service, ...(await inspectOptions(service)) })),
  );
  const findings = inspected.flatMap(({ service, ...found }) =>
    'faults' in found ? optionFindings(compiled, service.name, found.faults) : [],
  );
  if (findings.length > 0) throw definitionError(findings, secrets);
  const name = file === undefined ? 'no definition file' : label(file, process.cwd());
  const rows = services.map((service) => [
    service.name,
    count(service.workers, 'worker'),
    service.export === undefined ? service.module : `${service.module}#${service.export}`,
  ]);
  print(`${name}: ${count(services.length, 'service')}, no fault\n`);
  print(table(rows, '  '));
  for (const warning of warnings) print(`Warning: ${warning}\n`);
  for (const { service, ...found } of inspected) {
    if ('failed' in found)
      print(`Warning: The module of ${service.name} could not be loaded: ${found.failed}.\n`);
  }
  return 0;
}
