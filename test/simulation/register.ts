/** Numbers things in the order in which they turn up. */
export class Register<T> {
  readonly #index = new Map<T, number>();
  readonly items: T[] = [];

  of(item: T): number {
    const known = this.#index.get(item);
    if (known !== undefined) return known;
    this.#index.set(item, this.items.length);
    return this.items.push(item) - 1;
  }
}
