/** For authors of services: what a worker loads. */
export { BackOffLoopingCall } from './back-off-looping-call.js';
export type { Clock } from './clock.js';
export { DynamicLoopingCall } from './dynamic-looping-call.js';
export { FixedIntervalLoopingCall } from './fixed-interval-looping-call.js';
export { FixedIntervalWithTimeoutLoopingCall } from './fixed-interval-with-timeout-looping-call.js';
export type { Health } from './health.js';
export { type LoopingCallBase, LoopingCallDone, LoopingCallTimeOut } from './looping-call.js';
/** For checkConfig() of a service that reads its config without zod. */
export type { OptionFault } from './options/declared.js';
export type { Change, Changes, ConfigHooks, MutateListener } from './options/index.js';
export type { Rule } from './options/rules.js';
export * as rules from './options/rules.js';
export type { PeriodicTaskOptions } from './periodic-options.js';
export type { PeriodicTaskDescription } from './periodic-task.js';
export { PeriodicTasks, type PeriodicTasksDescription, periodicTask } from './periodic-tasks.js';
export type { PeriodicTasksOptions } from './periodic-tasks-options.js';
export { registerSection } from './report-sections.js';
export { type RetryOptions, retry } from './retry.js';
export { Service } from './service.js';
export type { Thread } from './thread.js';
export { ThreadGroup, type ThreadGroupOptions } from './thread-group.js';
export type { Logger, ServiceBase, ServiceContext } from './types.js';
