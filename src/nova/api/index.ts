/** What nova-api does for its users, without its HTTP: for commands, tests and benches. */

export { type Boot, type BootOptions, boot, writeBoot } from './boot.js';
export { deleteServer } from './delete.js';
export { FLAVOR_NAMES, type FlavorName, flavorOf } from './flavors.js';
export { liveMigrate } from './live-migrate.js';
export { reboot, start, stop } from './power.js';
export { type ApiTools, isUp } from './tools.js';
