/** Makes a function async: the keyword at its place, the return type or JSDoc wrapped in `Promise`. */
import type { Node } from '@offloop/analysis'
import { nameOf } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import { depthOf } from './await.ts'
import type { Source } from './source.ts'

/** The result in a function type. */
interface FunctionResult {
  readonly file: string
  readonly start: number
  readonly end: number
  /** As it stands in a union. */
  readonly text: string
  readonly isMixed: boolean
}

/** Functions, arrows, methods (after their modifiers), object methods; declarations without a body only change their type, to one that sync functions fit, too, where `isMixed`. */
export function makeAsync(edits: EditSet, fn: Node, source: Source, isMixed = false): void {
  if (hasBody(fn)) edits.insert(source.file, keywordPlace(fn, source), 'async ', depthOf(fn) - 0.5)
  wrapResult(edits, fn, source, isMixed)
}

/** The declared result of a function that becomes async, in its type, its JSDoc and its overloads. */
export function wrapResult(edits: EditSet, fn: Node, source: Source, isMixed = false): void {
  const type = returnType(fn)
  if (isGenerator(fn)) {
    if (type) renameIterator(edits, type, source)
  } else if (type && isMixed) mixType(edits, type, source)
  else if (type) wrapType(edits, type, source, !hasBody(fn))
  else wrapJsDoc(edits, fn, source)
  for (const each of overloadsOf(fn)) {
    const annotation = returnType(each)
    if (annotation) wrapType(edits, annotation, source)
  }
}

/** The overload signatures of a function or method: siblings of its name without a body. */
function overloadsOf(fn: Node): Node[] {
  if (!hasBody(fn)) return []
  if (fn.type === 'FunctionDeclaration' && fn.id) {
    const isExported = fn.parent?.type === 'ExportNamedDeclaration' || fn.parent?.type === 'ExportDefaultDeclaration'
    const list = isExported ? fn.parent?.parent : fn.parent
    const { name } = fn.id
    return list && 'body' in list && Array.isArray(list.body)
      ? (list.body as Node[])
          .map((each) => ('declaration' in each && each.declaration ? (each.declaration as Node) : each))
          .filter((each) => each.type === 'TSDeclareFunction' && each.id?.name === name)
      : []
  }
  const method = fn.parent
  if (method?.type !== 'MethodDefinition' || method.parent?.type !== 'ClassBody' || method.computed) return []
  const key = nameOf(method.key, false)
  return method.parent.body.flatMap((each) =>
    each.type === 'MethodDefinition' &&
    !each.computed &&
    each.static === method.static &&
    each.value.type === 'TSEmptyBodyFunctionExpression' &&
    nameOf(each.key, false) === key
      ? [each.value as Node]
      : [],
  )
}

/** The annotation of what a function returns. */
export function returnType(fn: Node): Node | undefined {
  if (fn.type === 'TSPropertySignature') {
    const type = fn.typeAnnotation?.typeAnnotation
    return type?.type === 'TSFunctionType' ? type.returnType?.typeAnnotation : undefined
  }
  if (!('returnType' in fn) || !fn.returnType) return undefined
  return (fn.returnType as Node & { typeAnnotation: Node }).typeAnnotation
}

function hasBody(fn: Node): boolean {
  return 'body' in fn && fn.body !== null
}

/** Where the keyword `async` of a function goes. */
export function keywordPlace(fn: Node, source: Source): number {
  const parent = fn.parent
  const isMethod = parent?.type === 'MethodDefinition' || (parent?.type === 'Property' && parent.value === fn && parent.method)
  if (!isMethod) return fn.start
  const key = parent.computed ? source.text.lastIndexOf('[', parent.key.start) : parent.key.start
  return isGenerator(fn) ? source.text.lastIndexOf('*', key) : key
}

function isGenerator(fn: Node): boolean {
  return 'generator' in fn && fn.generator === true
}

/** `Generator<string>` becomes `AsyncGenerator<string>`, and so do the other iterators of the language. */
function renameIterator(edits: EditSet, type: Node, source: Source): void {
  if (
    type.type === 'TSTypeReference' &&
    type.typeName.type === 'Identifier' &&
    /^(Generator|IterableIterator|Iterable|Iterator)$/.test(type.typeName.name)
  )
    edits.insert(source.file, type.start, 'Async', 0)
}

function wrapType(edits: EditSet, type: Node, source: Source, isBodiless = false): void {
  if (promised(type)) return
  if (type.type === 'TSUnionType' && type.types.some(promised)) {
    // `T | Promise<T>` allows a promise already; an async function has to say `Promise<T>`
    if (isBodiless) return
    flatten(edits, type, source)
  }
  edits.insert(source.file, type.start, 'Promise<', 0)
  edits.insert(source.file, type.end, '>', 0)
}

/** `void` fits both kinds of functions as it is. */
function mixType(edits: EditSet, type: Node, source: Source): void {
  const isPromise = promised(type) !== undefined || (type.type === 'TSUnionType' && type.types.some(promised))
  if (isPromise || type.type === 'TSVoidKeyword') return
  const text = source.text.slice(type.start, type.end)
  const isBound = type.type === 'TSFunctionType' || type.type === 'TSConditionalType'
  promiseType(edits, { file: source.file, start: type.start, end: type.end, text: isBound ? `(${text})` : text, isMixed: true })
}

/** The `T` of `Promise<T>`. */
function promised(type: Node): Node | undefined {
  return type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && /^Promise(Like)?$/.test(type.typeName.name)
    ? (type.typeArguments?.params[0] ?? type)
    : undefined
}

/** `T | Promise<T>` becomes `T`, `T | Promise<U>` becomes `T | U`. */
function flatten(edits: EditSet, union: Node & { readonly type: 'TSUnionType' }, source: Source): void {
  const textOf = (node: Node): string => source.text.slice(node.start, node.end)
  const seen = new Set<string>()
  const parts = union.types.map((each) => textOf(promised(each) ?? each)).filter((each) => !seen.has(each) && seen.add(each))
  const [first, last] = [union.types[0]!, union.types.at(-1)!]
  edits.replace(source.file, first.start, last.end, parts.join(' | '))
}

/** `(x: number) => string` becomes `(x: number) => Promise<string>`, or `Promise<string> | string` where sync functions fit it too. */
export function promiseType(edits: EditSet, type: FunctionResult): void {
  const text = type.isMixed ? ` | ${type.text}` : ''
  edits.insert(type.file, type.start, 'Promise<', 0)
  edits.insert(type.file, type.end, `>${text}`, 0)
}

/** `ReturnType<typeof load>` becomes `Awaited<ReturnType<typeof load>>`. */
export function awaitType(edits: EditSet, type: { readonly file: string; readonly start: number; readonly end: number }): void {
  edits.insert(type.file, type.start, 'Awaited<', 0)
  edits.insert(type.file, type.end, '>', 0)
}

function wrapJsDoc(edits: EditSet, fn: Node, source: Source): void {
  let at: Node = fn
  while (
    at.parent &&
    at.parent.start <= fn.start &&
    /^(MethodDefinition|Property|VariableDeclarator|VariableDeclaration|ExportNamedDeclaration|ExportDefaultDeclaration|AssignmentExpression|ExpressionStatement)$/.test(
      at.parent.type,
    )
  )
    at = at.parent
  const doc = source.comments.findLast(
    (each) =>
      each.type === 'Block' && each.value.startsWith('*') && each.end <= at.start && source.text.slice(each.end, at.start).trim() === '',
  )
  const match = doc && /@returns?\s*\{/.exec(doc.value)
  if (!doc || !match) return
  const start = doc.start + 2 + match.index + match[0].length
  const end = closingBrace(source.text, start)
  if (end > doc.end || /^\s*Promise\b/.test(source.text.slice(start, end))) return
  edits.insert(source.file, start, 'Promise<', 0)
  edits.insert(source.file, end, '>', 0)
}

/** The `}` that closes a brace opened before `start`. */
function closingBrace(text: string, start: number): number {
  let open = 1
  for (let at = start; at < text.length; at++) {
    if (text[at] === '{') open++
    else if (text[at] === '}' && --open === 0) return at
  }
  return text.length
}
