/** Which files of the project a test loads, by its imports and by the names that it hands to loaders. */
import type { Graph } from '@offloop/analysis'
import { walk } from '@offloop/analysis'
import type { Source, Sources } from '../rewrite/source.ts'

/** What a file loads. */
export interface LoadedFiles {
  /** With the file itself. */
  readonly files: ReadonlySet<string>
  /** It loads a module whose name is known only when it runs. */
  readonly isOpen: boolean
}

/** Follows imports from a file; in the file itself, whatever names another one (`proxyquire('../store', stubs)`) loads it. */
export function loadedBy(from: string, graph: Graph, sources: Sources): LoadedFiles {
  const files = new Set([from])
  const add = (file: string, specifier: string): void => {
    const target = graph.resolve(file, specifier)
    if (target && 'file' in target) files.add(target.file)
  }
  const isOpen = namedIn(sources.of(from), (specifier) => add(from, specifier))
  // A set goes on with what is added to it meanwhile.
  for (const file of files)
    for (const { specifier, how } of graph.summaries.get(file)?.imports ?? []) if (how !== 'type') add(file, specifier)
  return { files, isOpen }
}

/** Reports the relative paths that a file names; true where it also loads what it does not name. */
function namedIn(source: Source, report: (specifier: string) => void): boolean {
  let isOpen = false
  walk(source.program, (node) => {
    if (node.type === 'Literal' && typeof node.value === 'string' && /^\.\.?\//.test(node.value)) report(node.value)
    else if (node.type === 'ImportExpression') isOpen ||= node.source.type !== 'Literal'
    else if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'require')
      isOpen ||= node.arguments[0]?.type !== 'Literal'
  })
  return isOpen
}
