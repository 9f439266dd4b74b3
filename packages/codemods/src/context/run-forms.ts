/** `store.run(value, fn)`: a context of its own, or what the function does itself where a request has one already. */
import type { Node } from '@offloop/analysis'
import { bare, identifiersOf, walk } from '@offloop/analysis'
import { indentAt, styleOf } from '../edit/style.ts'
import { functionAround } from '../rewrite/source.ts'
import type { Source } from '../rewrite/source.ts'
import { memberOf } from './module-names.ts'
import type { StoreEdits } from './store.ts'

const runtime = '@offloop/runtime'

/** A call that gives a function a context. */
export interface Run {
  readonly source: Source
  readonly call: Node & { readonly type: 'CallExpression' }
  /** What is set first. */
  readonly value: Node | undefined
  readonly fn: Node
  /** For the function. */
  readonly rest: readonly Node[]
}

type Inline = Node & { readonly type: 'ArrowFunctionExpression' | 'FunctionExpression' }

const isInline = (node: Node): node is Inline => node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression'

/** Why a call can't be written otherwise, as the end of a sentence that begins with it; `hasContext`: the function is called with a context object. */
export function runObstacle({ source, call, value, fn, rest }: Run, hasContext: boolean): { reason: string; message: string } | undefined {
  if ([...call.arguments].some((each) => each.type === 'SpreadElement'))
    return { reason: 'callback-form', message: 'is called with arguments that are spread' }
  const parts = [call.callee, ...(value ? [value] : []), fn, ...rest]
  if (source.comments.some((each) => isBetween(each, call, parts)))
    return { reason: 'callback-form', message: 'has a comment among its arguments' }
  if (!isInline(fn)) {
    const callee = bare(fn)
    const isName = callee.type === 'Identifier' || callee.type === 'MemberExpression'
    if (!isName || callee !== fn) return { reason: 'callback-form', message: 'takes a function that is made by an expression' }
    return undefined
  }
  if (fn.generator) return { reason: 'callback-form', message: 'runs a generator, which begins later' }
  if (hasContext && fn.params.length > 0) return { reason: 'context-object', message: 'takes the context as an object' }
  if (fn.params.length > 0 && value) return { reason: 'callback-form', message: 'runs a function with parameters' }
  const own = declaredIn(fn)
  if (value && [...namesIn(value)].some((each) => own.has(each)))
    return { reason: 'callback-form', message: 'takes a value whose names mean something else inside its function' }
  return undefined
}

/** Writes the call anew; `set` is the variable's name where a value is set. */
export function writeRun(run: Run, set: string | undefined, isServed: boolean, to: StoreEdits): void {
  if (isServed && flatten(run, set, to)) return
  const { source, call, value, fn, rest } = run
  const { file, text } = source
  const { edits } = to
  const copy = `${to.imports(source).want(runtime, 'copyContext')}().run(`
  if (!value || set === undefined) {
    edits.replace(file, call.start, fn.start, copy)
    return
  }
  const { newline, indent, semicolon } = styleOf(source)
  const before = indentAt(text, call.start)
  const line = `${newline}${before}${indent}`
  const close = `${semicolon}${newline}${before}}`
  if (isInline(fn) && fn.body?.type === 'BlockStatement') {
    const isOneLine = !text.slice(fn.body.start, fn.body.end).includes('\n')
    const open = text.slice(fn.start, fn.body.start + 1)
    const first = fn.body.body[0]
    const inner = first && !isOneLine ? newline + indentAt(text, first.start) : isOneLine ? ' ' : line
    edits.replace(file, call.start, value.start, `${copy}${open}${inner}${set}.set(`)
    edits.replace(file, value.end, fn.body.start + 1, isOneLine ? `)${first ? ';' : `${semicolon} `}` : `)${semicolon}`)
    return
  }
  const isAsync = isInline(fn) && fn.async ? 'async ' : ''
  const result = call.parent?.type === 'ExpressionStatement' ? '' : 'return '
  edits.replace(file, call.start, value.start, `${copy}${isAsync}() => {${line}${set}.set(`)
  if (isInline(fn)) {
    edits.replace(file, value.end, fn.body!.start, `)${semicolon}${line}${result}`)
    edits.replace(file, fn.body!.end, call.end, `${close})`)
    return
  }
  edits.replace(file, value.end, fn.start, `)${semicolon}${line}${result}`)
  edits.replace(file, fn.end, rest[0]?.start ?? call.end, rest[0] ? '(' : `()${close})`)
  if (rest[0]) edits.replace(file, rest.at(-1)!.end, call.end, `)${close})`)
}

/** In a request, at the end of its handler: `store.run(value, next)` is `store.set(value)` and `next()`. */
function flatten({ source, call, value, fn, rest }: Run, set: string | undefined, { edits }: StoreEdits): boolean {
  const { file, text } = source
  const handler = functionAround(call)
  if (!value && handler?.type === 'ArrowFunctionExpression' && handler.body === call) {
    // `(req, res, next) => namespace.run(next)`
    if (isInline(fn) && (fn.body?.type === 'BlockStatement' || fn.async)) return false
    edits.replace(file, call.start, isInline(fn) ? fn.body!.start : fn.start, '')
    edits.replace(file, isInline(fn) ? fn.body!.end : fn.end, call.end, isInline(fn) ? '' : '()')
    return true
  }
  const statement = statementOf(call)
  const block = statement?.parent
  if (!statement || block?.type !== 'BlockStatement' || block.parent !== handler || block.body.at(-1) !== statement) return false
  const isReturned = statement.type === 'ReturnStatement'
  const isAwaited = call.parent?.type === 'AwaitExpression'
  const { newline, semicolon } = styleOf(source)
  const before = indentAt(text, statement.start)
  const assign = (): string => (value && set !== undefined ? `${set}.set(${''}` : '')
  if (isInline(fn) && fn.body?.type === 'BlockStatement') {
    if (isReturned || isAwaited || fn.async || fn.type !== 'ArrowFunctionExpression' || rest.length > 0) return false
    if (leaves(fn.body) || clashes(fn, handler!)) return false
    const first = fn.body.body[0]
    if (
      !first ||
      !text.slice(fn.body.start, first.start).includes('\n') ||
      !/\n\s*$/.test(text.slice(fn.body.body.at(-1)!.end, fn.body.end - 1))
    )
      return false
    const inner = indentAt(text, first.start)
    if (inner.length <= before.length || !inner.startsWith(before)) return false
    if (value && set !== undefined) {
      edits.replace(file, statement.start, value.start, assign())
      edits.replace(file, value.end, first.start, `)${semicolon}${newline}${before}`)
    } else edits.replace(file, statement.start, first.start, '')
    dedent(source, fn.body, first.start, inner.length - before.length, edits)
    edits.replace(file, fn.body.body.at(-1)!.end, statement.end, '')
    return true
  }
  const body = isInline(fn) ? (fn.async && !isReturned ? undefined : fn.body) : fn
  if (!body || (isInline(fn) && rest.length > 0)) return false
  const lead = text.slice(statement.start, call.start)
  const from = value ? value.end : statement.start
  if (value && set !== undefined) edits.replace(file, statement.start, value.start, assign())
  edits.replace(file, from, body.start, `${value ? `)${semicolon}${newline}${before}` : ''}${lead}`)
  if (isInline(fn)) edits.replace(file, body.end, statement.end, semicolon)
  else {
    edits.replace(file, fn.end, rest[0]?.start ?? statement.end, rest[0] ? '(' : `()${semicolon}`)
    if (rest[0]) edits.replace(file, rest.at(-1)!.end, statement.end, `)${semicolon}`)
  }
  return true
}

/** The statement that a call is, or whose value it is returned or awaited as. */
function statementOf(call: Node): Node | undefined {
  const { parent } = call
  const top = parent?.type === 'AwaitExpression' ? parent.parent : parent
  return top?.type === 'ExpressionStatement' || (top?.type === 'ReturnStatement' && parent === top) ? top : undefined
}

/** A `return` of its own would leave the handler's later statements undone; there are none, but a value would become the handler's. */
function leaves(body: Node): boolean {
  let found = false
  walk(body, (each) => {
    if (each.type === 'ReturnStatement' && each.argument) found = true
    return !found && !/Function/.test(each.type)
  })
  return found
}

/** Names of the function that its handler has as well. */
function clashes(fn: Node, handler: Node): boolean {
  const own = declaredIn(fn)
  let found = false
  if (own.size > 0)
    walk(handler, (each) => {
      if (each.type === 'Identifier' && own.has(each.name)) found = true
      return !found && each !== fn
    })
  return found
}

function dedent(source: Source, body: Node, from: number, width: number, edits: StoreEdits['edits']): void {
  const { text, file } = source
  const texts: Node[] = []
  walk(body, (each) => {
    if (each.type === 'TemplateLiteral') texts.push(each)
  })
  for (let at = text.indexOf('\n', from); at >= 0 && at < body.end; at = text.indexOf('\n', at + 1)) {
    const start = at + 1
    if (texts.some((each) => each.start < start && start <= each.end)) continue
    const space = /^[\t ]*/.exec(text.slice(start, start + width))![0].length
    if (space > 0 && start + space <= body.end - 1 && text.slice(start, body.end - 1).trim() !== '')
      edits.replace(file, start, start + space, '')
  }
}

function declaredIn(fn: Node): Set<string> {
  const names = new Set<string>()
  walk(fn, (each) => {
    if (each.type === 'VariableDeclarator') for (const { name } of identifiersOf(each.id)) names.add(name)
    else if ((each.type === 'FunctionDeclaration' || each.type === 'ClassDeclaration') && each.id) names.add(each.id.name)
  })
  return names
}

function namesIn(node: Node): Set<string> {
  const names = new Set<string>()
  walk(node, (each) => {
    if (each.type === 'Identifier') names.add(each.name)
  })
  return names
}

function isBetween(comment: { start: number; end: number }, call: Node, parts: readonly Node[]): boolean {
  return (
    call.start <= comment.start && comment.end <= call.end && !parts.some((each) => each.start <= comment.start && comment.end <= each.end)
  )
}

/** An expression with the parentheses and assertions around it. */
export function asserted(node: Node): Node {
  let at = node
  while (at.parent?.type === 'TSNonNullExpression' || at.parent?.type === 'ParenthesizedExpression' || at.parent?.type === 'TSAsExpression')
    at = at.parent
  return at
}

/** The name of the method that is called on an occurrence, with its call. */
export function methodOn(
  node: Node,
): { name: string | undefined; call: (Node & { readonly type: 'CallExpression' }) | undefined } | undefined {
  const whole = asserted(node)
  const member = whole.parent
  if (member?.type !== 'MemberExpression' || member.object !== whole) return undefined
  const call = member.parent
  return { name: memberOf(member), call: call?.type === 'CallExpression' && call.callee === member ? call : undefined }
}
