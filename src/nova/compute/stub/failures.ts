import type { Rule } from '../../../service/index.js';
import { rules } from '../../../service/index.js';

/** What of the stub may fail. */
export const STEPS = [
  'spawn',
  'destroy',
  'powerOn',
  'powerOff',
  'reboot',
  'checkDestination',
  'checkSource',
  'preLiveMigration',
  'liveMigration',
  'postLiveMigration',
] as const;

export type Step = (typeof STEPS)[number];

/**
 * How it fails: a build is tried elsewhere (`reschedule`) or given up (`abort`); anything else just fails, and a
 * transfer may also be lost, with nobody knowing where the instance runs (`lost`).
 */
export const KINDS = ['reschedule', 'abort', 'fail', 'lost'] as const;

export interface StubFailure {
  readonly step: Step;
  readonly kind: (typeof KINDS)[number];
  /** Only instances of such a name: `*` is any text. Default: all. */
  readonly instance: string;
  /** From 0 to 1. Default: 1. */
  readonly probability: number;
}

const FIELDS = ['step', 'kind', 'instance', 'probability'];
const step = rules.oneOf(...STEPS);
const kind = rules.oneOf(...KINDS);

/** `compute.stub.failures` in the config. */
export const failuresRule: Rule<readonly StubFailure[]> = {
  expected: `an array of { "step": ${STEPS.join(' | ')}, "kind": ${KINDS.join(' | ')}, "instance": "name*", "probability": 0 to 1 }`,
  read: (value) => {
    if (!Array.isArray(value)) return undefined;
    const read = value.map(readFailure);
    return read.every((failure) => failure !== undefined) ? read : undefined;
  },
};

function readFailure(value: unknown): StubFailure | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Object.keys(value).every((key) => FIELDS.includes(key))) return undefined;
  const given = { kind: 'fail', instance: '*', probability: 1, ...value } as Record<string, unknown>;
  const probability = rules.numberOf(given.probability);
  const failure = {
    step: step.read(given.step),
    kind: kind.read(given.kind),
    instance: rules.text.read(given.instance),
    probability: probability !== undefined && probability >= 0 && probability <= 1 ? probability : undefined,
  };
  return Object.values(failure).includes(undefined) ? undefined : (failure as StubFailure);
}

/** Which of the failures happens now. */
export function failureOf(
  failures: readonly StubFailure[],
  { step, name, random }: { step: Step; name: string; random: () => number },
): StubFailure | undefined {
  return failures.find(
    (failure) => failure.step === step && matches(failure.instance, name) && random() < failure.probability,
  );
}

function matches(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(name);
}
