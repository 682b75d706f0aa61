import type { Rule, Rules } from '../options/rules.js';
import { DEFAULTS, RULES } from './settings.js';

/** A JSON Schema, as far as one is made here: it says in words what a value may be. */
export interface Described {
  readonly type: 'object';
  readonly properties: object;
}

/** The settings of an HttpService as they may stand in a config, as a JSON Schema. */
export function describeSettings(): Described {
  return { type: 'object', properties: { http: group(RULES, DEFAULTS) } };
}

function group(rules: Rules, defaults: object): Described & { readonly additionalProperties: false } {
  const properties = Object.entries(rules).map(([key, rule]) => {
    const [, otherwise] = Object.entries(defaults).find(([name]) => name === key) ?? [];
    return [key, setting(rule, otherwise)];
  });
  return { type: 'object', properties: Object.fromEntries(properties), additionalProperties: false };
}

/** What JSON has no number for is no default that could be told. */
function setting({ expected, group: inner }: Rule, otherwise: unknown): object {
  return {
    description: expected,
    ...(inner && { properties: group(inner, {}).properties }),
    ...(otherwise !== undefined && otherwise !== Number.POSITIVE_INFINITY && { default: otherwise }),
  };
}
