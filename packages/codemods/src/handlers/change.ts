/** All that becomes of the handlers of one file. */
import type { FileChange, FileInput, FileResult } from '../file-codemod.ts'
import { renewCalls } from './express-five.ts'
import { withoutTry } from './forwarding-try.ts'
import { changeGenerators } from './generators.ts'
import { idleWrappers, withoutPatches } from './idle-imports.ts'
import { merged } from './merge.ts'
import type { Source } from '../rewrite/source.ts'
import { changePromises } from './promises.ts'
import { moduleOf } from './receivers.ts'
import { functionsOf, Roles } from './role.ts'
import { unwrapAll } from './unwrap.ts'

/** The changes of a file; those whose extents overlap are one. */
export function changeHandlers({ source, options, facts }: FileInput): FileResult {
  // the command line gives a number
  const flag = String(options['express'])
  const express = flag === '4' || flag === '5' ? flag : undefined
  const roles = new Roles(source, facts, express)
  const five = (express ?? facts.express()) === '5' ? toFive() : { changes: [], left: [] }
  const more = five.changes.flatMap(({ edits }) => edits)
  const promises = changePromises(source, facts, roles, more)
  const generators = changeGenerators(source, facts, roles, options['assumePromises'] === true)
  return {
    changes: merged([...five.changes, ...promises.changes, ...generators.changes, ...constructed(source)]),
    left: [...five.left, ...promises.left, ...generators.left].sort((a, b) => a.start - b.start),
    together: (taken) => idleWrappers(source, taken),
  }

  function toFive(): FileResult {
    const handlers = functionsOf(source).flatMap((fn) => roles.of(fn) ?? [])
    const calls = renewCalls(source, handlers, roles)
    const wrappers = unwrapAll(source, facts, roles)
    const tries = handlers.flatMap((each): FileChange[] => {
      const change = withoutTry(each, source)
      return change ? [change] : []
    })
    return {
      changes: [...withoutPatches(source), ...calls.changes, ...wrappers.changes, ...tries],
      left: [...calls.left, ...wrappers.left],
    }
  }
}

/** `koa()` is `new koa()` from Koa 2 on; Koa 1 takes both. */
function constructed(source: Source): FileChange[] {
  return source.nodes.flatMap((node): FileChange[] => {
    if (
      node.type !== 'CallExpression' ||
      moduleOf(node.callee, source) !== 'koa' ||
      node.callee.type !== 'Identifier' ||
      node.callee.name === 'require'
    )
      return []
    const place = { start: node.start, end: node.end, label: 'koa()' }
    const edits = [{ start: node.start, end: node.start, text: 'new ' }]
    return [{ name: 'application', start: node.start, end: node.end, places: [place], edits, notes: [] }]
  })
}
