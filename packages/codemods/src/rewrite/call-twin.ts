/** The twin that a call is rewritten to: the catalogue's, or the one that goes with its file descriptor. */
import type { BlockingSite, Graph, Node } from '@offloop/analysis'
import type { TypeOracle } from '../plan/oracle.ts'
import { descriptorGroup, descriptorResult, isUsedAsDescriptor } from './descriptors.ts'
import type { CallNode, Source } from './source.ts'

/** Take a path or a file descriptor; the promise API takes a FileHandle instead of the latter. */
const takesPathToo = new Set(['readFileSync', 'writeFileSync', 'appendFileSync'])

/**
 * The site with the twin that it is rewritten to. A file that is opened, used and closed in one function becomes a FileHandle;
 * elsewhere a descriptor stays a number, as Node's functions with callbacks give and take it, so that whoever else has it goes on as before.
 */
export function asCalled(site: BlockingSite, source: Source, graph: Graph, oracle: TypeOracle): BlockingSite {
  const { module, name } = site.api
  if (module !== 'node:fs') return site
  if (name === 'openSync' && descriptorGroup(site, source, graph))
    return { ...site, twin: { module: 'node:fs/promises', name: 'open', form: 'same' } }
  const call = source.callNode(site.call)
  const isCallback =
    name === 'openSync' ||
    (takesPathToo.has(name)
      ? isDescriptor(call.type === 'CallExpression' ? call.arguments[0] : undefined, source, oracle)
      : descriptorResult(name) !== undefined)
  return isCallback ? { ...site, twin: { module, name: name.slice(0, -'Sync'.length), form: 'promisify' } } : site
}

/** The member of what the promise gives that the sync call gives, where that is no other. */
export function resultOf({ api, twin }: BlockingSite): string | undefined {
  return api.module === 'node:fs' && twin?.form === 'promisify' ? descriptorResult(api.name) || undefined : undefined
}

/** `readSync` and its like go on where the last one stopped. */
export function movesPosition({ api, call }: BlockingSite, source: Source): boolean {
  if (api.module !== 'node:fs') return false
  const node = source.callNode(call)
  return (
    /^readv?Sync$/.test(api.name) ||
    (takesPathToo.has(api.name) && node.type === 'CallExpression' && isNamedDescriptor(node.arguments[0], source))
  )
}

/** `readSync(fd, bytes, 0, 4)`: with a callback behind it, the position must be there. */
export function lacksPosition({ api }: BlockingSite, call: CallNode & { readonly type: 'CallExpression' }): boolean {
  return api.id === 'node:fs.readSync' && call.arguments.length === 4
}

function isDescriptor(argument: Node | undefined, source: Source, oracle: TypeOracle): boolean {
  if (!argument || argument.type === 'TemplateLiteral' || argument.type === 'BinaryExpression') return false
  return isNamedDescriptor(argument, source) || oracle.isNumber(source.file, argument.start, argument.end)
}

function isNamedDescriptor(argument: Node | undefined, source: Source): boolean {
  switch (argument?.type) {
    case 'Literal':
      return typeof argument.value === 'number'
    case 'Identifier':
      return /^fd$|Fd$|stdin/.test(argument.name) || isUsedAsDescriptor(argument, source)
    case 'MemberExpression':
      return argument.property.type === 'Identifier' && argument.property.name === 'fd'
    default:
      return false
  }
}
