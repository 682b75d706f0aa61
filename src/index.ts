/** The public API of nova-launch. Services import `nova-launch/service`, which loads less. */

export type { DefinitionInput, ServiceInput } from './definition/generated/input.js';
export { loadDefinition } from './definition/load.js';
export type { LoadRequest } from './definition/request.js';
export type { Definition, ServiceDefinition } from './definition/types.js';
export { ERRORS, type ErrorCode, LaunchError } from './errors.js';
export { type Launchable, type LaunchOptions, launch, type Running } from './launcher/launch.js';
export { ProcessLauncher, type ProcessLauncherOptions } from './launcher/process-launcher.js';
export { ServiceLauncher, type ServiceLauncherOptions } from './launcher/service-launcher.js';
export * from './service/index.js';
export { Launcher } from './service/launcher.js';
export { Services } from './service/services.js';
export { SignalHandler } from './system/signals.js';
