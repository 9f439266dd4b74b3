/** Children that the process waits for: `spawnSync`, and what `exec` and `execFile` can't do in place of their sync forms. */
import type { BlockingSite, Node } from '@offloop/analysis'
import { nameOf } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import { removeItem } from '../edit/list-items.ts'
import type { TypeOracle } from '../plan/oracle.ts'
import { openingOf, chainAround, depthOf, needsParentheses } from './await.ts'
import type { Obstacle } from './await.ts'
import { adapterText, knownAdapter } from './child-adapters.ts'
import { splitCompound } from './compound.ts'
import { freeName } from './free-name.ts'
import type { Imports } from './imports.ts'
import type { CallNode, Source } from './source.ts'

type Call = CallNode & { readonly type: 'CallExpression' }

/** Mean the same to `spawn`, or are given to the adapter. The sync forms alone limit time and output. */
const passed = new Set(['cwd', 'env', 'argv0', 'stdio', 'shell', 'uid', 'gid', 'windowsHide', 'windowsVerbatimArguments'])
const adapted = new Set(['encoding', 'input'])

/** Why what a child of `spawn` gives can't be put together to the same. */
export function childObstacle(site: BlockingSite, call: Call, source: Source, oracle: TypeOracle): Obstacle | undefined {
  const differs = (message: string): Obstacle => ({ reason: 'shape-differs', message })
  const last = call.arguments.at(-1)
  if (!last || call.arguments.some((each) => each.type === 'SpreadElement')) return differs('its arguments are not written out here')
  const options = optionsOf(call)
  const list = call.arguments[1]
  if (list && list !== options && isShell(site)) return differs('its options are not written out here')
  if (list && list !== options && !isList(list, source, oracle)) return differs('its second argument may be options')
  if (call.arguments.length > 2 && !options) return differs('its options are not written out here')
  if (call.arguments.length > 3) return differs('it has more arguments than it takes')
  const names = new Set<string>()
  for (const property of options?.properties ?? []) {
    const name = property.type === 'Property' ? nameOf(property.key, property.computed) : undefined
    if (property.type !== 'Property' || name === undefined || !(passed.has(name) || adapted.has(name)))
      return differs(`the option ${name ?? '(computed)'} has no meaning for the promise form`)
    names.add(name)
    if (name === 'stdio' && !isPlainStdio(property.value)) return differs('its stdio is not written out here')
    if (adapted.has(name) && !isSimple(property.value)) return differs(`its ${name} is computed: take it into a variable first`)
    if (name === 'encoding' && (property.value.type !== 'Literal' || typeof property.value.value !== 'string'))
      return differs('its encoding is not written out here')
  }
  return names.has('input') && names.has('stdio') ? differs('it takes an input besides its stdio') : undefined
}

/** `await completed(spawn(…))` in place of a call of `spawnSync`, `await outputOf(spawn(…))` in place of the others; the callee is `spawn` already. */
export function adaptChild(edits: EditSet, site: BlockingSite, call: Call, source: Source, imports: Imports): void {
  const { file, text } = source
  const options = optionsOf(call)
  const values = new Map<string, Node>()
  for (const each of options?.properties ?? []) if (each.type === 'Property') values.set(nameOf(each.key, each.computed)!, each.value)
  const valueOf = (name: string): string | undefined => {
    const value = values.get(name)
    return value && text.slice(value.start, value.end)
  }
  const shown = site.twin!.form !== 'spawn' && !values.has('stdio')
  const [encoding, input] = [valueOf('encoding'), valueOf('input')]
  const settings = [
    ...(encoding === undefined ? [] : [`encoding: ${encoding}`]),
    ...(input === undefined ? [] : [input === 'input' ? 'input' : `input: ${input}`]),
    ...(isShell(site) ? ['shell: true'] : []),
    ...(shown ? ['showsErrors: true'] : []),
  ]
  writeOptions(edits, call, options, isShell(site) && !values.has('shell'), source)
  const isText = encoding !== undefined && !/^['"`]buffer['"`]$/.test(encoding)
  const isTyped = /\.[cm]?tsx?$/.test(file)
  const known = { completed: knownAdapter('completed', text), outputOf: knownAdapter('outputOf', text) }
  const completed = known.completed ?? freeName('completed', text)
  const outputOf = known.outputOf ?? freeName('outputOf', text)
  for (const each of site.twin!.form === 'spawn' ? (['completed'] as const) : (['completed', 'outputOf'] as const))
    if (known[each] === undefined) imports.added.add(each, adapterText(each, { completed, outputOf }, isTyped))
  const whole = chainAround(call)
  const depth = depthOf(whole)
  const name = `${site.twin!.form === 'spawn' ? completed : outputOf}${isTyped && isText ? '<string>' : ''}`
  splitCompound(edits, call, source)
  edits.insert(file, whole.start, `${openingOf(whole, source)}await ${name}(`, depth)
  edits.insert(
    file,
    whole.end,
    `${settings.length > 0 ? `, { ${settings.join(', ')} }` : ''})${needsParentheses(whole) ? ')' : ''}`,
    -depth,
  )
}

/** Without what the adapter takes, with the shell that `execSync` has by itself. */
function writeOptions(
  edits: EditSet,
  call: Call,
  options: (Node & { type: 'ObjectExpression' }) | undefined,
  addsShell: boolean,
  { file }: Source,
): void {
  const properties = options?.properties ?? []
  const leaving = properties.filter((each) => each.type === 'Property' && adapted.has(nameOf(each.key, each.computed)!))
  if (!options) {
    if (addsShell) edits.insert(file, call.arguments.at(-1)!.end, ', { shell: true }', 0)
    return
  }
  if (leaving.length === properties.length) {
    const before = call.arguments.at(-2)!.end
    if (addsShell) edits.replace(file, options.start, options.end, '{ shell: true }')
    else edits.replace(file, before, options.end, '')
    return
  }
  for (const each of leaving) removeItem(edits, file, properties, leaving, each)
  if (addsShell) edits.insert(file, options.start + 1, ' shell: true,', 0)
}

function isShell({ twin }: BlockingSite): boolean {
  return twin!.form === 'exec'
}

function optionsOf(call: Call): (Node & { type: 'ObjectExpression' }) | undefined {
  const last = call.arguments.length > 1 ? call.arguments.at(-1) : undefined
  return last?.type === 'ObjectExpression' ? last : undefined
}

function isList(node: Node, source: Source, oracle: TypeOracle): boolean {
  if (node.type === 'ArrayExpression') return true
  return (
    oracle.isArray(source.file, node.start, node.end) === true || (node.type === 'Identifier' && /^arg(s|v)$|Arg(s|v)$/.test(node.name))
  )
}

/** `'inherit'`, `['pipe', 'inherit', 2]`: no streams, and no more than three. */
function isPlainStdio(value: Node): boolean {
  if (value.type === 'Literal') return typeof value.value === 'string' && value.value !== 'ipc'
  return (
    value.type === 'ArrayExpression' &&
    value.elements.length <= 3 &&
    value.elements.every((each) => each?.type === 'Literal' && each.value !== 'ipc')
  )
}

function isSimple(value: Node): boolean {
  if (value.type === 'MemberExpression') return !value.computed && isSimple(value.object)
  return value.type === 'Literal' || value.type === 'Identifier' || (value.type === 'TemplateLiteral' && value.expressions.every(isSimple))
}
