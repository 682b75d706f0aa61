/** nova-launch/testing: for tests of services, with any test runner. */
export type { CapturedLog, Level, LogLine } from './captured-log.js';
export { settle } from './settle.js';
export type { TestServiceOptions } from './test-options.js';
export { testService } from './test-service.js';
export type { TestedService } from './tested-service.js';
export { type RunLimit, type Sleeping, VirtualClock } from './virtual-clock.js';
