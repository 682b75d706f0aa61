/** How a report lays out what it tells, and writes quantities. */

/** Rows below each other, columns as wide as they must be; no rows are "none". */
export function table(rows: readonly (readonly unknown[])[]): string {
  if (rows.length === 0) return 'none';
  const texts = rows.map((row) => row.map((cell) => String(cell ?? '-')));
  const widths = texts[0]!.map((_, column) => Math.max(...texts.map((row) => row[column]?.length ?? 0)));
  return texts
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export const seconds = (value: number | null | undefined): string =>
  value === null || value === undefined ? '-' : `${Number(value.toFixed(2))} s`;

export const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;

export const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
