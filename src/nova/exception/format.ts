/** `%(name)s` of Python, and the texts that it makes of values. */

/** The text with its values; as it is where one is missing, as Nova does. */
export function format(text: string, values: Readonly<Record<string, unknown>>): string {
  let missing = false;
  const filled = text.replace(/%(?:\((\w+)\)[sdri]|%)/g, (match, name: string | undefined) => {
    if (name === undefined) return '%';
    if (Object.hasOwn(values, name)) return print(values[name], match.endsWith('r'));
    missing = true;
    return match;
  });
  return missing ? text : filled;
}

/** str() of a value; within containers, and where it is asked for, repr(). */
function print(value: unknown, quoted: boolean): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return quoted ? quote(value) : value;
  if (Array.isArray(value)) return `[${value.map((item) => print(item, true)).join(', ')}]`;
  if (value instanceof Error) return value.message;
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return String(value);
  const members = Object.entries(value).map(([key, member]) => `${quote(key)}: ${print(member, true)}`);
  return `{${members.join(', ')}}`;
}

function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  return mark + text.replaceAll('\\', '\\\\').replaceAll(mark, `\\${mark}`).replaceAll('\n', '\\n') + mark;
}
