/** In which of several files a namespace's variables are defined, so that the others can import them. */
import type { Graph } from '@offloop/analysis'
import { dirname, relative, sep } from 'node:path'
import type { Source } from '../rewrite/source.ts'
import { isTyped } from './definitions.ts'

/** Files that a file loads, directly or through others. */
export function reachedFrom(file: string, graph: Graph): Set<string> {
  const seen = new Set<string>()
  const queue = [file]
  for (let at = queue.pop(); at !== undefined; at = queue.pop())
    for (const { specifier, how } of graph.summaries.get(at)?.imports ?? []) {
      const target = how === 'type' ? undefined : graph.resolve(at, specifier)
      if (target && 'file' in target && !seen.has(target.file)) {
        seen.add(target.file)
        queue.push(target.file)
      }
    }
  return seen
}

/** The file that loads none of the others, the one that makes the namespace before all; undefined where each loads another. */
export function homeOf(makers: readonly Source[], users: ReadonlySet<Source>, graph: Graph): Source | undefined {
  const candidates = [...new Set([...makers, ...[...users].sort((a, b) => (a.file < b.file ? -1 : 1))])]
  return candidates.find((each) => {
    const reached = reachedFrom(each.file, graph)
    return [...users].every((other) => other === each || (!reached.has(other.file) && canImport(other, each)))
  })
}

/** CommonJS can't import what only an ES module exports, in JavaScript. */
function canImport(from: Source, to: Source): boolean {
  return isTyped(from) || from.hasModuleSyntax || !to.hasModuleSyntax
}

/** How a file names another one: as it does already, else in the way in which it names others. */
export function specifierOf(from: Source, file: string, graph: Graph): string {
  const own = graph.summaries.get(from.file)?.imports ?? []
  for (const { specifier } of own) {
    const target = graph.resolve(from.file, specifier)
    if (target && 'file' in target && target.file === file) return specifier
  }
  const path = relative(dirname(from.file), file).split(sep).join('/')
  const dotted = path.startsWith('.') ? path : `./${path}`
  // Node finds `.js` without its name, and nothing else; TypeScript finds `.ts` under `.js`
  const asBuilt = dotted.replace(/\.([cm]?)tsx?$/, '.$1js')
  if (/\.[cm]js$/.test(asBuilt)) return asBuilt
  const relatives = own.map((each) => each.specifier).filter((each) => /^\.\.?\//.test(each) && !each.endsWith('.json'))
  const withExtension = relatives.filter((each) => /\.[cm]?[jt]sx?$/.test(each))
  if (relatives.length > 0 ? withExtension.length === 0 : !from.hasModuleSyntax || isTyped(from)) return dotted.replace(/\.[jt]sx?$/, '')
  return withExtension.some((each) => /\.[cm]?tsx?$/.test(each)) ? dotted : asBuilt
}
