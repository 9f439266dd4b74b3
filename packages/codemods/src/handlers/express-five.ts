/** What else Express 5 has changed of what handlers do: methods that are gone, and the syntax of paths. */
import type { Node } from '@offloop/analysis'
import { bare, nameOf } from '@offloop/analysis'
import { styleOf } from '../edit/style.ts'
import type { FileChange, LeftAlone } from '../file-codemod.ts'
import type { Edit } from '../plan/plan.ts'
import { isFunction } from '../promises/completion.ts'
import type { Source } from '../rewrite/source.ts'
import { registrarOf } from './receivers.ts'
import type { Role, Roles } from './role.ts'
import { pathForFive } from './route-path.ts'

type Call = Node & { readonly type: 'CallExpression'; readonly callee: Node & { readonly type: 'MemberExpression' } }

/** Goes over calls of the request, the response and the application. */
export function renewCalls(source: Source, roles: readonly Role[], known: Roles): { changes: FileChange[]; left: LeftAlone[] } {
  const changes: FileChange[] = []
  const left: LeftAlone[] = []
  const requests = new Map(roles.flatMap((each) => (each.isFive && each.request ? [[each.request.start, each] as const] : [])))
  const responses = new Map(roles.flatMap((each) => (each.isFive && each.response ? [[each.response.start, each] as const] : [])))
  for (const node of source.nodes) {
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') continue
    const call = node as Call
    const name = nameOf(call.callee.property, call.callee.computed)
    const label = source.text.slice(call.callee.start, call.callee.end)
    const place = { start: call.start, end: call.end, label }
    const declared = receiver(call.callee.object, source)
    const response = declared === undefined ? undefined : responses.get(declared)
    const found =
      (response && ofResponse(call, name, response, source)) ??
      (declared !== undefined && requests.has(declared) ? ofRequest(call, name) : undefined) ??
      ofApplication(call, name, source, known)
    if (!found) continue
    if ('reason' in found) left.push({ ...place, ...found })
    else changes.push({ name: name ?? 'call', start: call.start, end: call.end, places: [place], edits: found.edits, notes: [] })
  }
  return { changes, left }
}

type Found = { readonly edits: readonly Edit[] } | { readonly reason: string; readonly message: string } | undefined

const removed = (what: string): Found => ({ reason: 'removed-method', message: `Express 5 has no \`${what}\`` })

function ofResponse(call: Call, name: string | undefined, { request }: Role, source: Source): Found {
  const [first, second] = call.arguments as Node[]
  const count = call.arguments.length
  const text = (node: Node): string => source.text.slice(node.start, node.end)
  const { property } = call.callee
  if (name === 'sendfile') return removed('res.sendfile')
  if ((name === 'send' || name === 'json' || name === 'jsonp') && first) {
    if (count === 1 && name === 'send' && isStatus(first))
      return { edits: [{ start: property.start, end: property.end, text: 'sendStatus' }] }
    if (count !== 2 || !second) return undefined
    const [status, body] = isStatus(first) ? [first, second] : isStatus(second) && name !== 'send' ? [second, first] : []
    if (!status || !body) return removed(`res.${name}(status, body)`)
    const edits: Edit[] = [
      { start: property.start, end: property.start, text: `status(${text(status)}).` },
      status === first ? { start: first.start, end: second.start, text: '' } : { start: first.end, end: second.end, text: '' },
    ]
    return { edits }
  }
  if ((name === 'redirect' || name === 'location') && first?.type === 'Literal') {
    const { quote } = styleOf(source)
    if (first.value === 'back') {
      if (count !== 1 || !request) return removed(`res.${name}('back')`)
      return { edits: [{ start: first.start, end: first.end, text: `${request.name}.get(${quote}Referrer${quote}) || ${quote}/${quote}` }] }
    }
  }
  if (name === 'redirect' && count === 2 && first && second && isStatus(second) && !isStatus(first))
    return { edits: [{ start: first.start, end: second.end, text: `${text(second)}, ${text(first)}` }] }
  return undefined
}

const plurals: Readonly<Record<string, string>> = {
  acceptsCharset: 'acceptsCharsets',
  acceptsEncoding: 'acceptsEncodings',
  acceptsLanguage: 'acceptsLanguages',
}

function ofRequest({ callee }: Call, name: string | undefined): Found {
  if (name === 'param') return removed('req.param()')
  const plural = name !== undefined && Object.hasOwn(plurals, name) ? plurals[name] : undefined
  return plural === undefined ? undefined : { edits: [{ start: callee.property.start, end: callee.property.end, text: plural }] }
}

function ofApplication(call: Call, name: string | undefined, source: Source, roles: Roles): Found {
  const [path] = call.arguments as Node[]
  const isRegistration =
    registrarOf(call, source) === 'express' ||
    call.arguments.some((each) => {
      const fn = bare(each)
      return isFunction(fn) && roles.of(fn)?.isFive === true
    })
  if (!isRegistration || !path) return undefined
  const edits: Edit[] = name === 'del' ? [{ start: call.callee.property.start, end: call.callee.property.end, text: 'delete' }] : []
  if (name === 'param' && isFunction(bare(path))) return removed('app.param(function)')
  if (name === 'param' || path.type !== 'Literal' || typeof path.value !== 'string') return edits.length > 0 ? { edits } : undefined
  const usesNumbers = /\bparams(?:\[['"]?\d|\.\d)/u.test(source.text)
  const renewed = pathForFive(path.value, usesNumbers)
  if (renewed === undefined) return { reason: 'path-syntax', message: `Express 5 reads the path \`${path.value}\` in another way` }
  if (renewed !== path.value) edits.push({ start: path.start + 1, end: path.end - 1, text: renewed })
  return edits.length > 0 ? { edits } : undefined
}

function isStatus(node: Node): boolean {
  return node.type === 'Literal' && typeof node.value === 'number' && Number.isInteger(node.value) && node.value >= 100 && node.value < 600
}

/** Where the parameter is declared whose method is called: `res.status(404).json` is one of `res`. */
function receiver(node: Node, source: Source): number | undefined {
  let at = bare(node)
  while (at.type === 'CallExpression' && at.callee.type === 'MemberExpression') at = bare(at.callee.object)
  const id = at.type === 'Identifier' ? source.scopes.lookup(at.name, at) : undefined
  return id === undefined ? undefined : source.scopes.declarations[id]!.start
}
