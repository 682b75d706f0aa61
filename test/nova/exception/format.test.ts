import { expect, it } from 'vitest';
import { format } from '../../../src/nova/exception/format.js';

/** As Python's `text % values`. */
it.each<[string, object, string]>([
  ['%(a)s and %(b)d%%', { a: 'x', b: 5 }, 'x and 5%'],
  ['%(a)s', { a: null }, 'None'],
  ['%(a)s', { a: true }, 'True'],
  ['%(a)s', { a: ['scheduling', null] }, "['scheduling', None]"],
  ['%(a)s', { a: { task_state: ["it's"] } }, `{'task_state': ["it's"]}`],
  ['%(a)r', { a: 'x\ny' }, "'x\\ny'"],
  ['%(a)s', { a: new Error('why') }, 'why'],
  ['%(a)s %(b)s', { a: 'x' }, '%(a)s %(b)s'],
  ['no values', { a: 'x' }, 'no values'],
])('%s with %j is %s', (text, values, expected) => {
  expect(format(text, values as Record<string, unknown>)).toBe(expected);
});
