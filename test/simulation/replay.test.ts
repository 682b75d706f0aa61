import { describe, expect, it } from 'vitest';
import * as core from '../../src/supervisor/step.js';
import { replay } from './replay.js';
import { simulate } from './simulate.js';

/** The trace of a history, as the launcher would have written it. */
const traceOf = (seed: number): string[] => {
  const { plan, steps } = simulate(core, seed);
  return [{ specs: plan.specs, seed }, ...steps].map((value) => JSON.stringify(value));
};

const differences = (trace: readonly string[]) => replay(`${trace.join('\n')}\n`).differences;

/** A history with a rollout, a refusal and a crash in it, so that there is something to tamper with. */
function eventful(): string[] {
  for (let seed = 1; ; seed++) {
    const trace = traceOf(seed);
    const has = (text: string) => trace.some((line) => line.includes(text));
    if (has('"accept"') && has('"refuse"') && /"retryIn":0\.\d/.test(trace.join())) return trace;
  }
}

describe('replay', () => {
  it('asks for the same as was recorded, jitter included', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const trace = traceOf(seed);
      expect(replay(trace.join('\n')), `seed ${seed}`).toEqual({ steps: trace.length - 1, differences: [] });
    }
  });

  it('detects an action that was not asked for', () => {
    const trace = eventful();
    const line = trace.findIndex((text) => text.includes('"type":"fork"'));
    trace[line] = trace[line]!.replace('"type":"fork"', '"type":"kill"');
    expect(differences(trace)).toEqual([
      expect.stringMatching(`^step ${line}, .*"fork".* instead of .*"kill"`),
    ]);
  });

  it('detects an event that is missing', () => {
    const trace = eventful();
    trace.splice(
      trace.findIndex((text) => text.includes('"event":{"type":"definition"')),
      1,
    );
    expect(differences(trace)).not.toEqual([]);
  });

  it('detects another seed by the jitter', () => {
    const trace = eventful();
    trace[0] = trace[0]!.replace(/"seed":\d+/, '"seed":123456');
    expect(differences(trace).join()).toContain('retryIn');
  });
});
