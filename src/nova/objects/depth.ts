import { BadFieldValue } from './errors.js';

/** Levels of values in each other. No message of Nova has twenty; Python's own reader gives up at about 1000. */
const DEEPEST = 500;

/** Reading waits for nothing: there is one at a time. */
let depth = 0;

/** What `read` gives, one level deeper: a message must not use up the stack. Throws BadFieldValue for one level too many. */
export function deeper<Value>(value: unknown, read: () => Value): Value {
  if (depth === DEEPEST) throw new BadFieldValue('NovaObject', 'value', `at most ${DEEPEST} levels`, value);
  depth++;
  try {
    return read();
  } finally {
    depth--;
  }
}
