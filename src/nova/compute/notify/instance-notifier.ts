import type { RequestContext } from '../../context/index.js';
import type { Instance } from '../../objects/index.js';
import type { Notifier } from '../../rpc/index.js';
import { legacyFault, legacyPayload } from './legacy.js';
import { actionPayload, createPayload, exceptionPayload } from './versioned.js';

/** What is done to an instance, by its names in unversioned and in versioned notifications. */
export const ACTION = {
  CREATE: ['create', 'create'],
  SHUTDOWN: ['shutdown', 'shutdown'],
  DELETE: ['delete', 'delete'],
  POWER_OFF: ['power_off', 'power_off'],
  POWER_ON: ['power_on', 'power_on'],
  REBOOT: ['reboot', 'reboot'],
  MIGRATION_PRE: ['live_migration.pre', 'live_migration_pre'],
  MIGRATION_POST: ['live_migration._post', 'live_migration_post'],
  MIGRATION_POST_DEST: ['live_migration.post.dest', 'live_migration_post_dest'],
  MIGRATION_ROLLBACK: ['live_migration._rollback', 'live_migration_rollback'],
  MIGRATION_ROLLBACK_DEST: ['live_migration.rollback.dest', 'live_migration_rollback_dest'],
} as const;

export type Action = (typeof ACTION)[keyof typeof ACTION];
export type Phase = 'start' | 'end' | 'error';

/** Tells of what happens to instances, in both formats; the notifier sends what is wanted. It never fails. */
export class InstanceNotifier {
  constructor(private readonly notifier: Notifier) {}

  async tell(
    context: RequestContext,
    instance: Instance,
    action: Action,
    phase: Phase,
    { error, extra = {} }: { readonly error?: unknown; readonly extra?: object } = {},
  ): Promise<void> {
    const [unversioned, versioned] = action;
    const priority = phase === 'error' ? 'ERROR' : 'INFO';
    const fault = error === undefined ? {} : legacyFault(error);
    const legacy = { ...legacyPayload(instance), ...extra, ...fault };
    await this.notifier.legacy(context, `compute.instance.${unversioned}.${phase}`, legacy, priority);
    const payload = (action === ACTION.CREATE ? createPayload : actionPayload)(context, instance, error);
    await this.notifier.versioned(context, `instance.${versioned}.${phase}`, payload, priority);
  }

  /** A method of RPC has failed. nova.exception_wrapper.wrap_exception. */
  async failed(context: RequestContext, method: string, error: unknown, args: object): Promise<void> {
    const payload = { exception: legacyFault(error).exception, args };
    await this.notifier.legacy(context, method, payload, 'ERROR');
    await this.notifier.versioned(context, 'compute.exception', exceptionPayload(error), 'ERROR');
  }
}
