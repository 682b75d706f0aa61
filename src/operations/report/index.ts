export { blockedStack, isInspectorNoise } from './blocked-stack.js';
export { kernelText } from './kernel-state.js';
export { makeReport } from './report.js';
export type { ReportedService, ReportSubject, WorkerReport } from './subject.js';
export { watchTrigger } from './trigger.js';
export { type ReportPlace, writeReport } from './write-report.js';
