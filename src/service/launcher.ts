import { assertService } from './load.js';
import { type RestartMethod, Services, type ServicesOptions } from './services.js';
import type { ServiceBase } from './types.js';

/** Runs services in this process, be it a worker or the only one. oslo_service.service.Launcher. */
export class Launcher {
  readonly services: Services;

  constructor(options: ServicesOptions = {}) {
    this.services = new Services(options);
  }

  /**
   * Starts a service; resolves when it is ready. Rejects with LaunchError NL_NOT_A_SERVICE for what is none, and
   * with what its start() threw, after the others were stopped; see Services.add. `name` is for the log.
   */
  async launchService(service: ServiceBase, name?: string): Promise<void> {
    assertService(service);
    await this.services.add(service, name);
  }

  /** Stops all services; see Services.stop. */
  stop(graceful = true): Promise<void> {
    return this.services.stop(graceful);
  }

  /** Resolves when all services have been stopped and have ended. */
  wait(): Promise<void> {
    return this.services.wait();
  }

  /** Restarts all services in place; see Services.restart. */
  restart(method: RestartMethod = 'reload'): Promise<void> {
    return this.services.restart(method);
  }
}
