/** Declarations written by hand: `load.d.ts` beside `load.js` tells the callers of other programs what they are given. */
import type { FunctionNode, Graph } from '@offloop/analysis'
import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Obstacle } from '../rewrite/await.ts'

const texts = new WeakMap<Graph, Map<string, string>>()

/** Why a function of a JavaScript file has to give what the file beside it says. */
export function declaredBeside({ file, summary }: FunctionNode, graph: Graph): Obstacle | undefined {
  const beside = file.replace(/\.([cm]?)js$/, '.d.$1ts')
  if (beside === file || (summary.parent !== 0 && summary.cls === undefined)) return undefined
  const name = summary.name.slice(summary.name.lastIndexOf('.') + 1)
  if (!/^[\w$]+$/.test(name) || !new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}\\s*[(<:?]`).test(textOf(beside, graph)))
    return undefined
  return { reason: 'external-contract', message: `${basename(beside)} declares what ${summary.name} gives` }
}

function textOf(file: string, graph: Graph): string {
  let known = texts.get(graph)
  if (!known) texts.set(graph, (known = new Map<string, string>()))
  let text = known.get(file)
  if (text === undefined) known.set(file, (text = existsSync(file) ? readFileSync(file, 'utf8') : ''))
  return text
}
