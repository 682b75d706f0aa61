import { indented } from '../clean.js';
import type { WorkerReport } from '../subject.js';

/** The workers' own reports, and of those that do not answer, what they do. */
export async function workersSection(ask: () => Promise<readonly WorkerReport[]>): Promise<string> {
  const reports = await ask();
  return reports.map(workerText).join('\n\n') || 'none';
}

function workerText({ name, pid, report }: WorkerReport): string {
  const worker = `Worker ${name}, pid ${pid}`;
  if (typeof report === 'string') return `${worker}\n\n${indented(report.trimEnd(), 4)}`;
  return `${worker}: it does not answer\n\n${indented(report.blocked.trimEnd(), 4)}`;
}
