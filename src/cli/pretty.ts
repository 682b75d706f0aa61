/** Compact JSON on several lines. By its text: what Python writes (NaN, integers of any size) stays as it is. */
export function pretty(json: string): string {
  let depth = 0;
  return json.replace(/"(?:[^"\\]|\\.)*"|[{[][}\]]|[{}[\],:]/g, (token) => {
    const first = token[0]!;
    if (first === '"' || token.length > 1) return token;
    if (first === ':') return ': ';
    if (first === ',') return `,\n${'  '.repeat(depth)}`;
    if (first === '{' || first === '[') return `${token}\n${'  '.repeat(++depth)}`;
    return `\n${'  '.repeat(--depth)}${token}`;
  });
}
