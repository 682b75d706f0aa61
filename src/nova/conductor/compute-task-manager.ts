import { expectedExceptions, Target } from '../../messaging/index.js';
import type { RequestContext } from '../context/index.js';
import { TooManyInstances } from '../exception/index.js';
import type { Instance, Migration } from '../objects/index.js';
import type { BootRunner } from './build/boot-runner.js';
import { type BootArguments, bootsOf, extrasOf } from './build/boots-of.js';
import { type BuildInstancesArguments, buildInstances } from './build/build-instances.js';
import { asInstanceEvent } from './instance-event.js';
import { KNOWN, type LiveMigrationArguments, migrateLive } from './live-migration/migrate-live.js';
import { NotServed } from './not-served.js';
import { refuse } from './refuse.js';
import type { Tools } from './tools.js';

/** The arguments of migrate_server 1.20, as they travel, of which these are looked at. */
interface MigrateArguments extends LiveMigrationArguments {
  readonly live: boolean;
  readonly rebuild: boolean;
  readonly flavor: unknown;
}

/** The long work: builds and moves instances. nova.conductor.manager.ComputeTaskManager. */
export class ComputeTaskManager {
  readonly target = new Target({ namespace: 'compute_task', version: '1.24' });

  constructor(
    private readonly tools: Tools,
    private readonly boots: BootRunner,
  ) {}

  /** Rejects with TooManyInstances, when the instances are in error for it. */
  readonly schedule_and_build_instances = expectedExceptions(
    [TooManyInstances],
    (context: RequestContext, args: BootArguments): Promise<void> =>
      this.boots.run(context, bootsOf(args), extrasOf(args)),
  );

  build_instances(context: RequestContext, args: BuildInstancesArguments): Promise<void> {
    return buildInstances(this.tools, context, args);
  }

  /** Rejects with InstanceActionNotFound, and what a live migration rejects with. */
  readonly live_migrate_instance = expectedExceptions(
    KNOWN,
    (context: RequestContext, args: LiveMigrationArguments): Promise<void> =>
      this.#asEvent(context, args.instance, 'conductor_live_migrate_instance', () =>
        migrateLive(this.tools, context, args),
      ),
  );

  /** A live migration, for whoever wants to know how it began; rejects as live_migrate_instance. Nothing else is served. */
  readonly migrate_server = expectedExceptions(
    [...KNOWN, NotServed],
    (context: RequestContext, args: MigrateArguments): Promise<void> =>
      this.#asEvent(context, args.instance, 'conductor_migrate_server', async () => {
        const { live, rebuild, flavor, instance } = args;
        if (live && !rebuild && !flavor) return migrateLive(this.tools, context, args);
        return refuse(this.tools, context, 'migrate_server without live', instance);
      }),
  );

  rebuild_instance(context: RequestContext, { instance }: { readonly instance: Instance }): Promise<never> {
    return refuse(this.tools, context, 'rebuild_instance', instance);
  }

  unshelve_instance(context: RequestContext, { instance }: { readonly instance: Instance }): Promise<never> {
    return refuse(this.tools, context, 'unshelve_instance', instance);
  }

  confirm_snapshot_based_resize(context: RequestContext, args: ResizeArguments): Promise<never> {
    return refuse(this.tools, context, 'confirm_snapshot_based_resize', args.instance, args.migration);
  }

  revert_snapshot_based_resize(context: RequestContext, args: ResizeArguments): Promise<never> {
    return refuse(this.tools, context, 'revert_snapshot_based_resize', args.instance, args.migration);
  }

  cache_images(context: RequestContext): Promise<never> {
    return refuse(this.tools, context, 'cache_images');
  }

  #asEvent(
    context: RequestContext,
    { uuid }: Instance,
    event: string,
    work: () => Promise<void>,
  ): Promise<void> {
    return asInstanceEvent(this.tools, context, uuid, event, work);
  }
}

interface ResizeArguments {
  readonly instance: Instance;
  readonly migration: Migration;
}
