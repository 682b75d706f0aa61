export type { Change, Changes } from './changes.js';
export { checkOptions } from './check.js';
export {
  type ConfigHooks,
  type ConfigSource,
  type MutateListener,
  optionsError,
  RuntimeConfig,
} from './config.js';
export { type Declared, type Declaring, declaredBy, type OptionFault } from './declared.js';
