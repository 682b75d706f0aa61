export { settle } from '../../src/testing/settle.js';
export { VirtualClock } from '../../src/testing/virtual-clock.js';
