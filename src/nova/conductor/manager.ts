import { Target } from '../../messaging/index.js';
import type { RequestContext } from '../context/index.js';
import { Manager, type ManagerInit } from '../manager.js';
import type { NovaObject, Service } from '../objects/index.js';
import { BootRunner } from './build/boot-runner.js';
import { Claims } from './claims.js';
import { ComputeTaskManager } from './compute-task-manager.js';
import { NotServed } from './not-served.js';
import { Recovery } from './recovery/recovery.js';
import { Tools } from './tools.js';

/** nova.conductor.manager.ConductorManager. */
export class ConductorManager extends Manager {
  override readonly target = new Target({ version: '3.0' });
  readonly computeTasks: ComputeTaskManager;
  readonly #recovery: Recovery;

  constructor(init: ManagerInit) {
    super(init);
    const tools = new Tools(init);
    const claims = new Claims(tools);
    const boots = new BootRunner(tools, claims);
    this.computeTasks = new ComputeTaskManager(tools, boots);
    this.#recovery = new Recovery(tools, claims, boots);
  }

  override get additionalEndpoints(): readonly object[] {
    return [this.computeTasks];
  }

  /** Known as alive before it claims anything: what the unknown have claimed is taken over. */
  override async preStartHook(service: Service): Promise<void> {
    const { database, host, binary, worker } = this.init;
    await database.workers.beat({
      uuid: worker.uuid,
      service_id: service.id,
      host,
      binary,
      worker: worker.number,
      pid: process.pid,
    });
  }

  override postStartHook(): void {
    this.#recovery.start(this.init.tg);
  }

  /** There are no such rules any more; old computes ask for them. */
  provider_fw_rule_get_all(): readonly never[] {
    return [];
  }

  /**
   * An object in the version that the caller knows; `object_versions` has that of each kind that it may hold. Rejects with
   * InvalidTargetVersion.
   */
  object_backport_versions(
    _context: RequestContext,
    { objinst, object_versions }: BackportArguments,
  ): unknown {
    return objinst.toPrimitive(object_versions[objinst.objName]);
  }

  /** Computes that have the conductor as their database are not served yet: always throws NotServed. */
  object_action(_context: RequestContext, { objinst, objmethod }: ActionArguments): never {
    throw new NotServed(`object_action: ${objinst.objName}.${objmethod}`);
  }

  /** Always throws NotServed. */
  object_class_action_versions(
    _context: RequestContext,
    { objname, objmethod }: ClassActionArguments,
  ): never {
    throw new NotServed(`object_class_action_versions: ${objname}.${objmethod}`);
  }
}

interface BackportArguments {
  readonly objinst: NovaObject;
  readonly object_versions: Readonly<Record<string, string>>;
}

interface ActionArguments {
  readonly objinst: NovaObject;
  readonly objmethod: string;
}

interface ClassActionArguments {
  readonly objname: string;
  readonly objmethod: string;
}
