/** Remembers what values were found to be. */
import type { Value } from '../summarise/summary.ts'
import type { Target } from './target.ts'

interface Known {
  readonly file: string
  readonly found: readonly Target[]
  others?: Map<string, readonly Target[]>
}

/** By value and by the file from which it is looked at: for most values that is their own file alone. */
export class ValueMemo {
  readonly #known = new Map<Value, Known>()

  get(file: string, value: Value): readonly Target[] | undefined {
    const known = this.#known.get(value)
    return known && (known.file === file ? known.found : known.others?.get(file))
  }

  set(file: string, value: Value, found: readonly Target[]): void {
    const known = this.#known.get(value)
    if (known) (known.others ??= new Map<string, readonly Target[]>()).set(file, found)
    else this.#known.set(value, { file, found })
  }

  clear(): void {
    this.#known.clear()
  }
}
