/** Takes wrappers off that pass rejections to `next`: Express 5 does that itself. */
import type { Node } from '@offloop/analysis'
import { bare } from '@offloop/analysis'
import type { Facts, FileChange, LeftAlone } from '../file-codemod.ts'
import { isFunction } from '../promises/completion.ts'
import { functionNamed } from '../promises/provenance.ts'
import { functionName } from '../promises/write-file.ts'
import { parametersOf } from '../rewrite/source.ts'
import type { Source } from '../rewrite/source.ts'
import type { Roles } from './role.ts'
import { isWrapperCall } from './wrappers.ts'

/** Each call of a wrapper, taken off or left. */
export function unwrapAll(source: Source, facts: Facts, roles: Roles): { changes: FileChange[]; left: LeftAlone[] } {
  const changes: FileChange[] = []
  const left: LeftAlone[] = []
  for (const call of source.nodes) {
    if (call.type !== 'CallExpression' || call.arguments.length !== 1 || !isWrapperCall(call, source, facts)) continue
    const [argument] = call.arguments as [Node]
    const place = { start: call.start, end: call.end, label: source.text.slice(call.callee.start, call.callee.end) }
    const count = parameterCount(call, argument, source, facts)
    const hasComments = source.comments.some(
      ({ start, end }) => call.start <= start && end <= call.end && !(argument.start <= start && end <= argument.end),
    )
    if (count === undefined || count > 3 || hasComments) {
      const message =
        count === undefined
          ? 'how many parameters it takes is unknown: with four it would be an error handler'
          : hasComments
            ? 'a comment stands beside what it wraps'
            : 'what it wraps takes four parameters'
      left.push({ ...place, reason: 'wrapper', message })
      continue
    }
    const fn = bare(argument)
    const isRegistered = isFunction(fn) && roles.of(fn) !== undefined
    changes.push({
      name: isFunction(fn) ? functionName(fn) : 'wrapper',
      start: call.start,
      end: call.end,
      places: [place],
      edits: [
        { start: call.start, end: argument.start, text: '' },
        { start: argument.end, end: call.end, text: '' },
      ],
      notes: isRegistered || !isFunction(fn) ? [] : ['called by others than Express, it rejects now instead of calling `next`'],
    })
  }
  return { changes, left }
}

function parameterCount(call: Node, argument: Node, source: Source, facts: Facts): number | undefined {
  const at = bare(argument)
  const fn = isFunction(at) ? at : at.type === 'Identifier' ? functionNamed(at, source) : undefined
  return fn ? parametersOf(fn).length : facts.parametersOf(call, 0)
}
