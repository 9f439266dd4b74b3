/** Does the code of a package run where it finds Node's threads, and its libraries as files of their own? */
import type { FunctionNode, Graph } from '@offloop/analysis'
import type { PackageJson } from './modules.ts'

/** Their code runs in a browser or an app; what serves requests beside it runs in Node. */
const clients = ['react-dom', 'vue', 'svelte', 'preact', 'solid-js', '@angular/core', 'react-native', 'electron']
/** They put libraries into the output, from where a thread can't load them, or run it elsewhere than in Node. */
const bundlers = ['next', 'webpack', 'esbuild', 'parcel', '@vercel/ncc', 'wrangler', '@cloudflare/workers-types', 'serverless-esbuild']

/** The dependency that says it may not. */
export function threadlessDependency(json: PackageJson, isServed: () => boolean): string | undefined {
  const names = new Set([json.dependencies, json.devDependencies, json.peerDependencies].flatMap((list) => Object.keys(list ?? {})))
  const client = clients.find((each) => names.has(each))
  return bundlers.find((each) => names.has(each)) ?? (client === undefined || isServed() ? undefined : client)
}

/** True where a handler of requests leads to the function. */
export function isServed(fn: FunctionNode, graph: Graph): boolean {
  const seen = new Set<FunctionNode>()
  const queue = [fn]
  for (let at = queue.pop(); at; at = queue.pop()) {
    if (seen.has(at)) continue
    seen.add(at)
    if (graph.roots.get(at)?.kind === 'handler') return true
    queue.push(...graph.callers(at).map((each) => each.from))
  }
  return false
}
