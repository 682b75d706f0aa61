import { isPlain } from './values.js';

/** How a setting is read: `${VAR}` in a definition can only give a string, which may stand for a number or a flag. */
export interface Rule<Value = unknown> {
  readonly expected: string;
  /** Undefined for what it cannot be. */
  readonly read: (value: unknown) => Value | undefined;
  /** Of a group: the rules of what is in it. */
  readonly group?: Rules;
}

export type Rules = Readonly<Record<string, Rule>>;

export const flag: Rule<boolean> = {
  expected: 'true or false',
  read: (value) => {
    if (value === true || value === 'true') return true;
    return value === false || value === 'false' ? false : undefined;
  },
};

export const text: Rule<string> = {
  expected: 'a string that is not empty',
  read: (value) => (typeof value === 'string' && value !== '' ? value : undefined),
};

export const texts: Rule<readonly string[]> = {
  expected: 'an array of strings',
  read: (value) =>
    Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined,
};

export const number = (least: number): Rule<number> => ({
  expected: `a number of at least ${least}`,
  read: (value) => {
    const read = numberOf(value);
    return read !== undefined && read >= least && read < Number.POSITIVE_INFINITY ? read : undefined;
  },
});

export const integer = (least: number, most = Number.MAX_SAFE_INTEGER): Rule<number> => ({
  expected:
    most === Number.MAX_SAFE_INTEGER
      ? `an integer of at least ${least}`
      : `an integer from ${least} to ${most}`,
  read: (value) => {
    const number = numberOf(value);
    return Number.isSafeInteger(number) && number! >= least && number! <= most ? number : undefined;
  },
});

/** The longest time that Node's timers take, in seconds. */
const LONGEST = 2_147_483;

export const seconds: Rule<number> = {
  expected: `a number of seconds from 0 to ${LONGEST}`,
  read: (value) => {
    const number = numberOf(value);
    return number !== undefined && number >= 0 && number <= LONGEST ? number : undefined;
  },
};

export const secondsAbove0: Rule<number> = {
  expected: `a number of seconds above 0, up to ${LONGEST}`,
  read: (value) => (Number(value) > 0 ? seconds.read(value) : undefined),
};

export const oneOf = <Value extends string>(...values: readonly Value[]): Rule<Value> => ({
  expected: `one of ${values.join(', ')}`,
  read: (value) => values.find((one) => one === value),
});

/** `false`, also as a string, or what the rule says. */
export const orFalse = <Value>({ expected, read, group }: Rule<Value>): Rule<Value | false> => ({
  expected: `${expected}, or false`,
  read: (value) => (flag.read(value) === false ? false : read(value)),
  ...(group && { group }),
});

export const groupOf = (group: Rules): Rule<Readonly<Record<string, unknown>>> => ({
  expected: `an object with ${Object.keys(group).join(', ')}`,
  read: (value) => (isPlain(value) ? value : undefined),
  group,
});

/** Written in octal as a string: JSON has no octal numbers, and 660 would be another mode. */
export const fileMode: Rule<number> = {
  expected: 'a mode in octal, as a string, like "0660"',
  read: (value) =>
    typeof value === 'string' && /^(0o)?[0-7]{3,4}$/.test(value)
      ? Number.parseInt(value.replace('0o', ''), 8)
      : undefined,
};

/** A number, also as a string. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && !Number.isNaN(number) ? number : undefined;
}

/** What was found, short enough for a message. */
export function show(value: unknown): string {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
