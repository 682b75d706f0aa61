/** The known word that was probably meant, if one is near enough. Case, "-" and "_" do not count. */
export function suggest(word: string, known: Iterable<string>): string | undefined {
  const plain = normalize(word);
  let best: { word: string; distance: number } | undefined;
  for (const candidate of known) {
    const other = normalize(candidate);
    const distance = plain === other ? 0 : editDistance(plain, other);
    const near = distance <= Math.max(1, Math.floor(Math.min(plain.length, other.length) / 3));
    if (near && (!best || distance < best.distance)) best = { word: candidate, distance };
  }
  return best?.word;
}

function normalize(word: string): string {
  return word.toLowerCase().replace(/[-_]/g, '');
}

/** Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other. */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + cost);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j]!, rows[i - 2]![j - 2]! + 1);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
