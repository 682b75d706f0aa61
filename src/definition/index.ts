export { chooseLauncher } from './choose.js';
export { type Explained, explainDefinition, type Plan, type ServicePlan } from './explain.js';
export { DefinitionError, type Fault } from './faults.js';
export type { DefinitionInput, ServiceInput } from './generated/input.js';
export { loadDefinition } from './load.js';
export type { LoadRequest } from './request.js';
export { DEFAULT_SCHEDULING_POLICY } from './settings.js';
export type { Definition, ServiceDefinition } from './types.js';
