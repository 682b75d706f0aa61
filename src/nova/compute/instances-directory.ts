import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseDatabaseUrl } from '../database/index.js';

/**
 * Where a driver that keeps files does so, if it is not told: `instances` beside the file of an SQLite database, so that
 * two installations of one machine have nothing in common; else in the directory of the user for such state.
 */
export function instancesDirectory(databaseUrl: string): string {
  const url = parseDatabaseUrl(databaseUrl);
  if (url.kind === 'sqlite') return join(dirname(url.path), 'instances');
  const state = process.env.XDG_STATE_HOME || join(homedir(), '.local', 'state');
  return join(state, 'nova-launch', 'instances');
}
