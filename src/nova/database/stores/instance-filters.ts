import type { InstanceFilters } from '../contract/instances.js';
import type { SelectQueryBuilder } from '../kysely.js';
import { type Row, timestamp } from '../rows.js';
import { isOneOf } from './instance-expectations.js';

// biome-ignore lint/suspicious/noExplicitAny: tables whose columns kysely does not know.
type Query = SelectQueryBuilder<any, any, Row>;

const EQUAL = {
  project_id: 'project_id',
  node: 'node',
  name: 'display_name',
  reservation_id: 'reservation_id',
} as const;

const ONE_OF = ['uuid', 'vm_state', 'task_state', 'host'] as const;

export function filtered(query: Query, filters: InstanceFilters): Query {
  const { deleted = false, updatedBefore, limit } = filters;
  let result = query;
  if (deleted !== true) result = result.where('instances.deleted', deleted === 'only' ? '>' : '=', 0);
  for (const [filter, column] of Object.entries(EQUAL)) {
    const value = filters[filter as keyof typeof EQUAL];
    if (value !== undefined) result = result.where(`instances.${column}`, '=', value);
  }
  for (const column of ONE_OF) {
    const value = filters[column];
    if (value === undefined) continue;
    const values = typeof value === 'string' || value === null ? [value] : value;
    result = result.where((eb) => isOneOf(eb, `instances.${column}`, values));
  }
  if (updatedBefore)
    result = result.where(({ eb, fn }) =>
      eb(fn.coalesce('instances.updated_at', 'instances.created_at'), '<', timestamp(updatedBefore)),
    );
  return limit === undefined ? result : result.limit(limit);
}
