/** What nova-api does for its users, without its HTTP: for commands, tests and benches. */

export { type Boot, type BootOptions, boot, writeBoot } from './boot.js';
export { FLAVOR_NAMES, type FlavorName, flavorOf } from './flavors.js';
