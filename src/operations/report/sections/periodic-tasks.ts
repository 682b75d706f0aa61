import type { PeriodicTasksDescription } from '../../../service/periodic-tasks.js';
import { enlisted } from '../../../service/registry.js';
import { seconds, table } from '../lay-out.js';

/** The periodic tasks of this process, each with its last and its next run. */
export function periodicTasksSection(): string {
  const all = enlisted('periodic tasks').map((tasks) => tasks.describe() as PeriodicTasksDescription);
  return (
    all
      .map(({ name, started, tasks }) => {
        const rows = tasks.map((task) => [
          `  ${task.name}`,
          task.enabled && !task.skipped ? `every ${seconds(task.spacing)}` : 'does not run here',
          task.lastRunAgo === null ? 'never ran' : `last ${seconds(task.lastRunAgo)} ago`,
          task.lastResult === null ? '' : `took ${seconds(task.lastDuration)}: ${task.lastResult}`,
          `${task.runs} runs, ${task.failures} failed`,
          `next in ${seconds(task.nextRunIn)}`,
        ]);
        return `${name}${started ? '' : ' (not started)'}\n${table(rows)}`;
      })
      .join('\n\n') || 'none'
  );
}
