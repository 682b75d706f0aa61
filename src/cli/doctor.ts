import { loadDefinition } from '../definition/load.js';
import { readDefinition } from '../definition/read.js';
import type { LoadRequest } from '../definition/request.js';
import type { Definition } from '../definition/types.js';
import { ERRORS, LaunchError } from '../errors.js';
import { broker } from './doctor/broker.js';
import { type Check, type Finding, findings, type Machine, thisMachine } from './doctor/check.js';
import { database } from './doctor/database.js';
import { firstProcess, startScript } from './doctor/first-process.js';
import { descriptors, processes } from './doctor/limits.js';
import { cpus, memory } from './doctor/resources.js';
import { clock, libc, node, runtimeDirectory } from './doctor/surroundings.js';
import { systemd } from './doctor/units.js';
import { print } from './output.js';
import { count } from './text.js';

/** In the order in which they are printed. */
const CHECKS: readonly Check[] = [
  node,
  libc,
  descriptors,
  processes,
  cpus,
  memory,
  firstProcess,
  startScript,
  systemd,
  runtimeDirectory,
  clock,
  broker,
  database,
];

/** Compares the machine with the definition, and says what to change. Resolves to the exit code. */
export async function doctor(request: LoadRequest, json: boolean): Promise<number> {
  const { definition, finding } = await load(request);
  const machine = thisMachine();
  const others = await Promise.all(CHECKS.map((check) => tried(check, machine, definition)));
  const all = [finding, ...others.flat()];
  print(json ? `${JSON.stringify({ ok: isFit(all), findings: all }, null, 2)}\n` : render(all));
  if (finding.verdict === 'fail') return ERRORS.NL_DEFINITION.exitCode;
  return isFit(all) ? 0 : ERRORS.NL_UNFIT.exitCode;
}

const isFit = (all: readonly Finding[]) => all.every(({ verdict }) => verdict !== 'fail');

/** Without a definition, the machine alone is looked at. */
async function load(request: LoadRequest): Promise<{ definition: Definition | undefined; finding: Finding }> {
  const { ok, warn, fail } = findings('definition');
  try {
    const { config } = request;
    if (!request.binaries?.length && !readDefinition({ config, cwd: process.cwd(), env: process.env }))
      return {
        definition: undefined,
        finding: warn('There is none here: only the machine is looked at.', 'Name it with --config FILE.'),
      };
    const definition = await loadDefinition(request);
    const { services } = definition;
    const workers = services.reduce((sum, service) => sum + service.workers, 0);
    const found = `It has ${count(services.length, 'service')} and ${count(workers, 'worker')}.`;
    return { definition, finding: ok(found) };
  } catch (error) {
    if (!(error instanceof LaunchError) || error.code === 'NL_USAGE') throw error;
    return { definition: undefined, finding: fail(error.message, error.remedy) };
  }
}

/** A look that fails is no reason not to take the others. */
async function tried(check: Check, machine: Machine, definition: Definition | undefined): Promise<Finding[]> {
  try {
    return await check(machine, definition);
  } catch (error) {
    const { warn } = findings(check.name);
    return [warn(`This could not be looked at: ${(error as Error).message}.`, ERRORS.NL_INTERNAL.remedy)];
  }
}

function render(all: readonly Finding[]): string {
  const width = Math.max(...all.map(({ check }) => check.length));
  const lines = all.flatMap(({ check, verdict, found, remedy }) => [
    `${verdict.padEnd(4)}  ${check.padEnd(width)}  ${found.replaceAll('\n', `\n${' '.repeat(width + 8)}`)}`,
    ...(remedy === undefined ? [] : [`${' '.repeat(width + 8)}${remedy}`]),
  ]);
  const counted = (verdict: Finding['verdict']) =>
    all.filter((finding) => finding.verdict === verdict).length;
  const sum = `${counted('ok')} ok, ${count(counted('warn'), 'warning')}, ${count(counted('fail'), 'failure')}`;
  return `${lines.join('\n')}\n\n${sum}\n`;
}
