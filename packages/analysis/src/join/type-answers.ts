/** What type checkers said about calls, kept from one join to the next. */
import type { CallSummary } from '../summarise/summary.ts'
import type { Declared, TypeSource } from './types.ts'

interface Answer {
  readonly declared: readonly Declared[]
  /** How many checkers were asked, the first of them first. */
  readonly asked: number
}

/** What checkers said about calls, kept from one join to the next: an answer costs more than all else that a join does with a call. */
export class TypeAnswers {
  readonly #sources: TypeSource[] = []
  #answers = new WeakMap<CallSummary, Answer>()

  get isEmpty(): boolean {
    return this.#sources.length === 0
  }

  /** Another checker, to be asked about what those before it don't know. */
  add(source: TypeSource): void {
    this.#sources.push(source)
  }

  /** To be told when calls have moved: a checker knows a file by its text. */
  forget(calls: readonly CallSummary[]): void {
    for (const call of calls) this.#answers.delete(call)
  }

  /** Declarations of the member that a call names. */
  declared(file: string, call: CallSummary): readonly Declared[] {
    const known = this.#answers.get(call)
    if (known && (known.declared.length > 0 || known.asked === this.#sources.length)) return known.declared
    const offset = call.calleeEnd - call.name.length
    let declared: readonly Declared[] = []
    let asked = known?.asked ?? 0
    while (declared.length === 0 && asked < this.#sources.length) declared = this.#sources[asked++]!.declarationsAt(file, offset)
    this.#answers.set(call, { declared, asked })
    return declared
  }
}
