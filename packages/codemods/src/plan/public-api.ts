/** Which functions users of a published package can call. */
import type { FunctionNode, Graph, Target } from '@offloop/analysis'
import { join } from 'node:path'
import type { Modules } from './modules.ts'

/** Functions reachable from `main` and `exports` of the package.json files; a private package has none. */
export function publicFunctions(graph: Graph, modules: Modules): Set<FunctionNode> {
  const found = new Set<FunctionNode>()
  for (const entry of entryFiles(graph, modules)) {
    const names = exportedNames(entry, graph, new Set())
    for (const name of names) for (const target of graph.exported(entry, name)) take(target, graph, found, new Set())
  }
  return found
}

/** Files that a package.json names as entries of a published package. */
export function entryFiles(graph: Graph, modules: Modules): Set<string> {
  const entries = new Set<string>()
  const seen = new Set<string>()
  for (const file of graph.summaries.keys()) {
    const owner = modules.packageOf(file)
    if (!owner || seen.has(owner.folder)) continue
    seen.add(owner.folder)
    const { json, folder } = owner
    if (json.private || json.name === undefined) continue
    const paths = [json.main, json.module, ...pathsIn(json.exports)].filter((each) => each !== undefined)
    if (paths.length === 0) paths.push('index.js')
    for (const path of paths)
      for (const candidate of sourcesOf(join(folder, path))) if (graph.summaries.has(candidate)) entries.add(candidate)
  }
  return entries
}

function pathsIn(exports: unknown): string[] {
  if (typeof exports === 'string') return [exports]
  if (typeof exports !== 'object' || exports === null) return []
  return Object.values(exports).flatMap(pathsIn)
}

/** `main` may leave out the extension, name a folder, or name what a build writes. */
function sourcesOf(path: string): string[] {
  const bare = path.replace(/\.(d\.)?[cm]?[jt]sx?$/, '')
  const places = [bare, join(path, 'index'), bare.replace(/\/(dist|lib|build|out)\//, '/src/')]
  return places.flatMap((place) => ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.tsx', '.jsx'].map((extension) => place + extension))
}

function exportedNames(file: string, graph: Graph, seen: Set<string>): Set<string> {
  const names = new Set<string>()
  const summary = graph.summaries.get(file)
  if (!summary || seen.has(file)) return names
  seen.add(file)
  for (const each of summary.exports) names.add(each.name)
  for (const star of summary.stars) {
    const target = graph.resolve(file, star)
    if (target && 'file' in target) for (const name of exportedNames(target.file, graph, seen)) names.add(name)
  }
  return names
}

function take(target: Target, graph: Graph, found: Set<FunctionNode>, seen: Set<unknown>): void {
  if (target.t === 'fn') {
    if (found.has(target.node)) return
    found.add(target.node)
    for (const value of target.node.summary.returns)
      for (const each of graph.targets(target.node.file, value)) take(each, graph, found, seen)
  } else if (target.t === 'class' || target.t === 'instance') {
    if (seen.has(target.cls)) return
    seen.add(target.cls)
    for (const side of [target.cls.members, target.cls.statics]) {
      for (const [name, values] of Object.entries(side)) {
        if (!name.startsWith('#'))
          for (const value of values)
            if (value.k === 'fn') for (const each of graph.targets(target.file, value)) take(each, graph, found, seen)
      }
    }
  } else if (target.t === 'object') {
    if (seen.has(target.props)) return
    seen.add(target.props)
    for (const value of Object.values(target.props)) for (const each of graph.targets(target.file, value)) take(each, graph, found, seen)
  } else if (target.t === 'owner') {
    if (seen.has(target.binding)) return
    seen.add(target.binding)
    for (const values of Object.values(target.binding.props))
      for (const value of values) for (const each of graph.targets(target.file, value)) take(each, graph, found, seen)
  }
}
