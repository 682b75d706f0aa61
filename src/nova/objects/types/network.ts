import { parseJson, stringifyJson } from '../../../messaging/index.js';
import { type FieldType, Mismatch } from './field-type.js';

/** A virtual interface as nova.network.model.VIF writes it: id, address, network, type, … */
export type Vif = Readonly<Record<string, unknown>>;
/** The virtual interfaces of an instance. nova.network.model.NetworkInfo. */
export type NetworkInfo = readonly Vif[];

/**
 * The texts that values were read from. A value is frozen, so what was read and not replaced is written as it came, to
 * the letter.
 */
const texts = new WeakMap<object, string>();

/** A value that travels as the JSON text of it. */
function jsonText(name: string, expected: string, fits: (value: unknown) => boolean): FieldType {
  function coerce(value: unknown): unknown {
    if (typeof value === 'string') return readText(value);
    if (!fits(value)) throw new Mismatch(expected, value);
    return texts.has(value as object) ? value : freeze(parseJson(stringifyJson(value)));
  }
  function readText(text: string): unknown {
    let value: unknown;
    try {
      value = parseJson(text);
    } catch {
      value = undefined;
    }
    if (!fits(value)) throw new Mismatch(expected, text);
    freeze(value);
    texts.set(value as object, text);
    return value;
  }
  return {
    name,
    coerce,
    read: coerce,
    write: (value) => texts.get(value as object) ?? stringifyJson(value),
  };
}

function freeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) freeze(member);
  return Object.freeze(value);
}

const isNamed = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

export const NETWORK_MODEL = jsonText('NetworkModel', 'an array of virtual interfaces', Array.isArray);
export const VIF_MODEL = jsonText('NetworkVIFModel', 'a virtual interface', isNamed);
