// Runs the projects of vitest.config.ts, step by step; those of one step beside each other: one that mostly waits beside
// one that mostly computes. What the second prints comes when the first is through. The first step that fails ends it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const STEPS = [[['unit', 'unit-apart'], ['interop']], [['process']], [['alone']]];
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

function begin(projects, stdio) {
  const named = projects.flatMap((project) => ['--project', project]);
  const child = spawn(process.execPath, [vitest, 'run', ...named], { stdio });
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => printed.push(chunk));
  const ended = once(child, 'close').then(([code]) => code ?? 1);
  return { ended, printed };
}

async function run([first, ...others]) {
  const beside = others.map((projects) => begin(projects, ['ignore', 'pipe', 'pipe']));
  const codes = [await begin(first, 'inherit').ended];
  for (const { ended, printed } of beside) {
    codes.push(await ended);
    process.stdout.write(Buffer.concat(printed));
  }
  return codes.find((code) => code !== 0) ?? 0;
}

for (const step of STEPS) {
  process.exitCode = await run(step);
  if (process.exitCode !== 0) break;
}
