const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** By SQLSTATE, or what it begins with; by the codes of SQLite; by the text of libsql, which has no code for that. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/^28/, 'Correct the user or the password in "database", or pg_hba.conf of the server.'],
  [/^3D000/, 'Make the database (createdb), or correct its name in "database".'],
  [/^42501/, 'Give the user of "database" the right to make tables in it.'],
  [/^25006/, 'Name the server that takes writes in "database", not a standby.'],
  [/^SQLITE_NOTADB/, 'Name another file in "database": this one is no SQLite database.'],
  [/^SQLITE_READONLY/, 'Let the user that runs nova-launch write to the file and its directory.'],
  [/^SQLITE_CORRUPT/, 'Bring the file back from a backup, or begin with another one.'],
  [
    /^SQLITE_CANTOPEN|Unable to open/,
    'Make the directory of the file, and let the user that runs nova-launch write there.',
  ],
];

/** What to do about a database that is there and refuses, where waiting does not help; undefined for any other error. */
export function refusalOf(error: unknown): string | undefined {
  const texts = [codeOf(error), messageOf(error)];
  return REMEDIES.find(([pattern]) => texts.some((text) => pattern.test(text)))?.[1];
}
