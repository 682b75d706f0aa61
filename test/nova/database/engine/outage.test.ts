import { pino } from 'pino';
import { expect, it } from 'vitest';
import { Outage } from '../../../../src/nova/database/engine/outage.js';

function remedyFor(cause: unknown): string {
  const lines: { remedy: string }[] = [];
  const log = pino({}, { write: (line) => lines.push(JSON.parse(line)) });
  const { remedy } = new Outage(log, 'sqlite:/srv/nova.sqlite').begin(cause);
  expect(lines).toMatchObject([{ code: 'NL_DATABASE', remedy }]);
  return remedy!;
}

it('tells what to do about a database that refuses, and about one that is gone', () => {
  const cause = new Error(
    'ConnectionFailed("Unable to open connection to local database /srv/nova.sqlite: 14")',
  );
  expect(remedyFor(cause)).toBe(
    'Make the directory of the file, and let the user that runs nova-launch write there.',
  );
  expect(remedyFor(new Error('connect ECONNREFUSED'))).toMatch(/^Start the database/);
});
