import {
  InstanceNotFound,
  InstanceUpdateConflict,
  UnexpectedDeletingTaskStateError,
  UnexpectedTaskStateError,
  UnknownInstanceUpdateConflict,
} from '../../exception/index.js';
import type { Access } from '../access.js';
import type { SaveExpectations } from '../contract/instances.js';
import type { Expression, ExpressionBuilder, SqlBool } from '../kysely.js';

type Expected = NonNullable<SaveExpectations[keyof SaveExpectations]> | null;

const COLUMNS = {
  expectedTaskState: 'task_state',
  expectedVmState: 'vm_state',
  expectedHost: 'host',
} as const;

const listOf = (expected: Expected): readonly (string | null)[] =>
  typeof expected === 'string' || expected === null ? [expected] : expected;

const expectedOf = (expectations: SaveExpectations) =>
  (Object.keys(COLUMNS) as (keyof typeof COLUMNS)[])
    .filter((key) => expectations[key] !== undefined)
    .map((key) => ({ column: COLUMNS[key], states: listOf(expectations[key] as Expected) }));

// biome-ignore lint/suspicious/noExplicitAny: tables whose columns kysely does not know.
type Builder = ExpressionBuilder<any, any>;

/** A column has one of these values; null is one too. */
export function isOneOf(
  eb: Builder,
  column: string,
  states: readonly (string | null)[],
): Expression<SqlBool> {
  const texts = states.filter((state) => state !== null);
  const conditions = texts.length > 0 ? [eb(column, 'in', texts)] : [];
  return eb.or(texts.length < states.length ? [...conditions, eb(column, 'is', null)] : conditions);
}

/** The instance is in the states in which it is expected. */
export const meets = (expectations: SaveExpectations) => (eb: Builder) =>
  eb.and(expectedOf(expectations).map(({ column, states }) => isOneOf(eb, column, states)));

/** Why an update that expected something changed nothing, as Nova tells it. */
export async function conflictOf(
  { query }: Access,
  instance_uuid: string,
  expectations: SaveExpectations,
): Promise<Error> {
  const row = await query
    .selectFrom('instances')
    .select(Object.values(COLUMNS))
    .where('uuid', '=', instance_uuid)
    .where('deleted', '=', 0)
    .executeTakeFirst();
  if (!row) return new InstanceNotFound({ instance_id: instance_uuid });
  const missed = expectedOf(expectations).filter(({ column, states }) => !states.includes(row[column]));
  // Somebody has brought it back to what was expected since.
  if (missed.length === 0) return new UnknownInstanceUpdateConflict({ instance_uuid });
  const expected = Object.fromEntries(missed.map(({ column, states }) => [column, states]));
  const actual = Object.fromEntries(missed.map(({ column }) => [column, row[column]]));
  return new (classFor(actual))({ instance_uuid, expected: text(expected), actual: text(actual) });
}

function classFor(actual: Readonly<Record<string, string | null>>): typeof InstanceUpdateConflict {
  if (!('task_state' in actual)) return InstanceUpdateConflict;
  return actual.task_state === 'deleting' ? UnexpectedDeletingTaskStateError : UnexpectedTaskStateError;
}

/** As Python shows it, for the text of the exception. */
const text = (value: object) => JSON.stringify(value).replaceAll('"', "'").replaceAll('null', 'None');
