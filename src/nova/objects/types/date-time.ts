import { type FieldType, Mismatch } from './field-type.js';

const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d+))?)?(Z|[+-]\d\d(?::?\d\d)?)?$/;

/** A text of ISO 8601; without a zone it is UTC. What Python writes beyond milliseconds is lost. */
export function parseDate(text: string): Date | undefined {
  const [, day, time = '00:00', fraction = '', zone = 'Z'] = ISO.exec(text) ?? [];
  if (day === undefined) return undefined;
  const offset = zone.length === 3 ? `${zone}:00` : zone;
  const milliseconds = `${time.length === 5 ? `${time}:00` : time}.${fraction.slice(0, 3).padEnd(3, '0')}`;
  const date = new Date(`${day}T${milliseconds}${offset}`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function coerce(value: unknown): Date {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return new Date(value);
  const date = typeof value === 'string' ? parseDate(value) : undefined;
  if (!date) throw new Mismatch('a Date, or a text like 2026-11-23T02:44:47Z', value);
  return date;
}

/** A Date here; on the wire a text in UTC, to the second. */
export const DATE_TIME: FieldType = {
  name: 'DateTime',
  coerce,
  read: coerce,
  write: (value) => `${(value as Date).toISOString().slice(0, 19)}Z`,
};
