/** Finds the chain behind a message by asking the project of its file once more. */
import type { Chain, Place, Project } from '@offloop/analysis'
import type { Linter } from 'eslint'
import { chainText } from '../chain-message.ts'
import { projectAt, projectHolding } from '../project.ts'
import { rootOf } from '../project-root.ts'
import { reachedFrom } from '../reached.ts'
import { rules } from '../rules/index.ts'
import { calleeText, rootText, tiers } from '../wording.ts'
import { TextLines } from './text-lines.ts'

/** A chain, and the lines of the files that it leads through. */
export interface FoundChain {
  readonly chain: Chain
  linesOf(file: string): TextLines
}

/** A chain, and the place at which a rule would report it. */
interface Reportable {
  readonly place: Place
  readonly callee: string
  readonly chain: Chain
}

/** A project that was asked once where its blocking calls are. */
interface Asked {
  readonly project: Project
  readonly calls: readonly Reportable[]
}

/** A linted file: its project, and every chain that a rule could report in it. */
interface ReadFile {
  readonly project: Project
  readonly reportable: readonly Reportable[]
}

/** Answers for one run of the formatter; each project looks at the disk once. */
export class ChainFinder {
  readonly #cwd: string
  readonly #asked = new Map<Project, Asked>()
  readonly #files = new Map<string, ReadFile | undefined>()
  readonly #lines = new Map<string, TextLines>()

  constructor(cwd: string) {
    this.#cwd = cwd
  }

  /**
   * The chain that a message is about.
   * Undefined for another plugin's rule, and where the project says something else than the message: a report without a chain is better than none.
   */
  find(file: string, message: Linter.LintMessage): FoundChain | undefined {
    if (!message.ruleId || !isOurs(message.ruleId)) return undefined
    const read = this.#read(file)
    if (!read) return undefined
    const { project, reportable } = read
    const lines = this.#linesOf(project, file)
    const start = lines.offsetWithMark(message.line, message.column)
    const end = lines.offsetWithMark(message.endLine, message.endColumn)
    let best: { readonly chain: Chain; readonly likeness: number } | undefined
    for (const { place, callee, chain } of reportable) {
      if (place.start !== start) continue
      // More than one chain can begin at a place; which of them a rule reports depends on its options. The message tells.
      const words = wordsInCommon(message.message, callee, chain, project.root)
      const likeness = words === 0 ? 0 : words + Number(place.end === end)
      if (likeness > (best?.likeness ?? 0)) best = { chain, likeness }
    }
    return best && { chain: best.chain, linesOf: (other) => this.#linesOf(project, other) }
  }

  #read(file: string): ReadFile | undefined {
    if (!this.#files.has(file)) this.#files.set(file, this.#tryRead(file))
    return this.#files.get(file)
  }

  #tryRead(file: string): ReadFile | undefined {
    try {
      const { project, calls } = this.#ask(projectHolding(file) ?? projectAt(rootOf(file, this.#cwd), {}))
      return { project, reportable: [...reportableIn(project, file), ...calls.filter(({ place }) => place.file === file)] }
    } catch {
      // The lint has said what there was to say; what went wrong since costs the chains, not the report.
      return undefined
    }
  }

  #ask(project: Project): Asked {
    let asked = this.#asked.get(project)
    if (!asked) {
      const calls = project.blockingCalls().flatMap(({ place, callee, chain }) => (chain ? [{ place, callee, chain }] : []))
      this.#asked.set(project, (asked = { project, calls }))
    }
    return asked
  }

  #linesOf(project: Project, file: string): TextLines {
    let lines = this.#lines.get(file)
    if (!lines) this.#lines.set(file, (lines = new TextLines(project.text(file) ?? '')))
    return lines
  }
}

/** A configuration may give the plugin another namespace than `offloop`. */
function isOurs(ruleId: string): boolean {
  return Object.hasOwn(rules, ruleId.slice(ruleId.lastIndexOf('/') + 1))
}

function reportableIn(project: Project, file: string): Reportable[] {
  // A rule that leaves tiers out names the nearest call of another tier.
  const findings = [undefined, ...tiers].flatMap((tier) => project.findingsIn(file, tier && new Set([tier])))
  return [
    ...findings,
    ...project.bridgesIn(file),
    ...reachedFrom(project, file).map(({ site, callee, chain }) => ({ place: site, callee, chain })),
  ]
}

function wordsInCommon(message: string, callee: string, chain: Chain, root: string): number {
  const says = (text: string) => Number(message.includes(text))
  return 8 * says(`\`${chainText(chain, root)}\``) + 4 * says(rootText(chain.root)) + 2 * says(`\`${calleeText(callee)}\``)
}
