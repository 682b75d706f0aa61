import { LaunchError } from '../../errors.js';
import type { PythonIdentity } from '../../messaging/index.js';

/** The database cannot be reached, or cannot be written to. oslo_db.exception.DBConnectionError. */
export class DatabaseUnavailable extends LaunchError {
  static readonly python: PythonIdentity = { module: 'oslo_db.exception', class: 'DBConnectionError' };

  constructor(message: string, options?: { remedy?: string | undefined; cause?: unknown }) {
    super('NL_DATABASE', message, options);
  }
}
