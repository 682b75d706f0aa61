import { type FieldType, Mismatch, plain } from './field-type.js';

/** What Nova makes of other names for the same. */
const ALIASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Architecture: {
    amd64: 'x86_64',
    i386: 'i686',
    i486: 'i686',
    i586: 'i686',
    x86_32: 'i686',
    x86_32p: 'i686',
  },
  HVType: { xapi: 'xen' },
  VMMode: { pv: 'xen', hv: 'hvm', baremetal: 'hvm' },
};

/** One of some texts. Where Nova has a canonical form, case is none of it. */
export function enumeration(name: string, values: readonly string[]): FieldType {
  const known = new Set(values);
  const aliases = ALIASES[name];
  const expected = `one of ${values.join(', ')}`;
  return plain(name, (value) => {
    if (typeof value === 'string' && known.has(value)) return value;
    const text = typeof value === 'string' && aliases ? value.toLowerCase() : value;
    const meant = aliases && typeof text === 'string' ? (aliases[text] ?? text) : text;
    // A power state may be given by its number, also as a text.
    const index = name === 'InstancePowerState' && /^\d+$/.test(String(meant)) ? Number(meant) : undefined;
    const found = index === undefined ? meant : values[index];
    if (typeof found === 'string' && known.has(found)) return found;
    throw new Mismatch(expected, value);
  });
}
