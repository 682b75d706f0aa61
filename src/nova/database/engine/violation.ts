/**
 * What the database says of a value that another row has already, where only one may: the columns (SQLite) or the
 * constraint (PostgreSQL, whose name has the columns in it). Undefined for any other error.
 */
export function violation(error: unknown): string | undefined {
  const { code, message, constraint } = (error ?? {}) as Record<string, unknown>;
  if (code === '23505') return String(constraint);
  if (code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY') return String(message);
  return undefined;
}
