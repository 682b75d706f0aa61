import { Counter, Gauge, type Registry } from 'prom-client';
import type { ServiceStatus, Status } from '../control/status.js';
import type { Ledger } from './ledger.js';
import type { Sampled } from './sample.js';
import { RESTART_REASONS, type Tally } from './tally.js';

/** What a worker can be; those of which there is none are told, too. */
const STATES = ['down', 'starting', 'ready', 'draining', 'stopping', 'killed', 'backoff', 'failed'];

const HEALTHS = ['ok', 'degraded', 'failed'];

export interface Known {
  readonly status: Status;
  readonly sampled: readonly Sampled[];
  readonly ledger: Ledger;
  readonly tally: Tally;
}

/** The series of nova-launch itself; docs/metrics.md lists them. */
export function addSeries(registry: Registry, { status, sampled, ledger, tally }: Known): void {
  const registers = [registry];
  const gauge = (name: string, help: string, labels: string[] = []) =>
    new Gauge({ name: `nova_launch_${name}`, help, labelNames: labels, registers });
  const counter = (name: string, help: string, labels: string[]) =>
    new Counter({ name: `nova_launch_${name}`, help, labelNames: labels, registers });

  const { name, version, launcher } = status;
  gauge('info', 'What runs; always 1.', ['name', 'version', 'launcher']).set({ name, version, launcher }, 1);
  gauge('ready', 'Whether every essential service has its quorum.').set(status.ready ? 1 : 0);
  gauge('generation', 'The one that serves: the last reload or restart that was accepted, or 1.').set(
    status.generation,
  );
  gauge('supervisor_start_time_seconds', 'When the supervisor was started, since 1970.').set(
    Date.parse(status.since) / 1000,
  );
  gauge('supervisor_resident_bytes', 'Resident memory of the supervisor.').set(status.memory);
  const reloads = counter('reloads_total', 'Reloads and restarts that are over.', ['verdict']);
  reloads.inc({ verdict: 'accepted' }, tally.reloads.accepted);
  reloads.inc({ verdict: 'refused' }, tally.reloads.refused);

  const workers = gauge('workers', 'Workers by their state.', ['service', 'state']);
  const wanted = gauge('workers_wanted', 'Workers that there should be.', ['service']);
  const quorum = gauge('quorum', 'Ready workers with which the service counts as ready.', ['service']);
  const budget = gauge('crash_budget', 'Crashes that are still forgiven; +Inf: any number.', ['service']);
  const restarts = counter('restarts_total', 'Workers replaced by a new process, by the reason.', [
    'service',
    'reason',
  ]);
  const resident = gauge('worker_resident_bytes', 'Resident memory of all workers.', ['service']);
  const cpu = counter('worker_cpu_seconds_total', 'CPU time of all workers.', ['service']);
  const tasks = counter('worker_tasks_total', 'Tasks that all workers have done.', ['service']);
  const delayHelp = 'How long the event loop of the slowest worker let the question for metrics wait.';
  const delay = gauge('worker_event_loop_delay_seconds', delayHelp, ['service']);
  const health = gauge('worker_health', 'Workers by what health() said last.', ['service', 'status']);

  for (const service of status.services) {
    const label = { service: service.name };
    for (const state of STATES) workers.set({ ...label, state }, countOf(service, state));
    wanted.set(label, service.wanted);
    quorum.set(label, service.quorum);
    budget.set(label, service.budget.left ?? Number.POSITIVE_INFINITY);
    for (const reason of RESTART_REASONS)
      restarts.inc({ ...label, reason }, tally.restarts(service.name, reason));
    const total = ledger.total(service.name);
    cpu.inc(label, total.cpuTime);
    tasks.inc(label, total.tasks);
    const its = sampled.filter((one) => one.service === service.name);
    const told = its.flatMap(({ sample }) => sample ?? []);
    resident.set(
      label,
      told.reduce((sum, { memory }) => sum + memory, 0),
    );
    for (const said of HEALTHS)
      health.set({ ...label, status: said }, told.filter((one) => one.health === said).length);
    // One that does not answer is at least as slow as was waited for it.
    const delays = its.flatMap(({ sample, waited }) => (sample === null ? [] : (sample?.delay ?? waited)));
    if (delays.length > 0) delay.set(label, Math.max(...delays));
  }
}

const countOf = ({ workers }: ServiceStatus, state: string): number =>
  workers.filter((worker) => worker.state === state).length;
