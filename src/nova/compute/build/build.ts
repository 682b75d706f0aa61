import type { RequestContext } from '../../context/index.js';
import {
  BuildAbortException,
  InstanceNotFound,
  RescheduledException,
  UnexpectedDeletingTaskStateError,
} from '../../exception/index.js';
import type { Instance } from '../../objects/index.js';
import { addFault } from '../faults.js';
import { leniently, operation, setError } from '../operation.js';
import type { ComputeParts } from '../parts.js';
import { patiently } from '../patiently.js';
import type { BuildArguments } from '../rpc-api.js';
import { BUILD_TASKS, TASK_STATE } from '../states.js';
import { spawn } from './spawn.js';
import { take } from './take.js';

/** nova.compute.build_results, and why it is not active. */
type Outcome =
  | { readonly result: 'active' | 'rescheduled' }
  | { readonly result: 'failed'; readonly error: unknown };

/**
 * Takes an instance that waits for this host, and builds it beside: it ends active, in error with a fault, or on its way
 * to another host. Resolves when it is taken, so that nobody gives it to another host while it waits for its turn; the
 * conductor looks after one that is not taken. nova: build_and_run_instance.
 */
export async function buildAndRunInstance(
  parts: ComputeParts,
  context: RequestContext,
  args: BuildArguments,
): Promise<void> {
  const { database, tracker, log } = parts;
  const { uuid } = args.instance;
  const instance = await take(parts, uuid, args.node ?? tracker.node);
  if (!instance) return;
  if (instance === 'gone') {
    await database.allocations.release(uuid);
    return;
  }
  const { request_id: requestId } = context;
  log.info({ instance: uuid, requestId }, `The instance ${uuid} (${instance.display_name}) is built here.`);
  parts.beside(`the build of ${uuid}`, () =>
    parts.turns.run(uuid, () =>
      parts.builds.run(
        () => buildInTurn(parts, context, instance, args),
        () => giveBack(parts, context, instance, args),
      ),
    ),
  );
}

async function buildInTurn(
  parts: ComputeParts,
  context: RequestContext,
  instance: Instance,
  args: BuildArguments,
): Promise<void> {
  const { database, tracker } = parts;
  const { uuid } = instance;
  const outcome = await buildTaken(parts, context, instance, args);
  if (outcome.result === 'failed')
    await leniently(parts, uuid, () => patiently(parts, () => database.allocations.release(uuid)));
  if (outcome.result === 'active') tracker.buildSucceeded();
  else tracker.buildFailed();
  await leniently(parts, uuid, () => tracker.update());
}

/** Milliseconds that a process that ends looks for another one of its host. */
const SUCCESSION = 5000;

/**
 * This process ends before the build could begin: whoever serves this host next does it; where there is nobody, a conductor
 * finds the instance.
 */
async function giveBack(
  parts: ComputeParts,
  context: RequestContext,
  instance: Instance,
  args: BuildArguments,
): Promise<void> {
  const { database, computes, host, log } = parts;
  await leniently(parts, instance.uuid, async () => {
    instance.host = null;
    instance.node = null;
    instance.task_state = TASK_STATE.SCHEDULING;
    await database.instances.save(instance, { expectedTaskState: null });
    const signal = AbortSignal.timeout(SUCCESSION);
    await computes
      .buildAndRunInstance(context, host, { ...args, instance }, { signal })
      .catch((err: unknown) => {
        const sentence = `Nobody serves ${host} to build ${instance.uuid}: a conductor will have it built elsewhere.`;
        log.warn({ err, instance: instance.uuid }, sentence);
      });
  });
}

async function buildTaken(
  parts: ComputeParts,
  context: RequestContext,
  instance: Instance,
  args: BuildArguments,
): Promise<Outcome> {
  const { uuid } = instance;
  const failureOf = (outcome: Outcome) => (outcome.result === 'failed' ? outcome.error : undefined);
  try {
    return await operation(
      parts,
      { context, uuid },
      { method: '_do_build_and_run_instance', recordsFault: false, failureOf },
      () => build(parts, context, instance, args),
    );
  } catch (error) {
    // It could not even begin, or its end could not be told: it must not stay in between.
    await giveUp(parts, instance, error);
    return { result: 'failed', error };
  }
}

async function build(
  parts: ComputeParts,
  context: RequestContext,
  instance: Instance,
  args: BuildArguments,
): Promise<Outcome> {
  try {
    try {
      await spawn(parts, context, instance, args);
      return { result: 'active' };
    } catch (error) {
      if (!(error instanceof RescheduledException)) throw error;
      return await reschedule(parts, context, instance, args, error);
    }
  } catch (error) {
    if (error instanceof InstanceNotFound || error instanceof UnexpectedDeletingTaskStateError) {
      parts.log.info(
        { instance: instance.uuid },
        `The instance ${instance.uuid} went away during its build.`,
      );
      return { result: 'failed', error };
    }
    if (!(error instanceof BuildAbortException))
      parts.log.error(
        { err: error, instance: instance.uuid },
        `The build of ${instance.uuid} ended unexpectedly.`,
      );
    await giveUp(parts, instance, error);
    return { result: 'failed', error };
  }
}

async function reschedule(
  parts: ComputeParts,
  context: RequestContext,
  instance: Instance,
  args: BuildArguments,
  error: RescheduledException,
): Promise<Outcome> {
  const { database, log } = parts;
  const { uuid } = instance;
  const reason = String(error.kwargs.reason);
  const { retry } = args.filter_properties;
  if (!retry) {
    log.info(
      { instance: uuid },
      `The instance ${uuid} is not built elsewhere: it was to be built only here.`,
    );
    await giveUp(parts, instance, error, reason);
    return { result: 'failed', error };
  }
  const expectedTaskState = [...BUILD_TASKS, null];
  // At once: whoever finds that it waits for a host may claim for it.
  await patiently(parts, () =>
    database.transaction(async (stores) => {
      // Set anew in each try: what is saved counts as unchanged, also where the transaction is undone.
      instance.host = null;
      instance.node = null;
      instance.task_state = TASK_STATE.SCHEDULING;
      await stores.instances.save(instance, { expectedTaskState });
      await stores.allocations.release(uuid);
    }),
  );
  log.info(
    { instance: uuid, reason, requestId: context.request_id },
    `The instance ${uuid} goes back to the conductor, to be built elsewhere: ${reason}`,
  );
  await tellConductor(parts, context, instance, args, error);
  return { result: 'rescheduled' };
}

/** Where that cannot be, the instance waits, as it must: whoever looks for those that no compute has finds it. */
async function tellConductor(
  { conductor, log }: ComputeParts,
  context: RequestContext,
  instance: Instance,
  args: BuildArguments,
  error: RescheduledException,
): Promise<void> {
  const retry = {
    ...args.filter_properties.retry!,
    exc: (error.stack ?? error.message).split('\n').map((line) => `${line}\n`),
    exc_reason: String(error.kwargs.reason),
  };
  try {
    await conductor.buildInstances(context, {
      instances: [instance],
      image: args.image,
      filter_properties: { ...args.filter_properties, retry },
      admin_password: args.admin_password,
      injected_files: args.injected_files,
      requested_networks: args.requested_networks,
      security_groups: args.security_groups,
      request_spec: args.request_spec,
      host_lists: args.host_list && [args.host_list],
    });
  } catch (err) {
    log.warn(
      { err, instance: instance.uuid, requestId: context.request_id },
      `No conductor could be told to build ${instance.uuid} elsewhere; one finds it after conductor.handOverTimeout.`,
    );
  }
}

/** In error, with a fault, and on no host: nothing of it is there. */
async function giveUp(
  parts: ComputeParts,
  instance: Instance,
  error: unknown,
  message?: string,
): Promise<void> {
  const { database, host } = parts;
  const { uuid } = instance;
  await leniently(parts, uuid, () =>
    patiently(parts, () => addFault(database, { uuid, host, error, message })),
  );
  instance.host = null;
  instance.node = null;
  await leniently(parts, uuid, () => patiently(parts, () => setError(parts, instance, { cleanTask: true })));
}
