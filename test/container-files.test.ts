import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { SUPERVISOR_MEMORY, WORKER_MEMORY } from '../src/definition/auto-workers.js';
import { loadDefinition } from '../src/definition/load.js';
import type { Definition } from '../src/definition/types.js';
import { longestStart, longestStop } from '../src/launcher/bounds.js';
import { DIAGNOSIS } from '../src/supervisor/limits.js';

/** examples/container: what Kubernetes waits for nests around what the definition allows. */

const ROOT = resolve(import.meta.dirname, '..');
const PLACE = join(ROOT, 'examples/container');
const read = (name: string) => readFileSync(join(PLACE, name), 'utf8');

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

const documents = parseAllDocuments(read('deployment.yaml'));
const [deployment, service, budget] = documents.map((document) => document.toJS());
const pod = deployment.spec.template.spec;
const [container] = pod.containers;
const probes: Record<string, Probe> = {
  startup: container.startupProbe,
  readiness: container.readinessProbe,
  liveness: container.livenessProbe,
};
const patience = ({ periodSeconds, failureThreshold }: Probe) => periodSeconds * failureThreshold;
const portOf = (name: string) =>
  container.ports.find((port: { name: string }) => port.name === name)?.containerPort;

let definition: Definition;
beforeAll(async () => {
  definition = await loadDefinition({ config: join(PLACE, 'services.json'), env: {} });
});

it('has documents without a fault', () => {
  expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
  expect([deployment, service, budget].map(({ kind }) => kind)).toEqual([
    'Deployment',
    'Service',
    'PodDisruptionBudget',
  ]);
  const { labels } = deployment.spec.template.metadata;
  for (const selector of [
    deployment.spec.selector.matchLabels,
    service.spec.selector,
    budget.spec.selector.matchLabels,
  ])
    expect(labels).toMatchObject(selector);
});

const TYPES = { Deployment: 'apps/v1', Service: 'core/v1', PodDisruptionBudget: 'policy/v1' } as const;

/** What the compiler says of documents, as ones of the types that are made of Kubernetes' own OpenAPI description. */
function faultsOf(all: readonly { readonly kind: keyof typeof TYPES }[]): string[] {
  const directory = mkdtempSync(join(tmpdir(), 'nova-kubernetes-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  for (const [place, document] of all.entries()) {
    const { kind } = document;
    const text = `import type { ${kind} } from 'kubernetes-types/${TYPES[kind]}';
      export const document: ${kind} = ${JSON.stringify(document, null, 2)};`;
    writeFileSync(join(directory, `document${place}.ts`), text);
  }
  const compilerOptions = { noEmit: true, strict: true, types: [], module: 'preserve', target: 'esnext' };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  const { stdout } = spawnSync(tsc, ['--pretty', 'false'], { cwd: directory, encoding: 'utf8' });
  return stdout.split('\n').filter(Boolean);
}

it('has documents that Kubernetes knows, down to the last key', () => {
  const misspelt = structuredClone(deployment);
  misspelt.spec.template.spec.containers[0].livenessProbe.periodSecond = 2;
  const wrong = structuredClone(deployment);
  wrong.spec.template.spec.terminationGracePeriodSeconds = '40s';
  expect(faultsOf([deployment, service, budget, misspelt, wrong])).toEqual([
    expect.stringMatching(/^document3\.ts.*'"periodSecond"' does not exist in type 'Probe'/),
    expect.stringMatching(/^document4\.ts.*'string' is not assignable to type 'number'/),
  ]);
});

it('the grace period: preStop, and the whole stop', () => {
  const [, seconds] = container.lifecycle.preStop.exec.command;
  const stop = longestStop(definition.services)!;
  expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(Number(seconds) + stop);
});

it('the startup probe: a start, and one more try', () => {
  expect(patience(probes.startup!)).toBeGreaterThan(2 * longestStart(definition.services));
});

it('the liveness probe: longer than a stuck worker takes to be replaced', () => {
  const watchdog = Math.max(...definition.services.map(({ watchdogTimeout }) => watchdogTimeout));
  expect(patience(probes.liveness!)).toBeGreaterThan(watchdog + DIAGNOSIS);
});

it.each(Object.entries(probes))(
  'the %s probe asks where probes are answered, and for less than its period',
  (_, probe) => {
    expect(['/livez', '/readyz']).toContain(probe.httpGet.path);
    expect(portOf(probe.httpGet.port)).toBe(Number(definition.metrics!.split(':')[1]));
    expect(probe.timeoutSeconds).toBeLessThanOrEqual(probe.periodSeconds);
  },
);

it('the service leads to where the workers listen', () => {
  const { http } = definition.services[0]!.config as { http: { port: string } };
  expect(portOf(service.spec.ports[0].targetPort)).toBe(Number(http.port));
});

it('the memory: for the workers that "auto" makes of the CPUs, with one more during a reload', () => {
  const { cpu, memory } = container.resources.limits;
  const bytes = Number.parseInt(memory, 10) * 2 ** 20;
  expect(bytes).toBeGreaterThanOrEqual((Number(cpu) + 1) * WORKER_MEMORY + SUPERVISOR_MEMORY);
});

it('the image: node itself is process 1, and no root', () => {
  const lines = read('Dockerfile').split('\n');
  const last = (word: string) =>
    lines.findLast((line) => line.startsWith(`${word} `))?.slice(word.length + 1);
  expect(JSON.parse(last('CMD')!)).toEqual(['node', 'node_modules/nova-launch/bin/nova-launch.js']);
  expect(last('USER')).toBe('node');
  expect(last('EXPOSE')!.split(' ').map(Number)).toEqual([portOf('http'), portOf('metrics')]);
  expect(lines.filter((line) => line.startsWith('ENTRYPOINT'))).toEqual([]);
});
