/** New texts that are on disk while the project's own commands judge them, and the way back. */
import type { Project } from '@offloop/analysis'
import { writeAll } from '../write/journal.ts'
import { originalText } from '../write/original-text.ts'

/** The project's files on disk during a trial. */
export class Trial {
  readonly #project: Project
  readonly #written = new Map<string, string>()

  constructor(project: Project) {
    this.#project = project
  }

  /** Makes the files those of the project with `texts`; what an earlier call wrote and `texts` doesn't hold is as it was. */
  put(texts: ReadonlyMap<string, string>): void {
    const original = (file: string): string => originalText(this.#project, file)
    const changes = [...new Set([...this.#written.keys(), ...texts.keys()])]
      .map((file) => ({ file, before: this.#written.get(file) ?? original(file), after: texts.get(file) ?? original(file) }))
      .filter((each) => each.before !== each.after)
    writeAll(this.#project.root, changes)
    for (const { file, after } of changes) this.#written.set(file, after)
  }

  /** Every file is as it was before the trial. */
  restore(): void {
    this.put(new Map())
  }
}
