/** The public API of nova-launch. */

export { loadDefinition } from './definition/load.js';
export type { Definition, ServiceDefinition } from './definition/types.js';
export { ERRORS, type ErrorCode, LaunchError } from './errors.js';
export { type LaunchOptions, launch, type Running } from './launcher/launch.js';
export { ProcessLauncher, type ProcessLauncherOptions } from './launcher/process-launcher.js';
export { ServiceLauncher, type ServiceLauncherOptions } from './launcher/service-launcher.js';
export { Launcher } from './service/launcher.js';
export { Service } from './service/service.js';
export { Services } from './service/services.js';
export { ThreadGroup } from './service/thread-group.js';
export type { ServiceBase, ServiceContext } from './service/types.js';
export { SignalHandler } from './system/signals.js';
