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

function checked(name: string, expected: string, fits: (text: string) => boolean, lower = false): FieldType {
  return plain(name, (value) => {
    const text = lower ? coerceString(value).toLowerCase() : coerceString(value);
    if (!fits(text)) throw new Mismatch(expected, value);
    return text;
  });
}

const pattern = (name: string, expected: string, expression: RegExp, lower = false) =>
  checked(name, expected, (text) => expression.test(text), lower);

export const STRING = plain('String', coerceString);

/** The types whose values are texts. A UUID that is none is taken, as Nova takes it. */
export const STRINGS: Readonly<Record<string, FieldType>> = {
  String: STRING,
  SensitiveString: plain('SensitiveString', coerceString),
  UUID: plain('UUID', coerceString),
  VersionPredicate: plain('VersionPredicate', coerceString),
  ResourceClass: plain('ResourceClass', coerceString),
  IDEAddress: plain('IDEAddress', coerceString),
  SCSIAddress: plain('SCSIAddress', coerceString),
  USBAddress: plain('USBAddress', coerceString),
  XenAddress: plain('XenAddress', coerceString),
  IPAddress: checked('IPAddress', 'an IP address', (text) => isIP(text) !== 0),
  IPV4Address: checked('IPV4Address', 'an IPv4 address', isIPv4),
  IPV6Address: checked('IPV6Address', 'an IPv6 address', isIPv6),
  MACAddress: pattern('MACAddress', 'a MAC address', /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/, true),
  PCIAddress: pattern(
    'PCIAddress',
    'a PCI address like 0000:81:00.1',
    /^[0-9a-fA-F]{4}:[0-9a-fA-F]{2}:[0-9a-fA-F]{2}\.[0-9a-fA-F]$/,
  ),
};
