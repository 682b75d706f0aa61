import type { Database, DatabaseOptions } from './contract/database.js';
import { DatabaseUnavailable } from './errors.js';

/**
 * Opens the database of a URL and brings its tables up to date, also when many do so at once: `sqlite:PATH` (as well as
 * SQLAlchemy's `sqlite:///PATH`, `sqlite:////PATH`) or `postgresql://user:password@host/name`.
 */
export async function openDatabase(url: string, _options: DatabaseOptions): Promise<Database> {
  throw new DatabaseUnavailable(`${url}: not there yet`);
}
