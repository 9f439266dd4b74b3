/** Exports of a namespace become exports of its variables. */
import { isExports } from '@offloop/analysis'
import { styleOf } from '../edit/style.ts'
import type { Source } from '../rewrite/source.ts'
import type { ExportPlace } from './followed.ts'
import { removeStatement } from './statements.ts'
import type { StoreEdits } from './store.ts'

/** Rewrites each place in which the namespace was exported. */
export function writeExports(places: readonly ExportPlace[], locals: readonly string[], to: StoreEdits): void {
  for (const { source, node, name, form } of places) {
    const { newline, semicolon } = styleOf(source)
    if (form === 'specifier' || form === 'property') to.edits.replace(source.file, node.start, node.end, locals.join(', '))
    else if (form === 'default') removeStatement(source, node, to.edits)
    else if (form === 'assignment' && name === '=')
      to.edits.replace(source.file, node.start, node.end, `module.exports = { ${locals.join(', ')} }`)
    else if (form === 'assignment')
      to.edits.replace(source.file, node.start, node.end, locals.map((each) => `exports.${each} = ${each}`).join(semicolon + newline))
  }
}

/** For a CommonJS file that didn't export the namespace: into its object of exports, or lines of their own, which are given back. */
export function exportVariables(home: Source, locals: readonly string[], { edits }: StoreEdits): string[] {
  const { semicolon, newline } = styleOf(home)
  const whole = home.nodes.findLast(
    (each) => each.type === 'AssignmentExpression' && each.left.type === 'MemberExpression' && isExports(each.left, home.scopes),
  )
  if (whole?.type === 'AssignmentExpression' && whole.right.type === 'ObjectExpression') {
    const last = whole.right.properties.at(-1)
    if (last) edits.insert(home.file, last.end, locals.map((each) => `, ${each}`).join(''))
    else edits.replace(home.file, whole.right.start, whole.right.end, `{ ${locals.join(', ')} }`)
    return []
  }
  if (whole?.parent?.type === 'ExpressionStatement') {
    edits.insert(home.file, whole.parent.end, locals.map((each) => `${newline}module.exports.${each} = ${each}${semicolon}`).join(''))
    return []
  }
  return locals.map((each) => `exports.${each} = ${each}${semicolon}`)
}
