import { chooseLauncher } from '../definition/choose.js';
import type { Definition } from '../definition/types.js';

export interface LaunchOptions {
  /** Reads the definition again, for SIGHUP. */
  readonly reload?: () => Promise<Definition>;
}

/** A running launcher. */
export interface Running {
  /** Resolves with the exit code when everything has stopped. */
  wait(): Promise<number>;
  /** Stops gracefully, as SIGTERM does. */
  stop(): void;
  /** As SIGHUP does. */
  reload(): void;
}

/** Runs a definition: one worker of one service in this process, anything else under a supervisor. */
export async function launch(definition: Definition, options: LaunchOptions = {}): Promise<Running> {
  const launcher = await make(definition, options);
  launcher.start();
  return launcher;
}

async function make(definition: Definition, options: LaunchOptions) {
  if (chooseLauncher(definition) === 'ServiceLauncher') {
    const { ServiceLauncher } = await import('./service-launcher.js');
    return new ServiceLauncher(definition, options);
  }
  const { ProcessLauncher } = await import('./process-launcher.js');
  return new ProcessLauncher(definition, options);
}
