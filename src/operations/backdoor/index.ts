export { type Backdoor, openBackdoor } from './backdoor.js';
export type { BackdoorLog, BackdoorScope } from './scope.js';
