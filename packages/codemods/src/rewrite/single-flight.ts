/** Caches that are filled once: two calls that meet share one load, where the sync code could not be interrupted. */
import type { Node } from '@offloop/analysis'
import { walk } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import { styleOf } from '../edit/style.ts'
import { depthOf } from './await.ts'
import { freeName } from './free-name.ts'
import { outer } from './source.ts'
import type { Source } from './source.ts'

/** `cache = load()` where `cache` is found empty, with a new await in what is assigned or before it in the same block. */
export interface Fill {
  readonly name: string
  readonly assignment: Node & { readonly type: 'AssignmentExpression' }
  /** The statements of the block that fills it, where the assignment is the last of several. */
  readonly block?: readonly Node[]
  /** Where the variable is declared. */
  readonly declaration: Node & { readonly type: 'VariableDeclaration' }
  /** TypeScript: the variable's type as written. */
  readonly type?: string
}

/** The fills of variables that outlive the function, of those that can share a promise. */
export function fillsOf(fn: Node, awaits: readonly Pick<Node, 'start' | 'end'>[], source: Source): Fill[] {
  const found: Fill[] = []
  walk(fn, (node) => {
    if (node !== fn && /Function|^StaticBlock|^Class/.test(node.type)) return false
    if (node.type !== 'AssignmentExpression' || node.left.type !== 'Identifier') return undefined
    const declared = declarationOf(node.left, fn, source)
    const guard = declared && guardOf(node, source)
    if (!declared || !guard) return undefined
    const within = guard.block ?? [node.right]
    const isNew = awaits.some((each) => within[0]!.start <= each.start && each.end <= within.at(-1)!.end)
    if (isNew && !within.some((each) => leaves(each))) found.push({ name: node.left.name, assignment: node, ...guard, ...declared })
    return undefined
  })
  return found
}

/**
 * `cache = await (cacheLoading ??= (async () => (cache = …))().finally(() => { cacheLoading = undefined }))`: a load that fails is tried again by the
 * next call, as before. Returns the declaration to insert, as it stands outside the function.
 */
export function shareFill(edits: EditSet, fill: Fill, source: Source): { readonly at: number; readonly text: string } {
  const { assignment, block, declaration, name, type } = fill
  const { semicolon, newline } = styleOf(source)
  const loading = freeName(`${name}Loading`, source.text)
  const depth = depthOf(assignment)
  const open = `await (${loading} ??= (async () => `
  const close = `)().finally(() => { ${loading} = undefined${semicolon} }))`
  if (block) {
    edits.insert(source.file, block[0]!.start, `${name} = ${open}{ `, depth - 2)
    edits.insert(source.file, assignment.start, 'return (', depth - 1)
    edits.insert(source.file, assignment.end, `)${semicolon} }${close}`, -depth + 1)
  } else {
    edits.insert(source.file, assignment.right.start, `${open}(${name} = `, depth)
    edits.insert(source.file, assignment.right.end, `)${close}`, -depth)
  }
  const annotation = type === undefined ? '' : `: Promise<${type}> | undefined`
  const declared = `${declaration.kind} ${loading}${annotation}`
  const rest = /^[^\r\n]*/.exec(source.text.slice(declaration.end))![0]
  if (rest.trim() !== '' && !rest.trim().startsWith('//')) return { at: declaration.end, text: ` ${declared};` }
  const line = source.text.lastIndexOf('\n', declaration.start - 1) + 1
  const indent = /^[\t ]*/.exec(source.text.slice(line))![0]
  return { at: declaration.end, text: `${newline}${indent}${declared}${semicolon}` }
}

function declarationOf(name: Node & { type: 'Identifier' }, fn: Node, source: Source): Pick<Fill, 'declaration' | 'type'> | undefined {
  const id = source.scopes.lookup(name.name, name)
  const start = id === undefined ? undefined : source.scopes.declarations[id]!.start
  if (start === undefined || (start >= fn.start && start <= fn.end)) return undefined
  let found: Pick<Fill, 'declaration' | 'type'> | undefined
  const isTypeScript = /\.[cm]?tsx?$/.test(source.file)
  walk(source.program, (node) => {
    if (node.start > start || node.end < start) return false
    if (node.type !== 'VariableDeclaration' || node.kind === 'const') return undefined
    const declarator = node.declarations.find((each) => each.id.type === 'Identifier' && each.id.start === start)
    const isStatement = /^(Program|BlockStatement|ExportNamedDeclaration)$/.test(node.parent?.type ?? '')
    if (declarator?.id.type !== 'Identifier' || !isStatement) return undefined
    const annotation = declarator.id.typeAnnotation?.typeAnnotation
    if (!isTypeScript) found = { declaration: node }
    else if (annotation) found = { declaration: node, type: withoutEmpty(annotation, source) }
    return undefined
  })
  return found
}

/** `Settings | undefined` as `Settings`: what a load gives. */
function withoutEmpty(type: Node, source: Source): string {
  const parts = type.type === 'TSUnionType' ? type.types : [type]
  return parts
    .filter((each) => each.type !== 'TSUndefinedKeyword' && each.type !== 'TSNullKeyword')
    .map((each) => source.text.slice(each.start, each.end))
    .join(' | ')
}

/** How the code makes sure that the variable is empty; nothing where it doesn't. */
function guardOf(assignment: Fill['assignment'], source: Source): Pick<Fill, 'block'> | undefined {
  if (assignment.operator === '??=' || assignment.operator === '||=') return {}
  if (assignment.operator === '=' && isAlternative(assignment, source)) return {}
  const statement = assignment.parent
  if (assignment.operator !== '=' || assignment.left.type !== 'Identifier' || statement?.type !== 'ExpressionStatement') return undefined
  const { name } = assignment.left
  const holder = statement.parent
  const test = (node: Node | null | undefined, branch: Node): boolean =>
    node?.type === 'IfStatement' && node.consequent === branch && saysEmpty(node.test, name, source)
  if (test(holder, statement)) return {}
  if (holder?.type !== 'BlockStatement') return undefined
  if (test(holder.parent, holder)) {
    if (holder.body.length === 1) return {}
    return holder.body.at(-1) === statement ? { block: holder.body } : undefined
  }
  // `if (cache) return cache` before it
  const before = holder.body[holder.body.indexOf(statement) - 1]
  return before?.type === 'IfStatement' && saysFull(before.test, name, source) && endsWithReturn(before.consequent) ? {} : undefined
}

/** `cache || (cache = load())`, `cache ? cache : (cache = load())`. */
function isAlternative(assignment: Fill['assignment'], source: Source): boolean {
  const { parent, child } = outer(assignment)
  const name = source.text.slice(assignment.left.start, assignment.left.end)
  if (parent?.type === 'LogicalExpression')
    return parent.operator !== '&&' && parent.right === child && source.text.slice(parent.left.start, parent.left.end) === name
  if (parent?.type !== 'ConditionalExpression') return false
  return parent.alternate === child
    ? saysFull(parent.test, name, source)
    : parent.consequent === child && saysEmpty(parent.test, name, source)
}

function endsWithReturn(node: Node): boolean {
  return node.type === 'ReturnStatement' || (node.type === 'BlockStatement' && node.body.at(-1)?.type === 'ReturnStatement')
}

function saysEmpty(test: Node, name: string, source: Source): boolean {
  const text = source.text.slice(test.start, test.end).replace(/\s+/g, '')
  return [`!${name}`, ...['undefined', 'null'].flatMap((each) => [`${name}===${each}`, `${name}==${each}`])].includes(text)
}

function saysFull(test: Node, name: string, source: Source): boolean {
  const text = source.text.slice(test.start, test.end).replace(/\s+/g, '')
  return [name, ...['undefined', 'null'].flatMap((each) => [`${name}!==${each}`, `${name}!=${each}`])].includes(text)
}

/** Statements that mean something else inside a function of their own. */
function leaves(node: Node): boolean {
  let found = false
  walk(node, (each) => {
    if (/Function|^Class/.test(each.type)) return false
    if (/^(Return|Break|Continue)Statement$|^YieldExpression$/.test(each.type)) found = true
    if (each.type === 'VariableDeclaration' && each.kind === 'var') found = true
    return !found
  })
  return found
}
