import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LaunchError } from '../../src/errors.js';
import { load, workspace } from './workspace.js';

const TEXT = `// the whole of it
{
  "config": { "debug": false, "list": [1, "\${A:-x}", null] },
  "services": {
    "api": { "module": "./api.js", "workers": 4, "env": { "TZ": "UTC" }, "after": ["db"], "restart": { "period": 3 } },
    "db": { "module": "./api.js", "workers": "auto", "reload": { "surge": 1 }, "essential": true }
  }
}
`;

/** Numbers of a seeded generator (Lehmer), so that a failure can be seen again. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

const PIECES = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '${',
  '\\',
  '/*',
  '0',
  '-',
  'null',
  '"__proto__": 1',
  '\0',
  '\n',
  'é',
  '"a"',
];

function mutate(text: string, seed: number): string {
  const below = random(seed);
  let mutant = text;
  for (let times = 1 + below(3); times > 0; times--) {
    const at = below(mutant.length);
    const cut = below(2) * below(12);
    const piece = below(3) === 0 ? '' : PIECES[below(PIECES.length)]!;
    mutant = mutant.slice(0, at) + piece + mutant.slice(at + cut);
  }
  return mutant;
}

test('however a definition is damaged, it loads or is refused with a fault, a place and a remedy', async () => {
  const cwd = workspace({ 'api.js': '' });
  const outcomes = { loaded: 0, refused: 0 };
  for (let seed = 1; seed <= 1500; seed++) {
    const text = mutate(TEXT, seed);
    writeFileSync(join(cwd, 'services.json'), text);
    const error: unknown = await load(cwd).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    outcomes[error === undefined ? 'loaded' : 'refused']++;
    if (error === undefined) continue;
    expect({ seed, text, error }).toMatchObject({ error: expect.any(LaunchError) });
    for (const line of (error as LaunchError).message.split('\n')) {
      expect({ seed, line }).toMatchObject({
        line: expect.stringMatching(/^services\.json(:\d+:\d+)? {2}.*; expected .+\. Remedy: .+/),
      });
    }
  }
  expect(outcomes.loaded).toBeGreaterThan(50);
  expect(outcomes.refused).toBeGreaterThan(500);
});
