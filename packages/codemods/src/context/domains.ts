/** `domain`: what hangs on the active domain is named, and stays. */
import type { Source } from '../rewrite/source.ts'
import { memberOf, moduleNameOf } from './module-names.ts'
import type { Store } from './store.ts'

const own = new Set([
  'run',
  'add',
  'remove',
  'bind',
  'intercept',
  'enter',
  'exit',
  'on',
  'once',
  'emit',
  'members',
  'removeListener',
  'dispose',
])

/** One for each file that keeps something on `process.domain` or `domain.active`. */
export function domainsIn(source: Source): Store[] {
  if (!/\bdomain\b/.test(source.text)) return []
  for (const node of source.nodes) {
    if (node.type !== 'MemberExpression' || node.object.type !== 'MemberExpression') continue
    const { object: holder, property } = node.object
    const isActive =
      (holder.type === 'Identifier' && holder.name === 'process' && property.type === 'Identifier' && property.name === 'domain') ||
      (memberOf(node.object) === 'active' && moduleNameOf(holder, source)?.module === 'domain')
    const name = memberOf(node)
    if (!isActive || (name !== undefined && own.has(name))) continue
    const label = source.text.slice(node.start, node.end)
    return [
      {
        ...{ label, source, place: node, files: new Set([source]), exportedBy: [], touched: [], becomes: 'nothing' },
        left: { reason: 'domain', message: 'a domain handles errors as well, which a context does not', source, at: node },
        write: () => undefined,
      },
    ]
  }
  return []
}
