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
  const { argument, options } = optionsOf(call, source)
  const list = call.arguments[1]
  if (list && list !== argument && isShell(site)) return differs('its options are not written out here')
  if (list && list !== argument && !isList(list, source, oracle)) return differs('its second argument may be options')
  if (call.arguments.length > 2 && !argument) return differs('its options are not written out here')
  if (call.arguments.length > 3) return differs('it has more arguments than it takes')
  const names = new Set<string>()
  for (const property of options?.properties ?? []) {
    const name = property.type === 'Property' ? nameOf(property.key, property.computed) : undefined
    if (property.type !== 'Property' || name === undefined || !(passed.has(name) || adapted.has(name)))
      return differs(`the option ${name ?? '(computed)'} has no meaning for the promise form`)
    names.add(name)
    if (name === 'shell' && site.twin!.form === 'exec-file') return differs('its error names the command of the shell')
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
  const { argument, options } = optionsOf(call, source)
  const values = new Map<string, Node>()
  for (const each of options?.properties ?? []) if (each.type === 'Property') values.set(nameOf(each.key, each.computed)!, each.value)
  const valueOf = (name: string): string | undefined => {
    const value = values.get(name)
    if (value && argument?.type === 'Identifier') return `${argument.name}.${name}`
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
  writeOptions(edits, call, source, isShell(site) && !values.has('shell'))
  const form = values.get('encoding')
  const isText = form?.type === 'Literal' && form.value !== 'buffer'
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
function writeOptions(edits: EditSet, call: Call, source: Source, addsShell: boolean): void {
  const { file } = source
  const { argument, options } = optionsOf(call, source)
  if (!argument) {
    if (addsShell) edits.insert(file, call.arguments.at(-1)!.end, ', { shell: true }', 0)
    return
  }
  if (argument !== options) {
    if (addsShell) edits.insert(file, argument.start, '{ ...', 0)
    if (addsShell) edits.insert(file, argument.end, ', shell: true }', 0)
    return
  }
  const { properties } = options
  const leaving = properties.filter((each) => each.type === 'Property' && adapted.has(nameOf(each.key, each.computed)!))
  if (leaving.length === properties.length) {
    if (addsShell) edits.replace(file, options.start, options.end, '{ shell: true }')
    else edits.replace(file, call.arguments.at(-2)!.end, options.end, '')
    return
  }
  for (const each of leaving) removeItem(edits, file, properties, leaving, each)
  if (addsShell) edits.insert(file, options.start + 1, ' shell: true,', 0)
}

function isShell({ twin }: BlockingSite): boolean {
  return twin!.form === 'exec'
}

type ObjectNode = Node & { readonly type: 'ObjectExpression' }

/** The options where they are given, and the literal that they are: in place, or as a constant that nobody changes. */
function optionsOf(call: Call, source: Source): { readonly argument?: Node; readonly options?: ObjectNode } {
  const last = call.arguments.length > 1 ? call.arguments.at(-1)! : undefined
  if (last?.type === 'ObjectExpression') return { argument: last, options: last }
  const options = last?.type === 'Identifier' ? constantOptions(last, source) : undefined
  return last && options ? { argument: last, options } : {}
}

/** The literal of `const options = { … }`, whose other uses read it or give it to functions that run programs. */
function constantOptions(name: Node & { readonly type: 'Identifier' }, { scopes, nodes }: Source): ObjectNode | undefined {
  const id = scopes.lookup(name.name, name)
  if (id === undefined) return undefined
  const { start } = scopes.declarations[id]!
  const declarator = nodes.find((each) => each.type === 'VariableDeclarator' && each.id.start === start)
  if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'Identifier' || declarator.init?.type !== 'ObjectExpression')
    return undefined
  const isLeft = nodes.every((each) => {
    if (each.type !== 'Identifier' || each.name !== name.name || each.start === start || scopes.lookup(each.name, each) !== id) return true
    const { parent } = each
    if (parent?.type === 'MemberExpression' && !parent.computed && parent.property === each) return true
    return (
      isRead(each) ||
      (parent?.type === 'CallExpression' && parent.callee !== each && /(spawn|exec|execFile)(Sync)?$/.test(calleeName(parent.callee)))
    )
  })
  const isConst = declarator.parent?.type === 'VariableDeclaration' && declarator.parent.kind === 'const'
  return isLeft && isConst ? declarator.init : undefined
}

/** `...options`, `options.encoding`: nothing that changes them. */
function isRead({ parent, start }: Node): boolean {
  if (parent?.type === 'SpreadElement') return parent.parent?.type === 'ObjectExpression'
  if (parent?.type !== 'MemberExpression' || parent.object.start !== start) return false
  const { parent: around } = parent
  return around?.type === 'Property' || around?.type === 'VariableDeclarator'
}

function calleeName(callee: Node): string {
  if (callee.type === 'Identifier') return callee.name
  return callee.type === 'MemberExpression' ? (nameOf(callee.property, callee.computed) ?? '') : ''
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
