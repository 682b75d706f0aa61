import { RemoteError } from '../../messaging/index.js';
import { DatabaseUnavailable } from '../database/index.js';

/** Whether the database could not be used, by this conductor or by whom it asked: that is no fault of what was wanted. */
export const isDatabaseAway = (error: unknown): boolean =>
  error instanceof DatabaseUnavailable ||
  (error instanceof RemoteError && error.excType === DatabaseUnavailable.python.class);
