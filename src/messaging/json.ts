/** JSON as Python's json module means it. */
export { parse } from './json-parse.js';
export { stringify } from './json-stringify.js';
