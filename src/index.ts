/** The public API of nova-launch. Services import `nova-launch/service`, which loads less. */

export type { DefinitionInput, ServiceInput } from './definition/generated/input.js';
export { loadDefinition } from './definition/load.js';
export type { LoadRequest } from './definition/request.js';
export type { Definition, ServiceDefinition } from './definition/types.js';
export { ERRORS, type ErrorCode, LaunchError } from './errors.js';
export { type LaunchOptions, launch, type Running } from './launcher/launch.js';
export { ProcessLauncher, type ProcessLauncherOptions } from './launcher/process-launcher.js';
export { ServiceLauncher, type ServiceLauncherOptions } from './launcher/service-launcher.js';
export { DynamicLoopingCall } from './service/dynamic-looping-call.js';
export { FixedIntervalLoopingCall } from './service/fixed-interval-looping-call.js';
export { Launcher } from './service/launcher.js';
export { LoopingCallDone } from './service/looping-call.js';
export { Service } from './service/service.js';
export { Services } from './service/services.js';
export { ThreadGroup } from './service/thread-group.js';
export type { ServiceBase, ServiceContext } from './service/types.js';
export { SignalHandler } from './system/signals.js';
