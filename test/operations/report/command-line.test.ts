import { expect, it } from 'vitest';
import { commandLine } from '../../../src/operations/report/command-line.js';

it.each([
  [['node', 'a b.js', '--port', '80'], 'node "a b.js" --port 80'],
  [['x', '--db.password=hunter2', '--db.host=h'], 'x --db.password=*** --db.host=h'],
  [['x', '--api-key', 'hunter2', 'y'], 'x --api-key *** y'],
  [['x', '--token', '--next', 'y'], 'x --token --next y'],
  [['TOKEN=hunter2', 'x'], 'TOKEN=*** x'],
  [['x', '--set', 'db.password=hunter2'], 'x --set db.password=***'],
  [['x', 'amqp://user:hunter2@host/'], 'x amqp://user:***@host/'],
])('shows %j without secrets', (words, line) => {
  expect(commandLine(words)).toBe(line);
});

it('is bounded', () => {
  expect(commandLine(['x'.repeat(10_000)])).toMatch(/^x{300}\.\.\.$/);
});
