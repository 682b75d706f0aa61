/** Works on so many at a time; stops with what has begun when the signal fires. Each must see to its own errors. */
export async function inTurn<Item>(
  items: readonly Item[],
  atATime: number,
  signal: AbortSignal,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const one = async () => {
    for (const item of queue) {
      if (signal.aborted) return;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: atATime }, one));
}
