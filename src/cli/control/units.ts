/** Seconds for people: 0.4 s, 12 s, 3 min 4 s, 3 h 12 min, 2 d 4 h. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${Number(Math.max(0, seconds).toFixed(1))} s`;
  const whole = Math.round(seconds);
  const steps: [number, string][] = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
    [1, 's'],
  ];
  const first = steps.findIndex(([size]) => whole >= size);
  const [size, unit] = steps[first]!;
  const [smaller, smallerUnit] = steps[first + 1] ?? [1, ''];
  const rest = Math.floor((whole % size) / smaller);
  const more = smallerUnit === '' || rest === 0 ? '' : ` ${rest} ${smallerUnit}`;
  return `${Math.floor(whole / size)} ${unit}${more}`;
}

export function bytes(count: number): string {
  const mebibytes = count / 2 ** 20;
  return mebibytes < 1024 ? `${Math.round(mebibytes)} MiB` : `${(mebibytes / 1024).toFixed(1)} GiB`;
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

export function milliseconds(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : duration(seconds);
}
