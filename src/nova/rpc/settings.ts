import { rules } from '../../service/index.js';
import { setting, type ValuesOf } from '../part.js';

/** Of notifications: `notifications` in the config. */
export const NOTIFICATIONS = {
  format: setting(rules.oneOf('unversioned', 'versioned', 'both'), 'unversioned'),
  topics: setting(rules.texts, ['notifications']),
  versionedTopics: setting(rules.texts, ['versioned_notifications']),
  /** Whether what nobody listens to waits at the broker, in queues that grow until somebody does. */
  keep: setting(rules.flag, false),
} as const;

export type NotificationsConfig = ValuesOf<typeof NOTIFICATIONS>;
