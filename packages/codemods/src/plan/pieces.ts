/** Groups what depends on each other: a piece is migrated as a whole or not at all. */

/** Disjoint sets of anything. */
export class Groups<T> {
  readonly #parent = new Map<T, T>()

  add(item: T): void {
    if (!this.#parent.has(item)) this.#parent.set(item, item)
  }

  join(a: T, b: T): void {
    this.add(a)
    this.add(b)
    const [left, right] = [this.of(a), this.of(b)]
    if (left !== right) this.#parent.set(right, left)
  }

  /** The member that stands for the group of `item`. */
  of(item: T): T {
    let at = item
    for (let next = this.#parent.get(at)!; next !== at; next = this.#parent.get(at)!) at = next
    this.#parent.set(item, at)
    return at
  }

  /** Groups in the order in which their first members were added. */
  all(): T[][] {
    const groups = new Map<T, T[]>()
    for (const item of this.#parent.keys()) {
      const root = this.of(item)
      const group = groups.get(root)
      if (group) group.push(item)
      else groups.set(root, [item])
    }
    return [...groups.values()]
  }
}
