import { type Explained, explainDefinition, type Plan, type ServicePlan } from '../definition/explain.js';
import { label } from '../definition/read.js';
import type { LoadRequest } from '../definition/request.js';
import { print } from './output.js';
import { count, table } from './text.js';

/** Shows what run would do, without doing it; secrets are masked. */
export async function plan(request: LoadRequest, json: boolean): Promise<number> {
  const explained = await explainDefinition(request);
  print(json ? `${JSON.stringify(explained, null, 2)}\n` : render(explained));
  return 0;
}

function render({ file, launcher, schedulingPolicy, services, warnings }: Plan): string {
  const name = file === undefined ? 'no definition file' : label(file, process.cwd());
  const policy =
    launcher === 'ProcessLauncher' ? `, scheduling policy ${schedulingPolicy}` : ', in this process';
  return [
    `${name}: ${count(services.length, 'service')} in start order, run by ${launcher}${policy}\n`,
    ...services.map(renderService),
    ...warnings.map((warning) => `\nWarning: ${warning}\n`),
  ].join('');
}

function renderService(service: ServicePlan, index: number): string {
  const from = service.export === undefined ? '' : `, export ${service.export}`;
  return [
    `\n${index + 1}. ${service.name}: ${count(service.workers, 'worker')} of ${service.module}${from}\n`,
    section('settings that are not left at their defaults', service.settings),
    section('config', service.config),
    section('env', service.env),
  ].join('');
}

function section(title: string, values: readonly Explained[]): string {
  if (values.length === 0) return '';
  const rows = values.map(({ path, value, origin }) => [path, JSON.stringify(value), `(${origin})`]);
  return `   ${title}\n${table(rows, '     ')}`;
}
