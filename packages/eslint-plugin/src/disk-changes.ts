/** Notices files that changed on disk after the project was read, for processes that lint more than once: editors, watchers. */
import { readFileSync, statSync } from 'node:fs'
import type { Project } from '@offloop/analysis'

/** Of the time between two looks at the disk, the part that a look may take: one twentieth. */
const share = 20

/** Decides when to look at the disk, and tells the project what it finds there. */
export class DiskChanges {
  readonly #project: Project
  /** Modification time and size of each file when it was last read. */
  readonly #stamps: Map<string, string>
  readonly #linted = new Set<string>()
  #last = { file: '', text: '' }
  #nextLook = 0

  /** `openedAt`: when reading began. A file written since may have been read before or after, so it is read again at the first look. */
  constructor(project: Project, openedAt: number) {
    this.#project = project
    this.#stamps = new Map(project.files().map((file) => [file, stampOf(file, openedAt)]))
  }

  /**
   * To be called before `file` is linted. Looks at the disk if the file was linted before: in a plain run each file comes once.
   * A file that comes several times in a row with another text (passes of `--fix`, each keystroke in an editor) waits until a look is cheap in proportion;
   * with the same text it is the first of another run.
   */
  beforeLint(file: string, text: string): void {
    const again = this.#linted.has(file)
    const isBeingEdited = file === this.#last.file && text !== this.#last.text
    if (again && (!isBeingEdited || performance.now() >= this.#nextLook)) this.look(file)
    // A new file counts as the editor has it, until it changes on disk.
    if (!this.#stamps.has(file)) this.#stamps.set(file, stampOf(file))
    this.#linted.add(file)
    this.#last = { file, text }
  }

  /** Reads again what changed. The text of the file `open` comes from ESLint and may be newer than the disk's. */
  look(open?: string): void {
    const began = performance.now()
    this.#linted.clear()
    for (const file of new Set([...this.#stamps.keys(), ...this.#project.files()])) {
      const stamp = stampOf(file)
      if (file === open || stamp === this.#stamps.get(file)) continue
      this.#stamps.set(file, stamp)
      this.#project.update(file, textOf(file))
    }
    const now = performance.now()
    this.#nextLook = now + share * (now - began)
  }
}

function stampOf(file: string, newerThan = Infinity): string {
  try {
    const { mtimeMs, size } = statSync(file)
    return mtimeMs >= newerThan ? 'unsure' : `${mtimeMs}:${size}`
  } catch {
    // Nothing there, or nothing that can be read: a block of Markdown is linted as `README.md/0_0.js`.
    return 'gone'
  }
}

/** A file that has gone is empty from now on: nothing in it can be called. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
