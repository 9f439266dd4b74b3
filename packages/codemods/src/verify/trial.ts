/** New texts that are on disk while the project's own commands judge them, and the way back. */
import type { Project } from '@offloop/analysis'
import { writeAll } from '../write/journal.ts'
import { originalText } from '../write/original-text.ts'
import { digestOf, forgetTrial, recordTrial } from '../write/trial-journal.ts'

/** The project's files on disk during a trial. A kill in its middle is taken back by the next run. */
export class Trial {
  readonly #project: Project
  readonly #written = new Map<string, string>()
  readonly #tried = new Map<string, Set<string>>()

  constructor(project: Project) {
    this.#project = project
  }

  /** Makes the files those of the project with `texts`; what an earlier call wrote and `texts` doesn't hold is as it was. */
  put(texts: ReadonlyMap<string, string>): void {
    const original = (file: string): string => originalText(this.#project, file)
    const changes = [...new Set([...this.#written.keys(), ...texts.keys()])]
      .map((file) => ({ file, before: this.#written.get(file) ?? original(file), after: texts.get(file) ?? original(file) }))
      .filter((each) => each.before !== each.after)
    if (changes.length === 0) return
    for (const { file, after } of changes) this.#tried.set(file, (this.#tried.get(file) ?? new Set()).add(digestOf(after)))
    recordTrial(
      this.#project.root,
      [...this.#tried].map(([file, tried]) => ({ file, original: original(file), tried: [...tried] })),
    )
    writeAll(this.#project.root, changes)
    for (const { file, after } of changes) this.#written.set(file, after)
  }

  /** Every file is as it was before the trial. */
  restore(): void {
    this.put(new Map())
    forgetTrial(this.#project.root)
  }

  /** What is on the disk stays. */
  accept(): void {
    forgetTrial(this.#project.root)
  }
}
