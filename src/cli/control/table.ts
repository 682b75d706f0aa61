import type { ServiceStatus, Status, WorkerStatus } from '../../operations/control/status.js';
import type { Cell, Style } from './paint.js';
import { bytes, duration, milliseconds, percent } from './units.js';

/** A line of cells. */
export type Row = readonly Cell[];

const STYLES: Record<string, Style> = {
  ready: 'green',
  running: 'green',
  failed: 'red',
  short: 'red',
  killed: 'red',
  stuck: 'red',
};

const HEAD = [
  'SERVICE',
  'STATE',
  'WORKERS',
  'GEN',
  'PID',
  'FOR',
  'RESTARTS',
  'CPU',
  'MEMORY',
  'LOOP',
  'HEALTH',
];
/** Words stand at the left of their columns, numbers at the right. */
const LEFT = [0, 1, 10];

/** What `status` shows: one line for the supervisor, then a line for each service and each worker of it. */
export function render(status: Status, now = Date.now()): Row[] {
  const rows = status.services.flatMap((service) => [
    { cells: serviceCells(service), style: STYLES[service.state] ?? 'yellow', below: below(service) },
    ...service.workers.map((worker) => ({
      cells: workerCells(worker, service, now),
      style: STYLES[wordOf(worker)] ?? ('yellow' as const),
      below: remarks(worker, now),
    })),
  ]);
  const table = [HEAD, ...rows.map(({ cells }) => cells)];
  const widths = HEAD.map((_, column) => Math.max(...table.map((cells) => cells[column]!.length)));
  const pad = (cells: readonly string[]) =>
    cells.map((text, column) =>
      LEFT.includes(column) ? text.padEnd(widths[column]!) : text.padStart(widths[column]!),
    );
  return [
    ...summary(status, now),
    [],
    pad(HEAD).map((text) => ({ text, style: 'gray' })),
    ...rows.flatMap(({ cells, style, below }) => [
      pad(cells).map((text, column) => ({ text, ...(column === 1 && { style }) })),
      ...below.map((text): Row => [{ text: `      ${text}`, style: 'gray' }]),
    ]),
  ];
}

function summary(status: Status, now: number): Row[] {
  const { name, pid, state, ready, generation, since, definition, memory } = status;
  const { rollout, verdict, stopping } = status;
  const word = state === 'running' && !ready ? 'running, not ready' : state;
  const first: Row = [
    { text: name, style: 'bold' },
    { text: word, style: ready ? 'green' : 'yellow' },
    { text: `pid ${pid}` },
    { text: `up ${duration(ago(since, now))}` },
    { text: `generation ${generation}${rollout ? `, ${rollout.generation} under way` : ''}` },
    { text: bytes(memory) },
  ];
  const lines = [
    ...(definition === null ? [] : [definition]),
    ...(rollout ? [rolloutLine(rollout)] : []),
    ...(verdict?.outcome === 'refused' ? [refusalLine(verdict, now)] : []),
    ...(stopping ? [stoppingLine(stopping, now)] : []),
  ];
  return [first, ...lines.map((text): Row => [{ text }])];
}

function rolloutLine({
  stage,
  generation,
  services,
  done,
  total,
  queued,
}: NonNullable<Status['rollout']>): string {
  const follows = queued === null ? '' : ` Generation ${queued} follows.`;
  const which = services === null ? '' : ` of ${services.join(', ')}`;
  if (stage === 'reading') return `Generation ${generation}${which}: the definition is read.${follows}`;
  if (stage === 'in-place') return `Generation ${generation}${which} begins in place.${follows}`;
  if (stage === 'back')
    return `Generation ${generation}${which} is taken back: ${done} of ${total} old workers serve.${follows}`;
  return `Generation ${generation}${which} begins (${stage}): ${done} of ${total} new workers are stable.${follows}`;
}

/** It stands there until the next one is over: what is on disk is not what runs. */
function refusalLine({ generation, reason, at }: NonNullable<Status['verdict']>, now: number): string {
  return `Generation ${generation} was refused ${duration(ago(at, now))} ago: ${reason ?? ''}`;
}

function stoppingLine({ workers, rung, until }: NonNullable<Status['stopping']>, now: number): string {
  const end = until === null ? '' : `, at most ${duration(-ago(until, now))} more`;
  return `Stopping (${rung}): ${workers} ${workers === 1 ? 'worker is' : 'workers are'} left${end}.`;
}

function serviceCells({ name, state, ready, wanted, generation, workers }: ServiceStatus): string[] {
  const restarts = workers.reduce((sum, worker) => sum + worker.restarts, 0);
  const empty = ['', ''];
  return [
    name,
    state,
    `${ready}/${wanted}`,
    String(generation),
    ...empty,
    String(restarts),
    '',
    ...sums(workers),
    '',
    '',
  ];
}

/** Memory of a service is that of its workers together. */
function sums(workers: readonly WorkerStatus[]): string[] {
  const known = workers.flatMap(({ figures }) => (figures ? [figures.memory] : []));
  return [known.length > 1 ? bytes(known.reduce((sum, memory) => sum + memory, 0)) : ''];
}

function workerCells(worker: WorkerStatus, service: ServiceStatus, now: number): string[] {
  const { number, pid, generation, since, restarts, figures } = worker;
  return [
    `  ${number}`,
    wordOf(worker),
    '',
    generation === service.generation ? '' : String(generation),
    pid === null ? '-' : String(pid),
    duration(ago(since, now)),
    restarts === 0 ? '' : String(restarts),
    figures ? percent(figures.cpu) : '-',
    figures ? bytes(figures.memory) : '-',
    figures ? milliseconds(figures.eventLoop.delay) : '-',
    figures?.health ? figures.health.status : '-',
  ];
}

/** One that says nothing is worse than its state. */
const wordOf = ({ stuck, state }: WorkerStatus) => (stuck === null ? state : 'stuck');

function below({ budget: { left, intensity, period } }: ServiceStatus): string[] {
  if (left === null || intensity === null || left === intensity) return [];
  return [`${left} of ${intensity} crashes within ${duration(period)} are still forgiven`];
}

function remarks(worker: WorkerStatus, now: number): string[] {
  const { waitsFor, until, lastExit, lastAttempt, stuck, figures } = worker;
  const end = until === null ? '' : `, ${duration(-ago(until, now))} more`;
  // A ready worker's next sign of life is nothing that anybody waits for.
  const usual = worker.state === 'ready' && waitsFor?.startsWith('a sign of life (');
  const health = figures?.health;
  return [
    ...(stuck === null ? [] : [`it does not answer; the kernel says: ${stuck}`]),
    ...(waitsFor === null || usual ? [] : [`waits for ${waitsFor}${end}`]),
    ...(health?.reason === undefined ? [] : [`health: ${health.reason}`]),
    // One that was told to end is no news.
    ...(lastExit?.failed
      ? [`the one before ${lastExit.reason}, ${duration(ago(lastExit.at, now))} ago`]
      : []),
    ...(lastAttempt ? [attemptLine(lastAttempt, now)] : []),
  ];
}

function attemptLine({ generation, reason, at }: NonNullable<WorkerStatus['lastAttempt']>, now: number) {
  const which = `one of generation ${generation} that was to take its place`;
  return `${which} ${reason}, ${duration(ago(at, now))} ago`;
}

const ago = (time: string, now: number) => (now - Date.parse(time)) / 1000;
