import { isIP, isIPv4, isIPv6 } from 'node:net';
import { type FieldType, Mismatch, plain } from './field-type.js';

/** As Python's str() of a number, a bool or a datetime. */
function coerceString(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value instanceof Date && !Number.isNaN(value.getTime())) return printDate(value);
  throw new Mismatch('a string', value);
}

/** `2026-11-23 02:44:47+00:00`: str() of an aware datetime. */
export function printDate(date: Date): string {
  const [day, time = ''] = date.toISOString().split('T');
  const fraction = date.getMilliseconds() === 0 ? '' : `${time.slice(8, 12)}000`;
  return `${day} ${time.slice(0, 8)}${fraction}+00:00`;
}

/** A text that fits, made lower case or upper case first where Nova does so. */
function checked(
  name: string,
  expected: string,
  fits: (text: string) => boolean,
  change: (text: string) => string = (text) => text,
): FieldType {
  return plain(name, (value) => {
    const text = change(coerceString(value));
    if (!fits(text)) throw new Mismatch(expected, value);
    return text;
  });
}

const pattern = (
  name: string,
  expected: string,
  expression: RegExp,
  change?: (text: string) => string,
): FieldType => checked(name, expected, (text) => expression.test(text), change);

const lower = (text: string) => text.toLowerCase();
const upper = (text: string) => text.toUpperCase();

const all: readonly FieldType[] = [
  plain('String', coerceString),
  plain('SensitiveString', coerceString),
  // One that is none is taken, as Nova takes it.
  plain('UUID', coerceString),
  pattern('VersionPredicate', 'versions like ">=1.0, <2.0"', /^(\s*(<=?|>=?|[!=]=)\s*[\w.+-]+\s*(,|$))+$/),
  pattern('ResourceClass', 'a resource class like CUSTOM_GOLD', /^[A-Z0-9_]+$/, upper),
  // Nova looks at how they begin.
  pattern('IDEAddress', 'an address like 0:1', /^[01]:[01]/),
  pattern('SCSIAddress', 'an address like 1:0:0:0', /^[a-f0-9]+(:[a-f0-9]+){3}/),
  pattern('USBAddress', 'an address like 0:1', /^[a-f0-9]+:[a-f0-9]+/),
  pattern('XenAddress', 'an address like 000100', /^(00[0-9]{2}00|[1-9][0-9]+)/),
  checked('IPAddress', 'an IP address', (text) => isIP(text) !== 0),
  checked('IPV4Address', 'an IPv4 address', isIPv4),
  checked('IPV6Address', 'an IPv6 address', isIPv6),
  pattern('MACAddress', 'a MAC address', /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/, lower),
  pattern(
    'PCIAddress',
    'a PCI address like 0000:81:00.1',
    /^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\.[0-7]$/,
    lower,
  ),
];

/** The types whose values are texts, by name. */
export const STRINGS: Readonly<Record<string, FieldType>> = Object.fromEntries(
  all.map((type) => [type.name, type]),
);
