import * as api from '../../nova/api/index.js';
import type { RequestContext } from '../../nova/context/index.js';
import type { Instance } from '../../nova/objects/index.js';
import type { Snapshot } from './progress.js';

/** What one can have done to an instance. */
export type Deed = 'delete' | 'start' | 'stop' | 'reboot' | 'migrate';

/** What an instance is then. */
export const DONE: Readonly<Record<Deed, string>> = {
  delete: 'deleted',
  start: 'started',
  stop: 'stopped',
  reboot: 'rebooted',
  migrate: 'moved',
};

/** Resolves when somebody is told to do it; rejects with what Nova refuses. */
export function doIt(
  tools: api.ApiTools,
  context: RequestContext,
  deed: Deed,
  instance: Instance,
  { host, hard = false }: { readonly host?: string; readonly hard?: boolean },
): Promise<void> {
  switch (deed) {
    case 'delete':
      return api.deleteServer(tools, context, instance.uuid);
    case 'start':
      return api.start(tools, context, instance);
    case 'stop':
      return api.stop(tools, context, instance);
    case 'reboot':
      return api.reboot(tools, context, instance, hard ? 'HARD' : 'SOFT');
    case 'migrate':
      return api.liveMigrate(tools, context, instance, host);
  }
}

/** Whether nothing more is to come of a deed. */
export function isOver(deed: Deed, before: ReadonlyMap<string, Snapshot>): (snapshot: Snapshot) => boolean {
  const known = new Set([...before.values()].map(({ migration }) => migration?.id));
  return ({ row, events, migration }) => {
    if (!row) return true;
    if (row.task_state !== null || events.some(({ result }) => result === null)) return false;
    // The source ends the migration after the instance has moved.
    const isNew = migration !== undefined && !known.has(migration.id);
    return deed !== 'migrate' || !isNew || ENDED.includes(migration.status);
  };
}

const ENDED = ['completed', 'failed', 'error'];

/** Whether it is what it was to be. */
export function isDone(deed: Deed, before: Snapshot, { row, migration }: Snapshot): boolean {
  if (deed === 'delete') return row === undefined;
  if (!row || row.task_state !== null) return false;
  if (deed === 'migrate') return migration?.status === 'completed' && row.host !== before.row?.host;
  return row.vm_state === (deed === 'stop' ? 'stopped' : 'active');
}
