/** Emitters that take care of their listeners' promises: `new EventEmitter({ captureRejections: true })`. */
import type { CallSite, Node } from '@offloop/analysis'
import { nameOf } from '@offloop/analysis'
import type { Source } from '../rewrite/source.ts'

/** True where the listener's rejection becomes an `error` event, as far as the emitter is made in the same file. */
export function capturesRejections(site: CallSite, source: Source): boolean {
  const call = source.callNode(site.call)
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return false
  const made = construction(call.callee.object, source)
  const options = made?.type === 'NewExpression' ? made.arguments[0] : undefined
  return (
    options?.type === 'ObjectExpression' &&
    options.properties.some(
      (each) =>
        each.type === 'Property' &&
        nameOf(each.key, each.computed) === 'captureRejections' &&
        each.value.type === 'Literal' &&
        each.value.value === true,
    )
  )
}

/** The `new` behind a `const`. */
function construction(emitter: Node, source: Source): Node | undefined {
  if (emitter.type !== 'Identifier') return emitter
  const declarator = source.declarator(emitter)
  if (declarator?.id.type !== 'Identifier' || declarator.parent?.type !== 'VariableDeclaration') return undefined
  return declarator.parent.kind === 'const' ? (declarator.init ?? undefined) : undefined
}
