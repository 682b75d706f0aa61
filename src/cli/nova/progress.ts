/** What is to be seen of an instance at one moment. */
export interface Snapshot {
  /** Undefined while it is not in its cell. */
  readonly row:
    | {
        readonly host: string | null;
        readonly vm_state: string | null;
        readonly task_state: string | null;
        readonly at: Date | null;
      }
    | undefined;
  /** The hosts on which it holds something, with what. */
  readonly claims: readonly { readonly host: string; readonly what: string }[];
  readonly events: readonly SeenEvent[];
  readonly fault:
    | { readonly id: number; readonly where: string; readonly message: string; readonly at: Date | null }
    | undefined;
  readonly migration:
    | {
        readonly id: number;
        readonly status: string;
        readonly source: string;
        readonly dest: string | null;
        readonly at: Date | null;
      }
    | undefined;
}

export interface SeenEvent {
  readonly id: number;
  readonly event: string;
  readonly where: string;
  readonly result: string | null;
  readonly began: Date | null;
  readonly ended: Date | null;
}

/** Something that has happened: where, what and, as far as that was written down, when. */
export interface Hop {
  readonly where: string;
  readonly what: string;
  readonly at?: Date | null;
  readonly isError?: true;
}

export const NOTHING: Snapshot = {
  row: undefined,
  claims: [],
  events: [],
  fault: undefined,
  migration: undefined,
};

/** What has happened between two looks, in the order in which it must have been where the times do not tell. */
export function hopsBetween(before: Snapshot, now: Snapshot): Hop[] {
  return [
    ...claims(before, now),
    ...begun(before, now),
    ...states(before, now),
    ...migrations(before, now),
    ...ended(before, now),
    ...faults(before, now),
  ];
}

function claims(before: Snapshot, now: Snapshot): Hop[] {
  const had = new Set(before.claims.map(({ host }) => host));
  const has = new Set(now.claims.map(({ host }) => host));
  const moves = now.row?.task_state === 'migrating';
  const left = moves ? "what it holds here is its migration's now" : 'it holds nothing here any more';
  return [
    ...before.claims.filter(({ host }) => !has.has(host)).map(({ host }) => ({ where: host, what: left })),
    ...now.claims
      .filter(({ host }) => !had.has(host))
      .map(({ host, what }) =>
        host === before.row?.host
          ? { where: host, what: 'it has back what it held here' }
          : { where: 'nova-scheduler', what: `claimed ${what} on ${host}` },
      ),
  ];
}

function begun(before: Snapshot, now: Snapshot): Hop[] {
  const known = new Set(before.events.map(({ id }) => id));
  return now.events
    .filter(({ id }) => !known.has(id))
    .map(({ where, event, began }) => ({ where, what: `${event} begins`, at: began }));
}

function ended(before: Snapshot, now: Snapshot): Hop[] {
  const known = new Set(before.events.filter(({ result }) => result !== null).map(({ id }) => id));
  return now.events
    .filter(({ id, result }) => result !== null && !known.has(id))
    .map(({ where, event, result, ended }) => ({
      where,
      what: `${event} ends: ${result}`,
      at: ended,
      ...(result === 'Error' && { isError: true as const }),
    }));
}

function states(before: Snapshot, now: Snapshot): Hop[] {
  if (!now.row) return before.row ? [{ where: before.row.host ?? 'nova-launch', what: 'deleted' }] : [];
  const { host, vm_state, task_state, at } = now.row;
  if (before.row && before.row.host !== null && host === null && task_state === 'scheduling')
    return [{ where: before.row.host, what: 'could not build it: back to the conductor', at }];
  const same =
    before.row?.vm_state === vm_state && before.row?.task_state === task_state && before.row?.host === host;
  if (same) return [];
  const what = `${vm_state}${task_state === null ? '' : `, ${task_state}`}`;
  const isError = vm_state === 'error' ? { isError: true as const } : {};
  return [{ where: host ?? 'nova-conductor', what, at, ...isError }];
}

function migrations(before: Snapshot, now: Snapshot): Hop[] {
  const { migration } = now;
  if (!migration) return [];
  const { status, source, dest, at } = migration;
  if (before.migration?.status === status && before.migration.dest === dest) return [];
  const failed = status === 'error' || status === 'failed';
  const to = dest === null ? '' : ` to ${dest}`;
  return [{ where: source, what: `migration${to} ${status}`, at, ...(failed && { isError: true as const }) }];
}

function faults(before: Snapshot, now: Snapshot): Hop[] {
  const { fault } = now;
  if (!fault || before.fault?.id === fault.id) return [];
  return [{ where: fault.where, what: `fault: ${fault.message}`, at: fault.at, isError: true }];
}
