/** Passes on what an async handler rejects with, where its framework drops the promise. */
import type { Node } from '@offloop/analysis'
import { indentAt, styleOf } from '../edit/style.ts'
import type { Edit } from '../plan/plan.ts'
import type { FunctionNode } from '../promises/completion.ts'
import { freeName } from '../rewrite/free-name.ts'
import { parametersOf } from '../rewrite/source.ts'
import type { Source } from '../rewrite/source.ts'
import type { Obstacle } from '../rewrite/await.ts'
import type { Role } from './role.ts'

/** What a guard is written with. */
export interface Guard {
  /** Parameters that are missing. */
  readonly edits: readonly Edit[]
  /** `try {` and `} catch (error) {…}`, at the left margin. */
  readonly opening: string
  readonly closing: string
}

/** Why a handler has no place for an error. */
export function guardObstacle({ fn, forward, next, module, response }: Role, source: Source): Obstacle | undefined {
  if (forward === 'next') {
    if (next === 'odd' || parametersOf(fn).length > 4)
      return { reason: 'parameters', message: 'its parameter `next` has no plain name, so that the error has nowhere to go' }
    return next && isHidden(next.name, fn, source)
      ? { reason: 'parameters', message: `\`${next.name}\` is declared anew in it` }
      : undefined
  }
  if (forward === 'response' && module.startsWith('node:http') && response) return undefined
  return { reason: 'parameters', message: 'it takes no response by a plain name that could tell of the error' }
}

/** The guard of a handler. */
export function guardFor(role: Role, source: Source): Guard {
  const { fn, forward, next, response } = role
  const own = source.text.slice(fn.start, fn.end)
  const { semicolon, indent } = styleOf(source)
  const parameters = parametersOf(fn)
  // all that the clause mentions besides are parameters
  const error = freeName('error', parameters.map((each) => source.text.slice(each.start, each.end)).join(' '))
  if (forward === 'next') {
    const name = next === 'odd' || !next ? freeName('next', own) : next.name
    const edits = next ? [] : missing(fn, parameters, name, source)
    return { edits, opening: 'try {', closing: `} catch (${error}) {\n${indent}${name}(${error})${semicolon}\n}` }
  }
  const answer = response?.name ?? 'res'
  const lines = [
    `console.error(${error})${semicolon}`,
    `if (!${answer}.headersSent) ${answer}.statusCode = 500${semicolon}`,
    `${answer}.end()${semicolon}`,
  ]
  return { edits: [], opening: 'try {', closing: `} catch (${error}) {\n${lines.map((each) => indent + each).join('\n')}\n}` }
}

/** Edits that put the guard around the statements of a body, with `inside` made in them. */
export function wrapBody(fn: FunctionNode, { opening, closing }: Guard, inside: readonly Edit[], source: Source): Edit[] {
  const body = fn.body as Node
  const { text } = source
  const { indent, newline, semicolon } = styleOf(source)
  const base = indentAt(text, lineOf(body, text))
  const end = (lines: string): string => lines.replaceAll('\n', newline + base + indent)
  if (body.type !== 'BlockStatement') {
    const from = text.lastIndexOf('=>', body.start) + 2
    const outside = newline + base
    const begin = ` {${outside}${indent}${opening}${outside}${indent}${indent}`
    const inner = text.slice(body.start, body.end)
    const made = applied(inner, body.start, inside)
    return [{ start: from, end: body.end, text: `${begin}${made}${semicolon}${outside}${indent}${end(closing)}${outside}}` }]
  }
  const directives = body.body.filter((each) => each.type === 'ExpressionStatement' && 'directive' in each && each.directive)
  const after = directives.at(-1)?.end ?? body.start + 1
  const isOneLine = !text.slice(body.start, body.end).includes('\n')
  const lineEnd = text.indexOf('\n', after)
  if (isOneLine || text.slice(after, lineEnd).trim() !== '' || keepsBreaks(body, source)) {
    const close = `${closing.replaceAll(/\n\s*/gu, ' ')} `
    return [...inside, { start: after, end: after, text: ` ${opening}` }, { start: body.end - 1, end: body.end - 1, text: close }].sort(
      byStart,
    )
  }
  const close = text.lastIndexOf('\n', body.end - 1) + 1
  const edits = inside.map((each) => ({ ...each, text: each.text.replaceAll(/\n(?=[^\r\n])/gu, `\n${indent}`) }))
  const lines: Edit[] = []
  for (let at = lineEnd + 1; at < close; at = text.indexOf('\n', at) + 1) {
    const isBlank = /^[\t ]*\r?\n/u.test(text.slice(at))
    if (!isBlank && !edits.some((each) => each.start < at && at < each.end)) lines.push({ start: at, end: at, text: indent })
  }
  const isOnItsLine = text.slice(close, body.end - 1).trim() === ''
  const first: Edit = { start: lineEnd, end: lineEnd, text: `${newline}${base}${indent}${opening}` }
  const lastText = isOnItsLine ? `${base}${indent}${end(closing)}${newline}` : `${newline}${base}${indent}${end(closing)}${newline}${base}`
  const lastAt = isOnItsLine ? close : body.end - 1
  return [first, ...lines, ...edits, { start: lastAt, end: lastAt, text: lastText }].sort(byStart)
}

function applied(text: string, offset: number, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((made, each) => made.slice(0, each.start - offset) + each.text + made.slice(each.end - offset), text)
}

function byStart(a: Edit, b: Edit): number {
  return a.start - b.start || a.end - b.end
}

/** A text or template with a line break in it: its lines must not move. */
function keepsBreaks(body: Node, { nodes, text }: Source): boolean {
  return nodes.some(
    (each) =>
      body.start <= each.start &&
      each.end <= body.end &&
      (each.type === 'TemplateElement' || (each.type === 'Literal' && typeof each.value === 'string') || each.type === 'JSXText') &&
      text.slice(each.start, each.end).includes('\n'),
  )
}

/** Offset of the line on which a body opens. */
function lineOf({ start }: Node, text: string): number {
  const line = text.lastIndexOf('\n', start - 1) + 1
  return line + indentAt(text, start).length
}

/** The name means something else in the body than the parameter. */
function isHidden(name: string, fn: FunctionNode, source: Source): boolean {
  const body = fn.body as Node
  const first = body.type === 'BlockStatement' ? body.body[0] : undefined
  const parameter = parametersOf(fn).find((each) => each.type === 'Identifier' && each.name === name)
  const id = first && source.scopes.lookup(name, first)
  return id !== undefined && parameter !== undefined && source.scopes.declarations[id]?.start !== parameter.start
}

function missing(fn: FunctionNode, parameters: readonly Node[], next: string, source: Source): Edit[] {
  const names = parameters.length === 0 ? ['req', 'res', next] : parameters.length === 1 ? ['res', next] : [next]
  const last = parameters.at(-1)
  const own = source.text.slice(fn.start, fn.end)
  const free = names.map((each) => (each === next ? each : freeName(each, own)))
  const isTyped = last !== undefined && 'typeAnnotation' in last && Boolean(last.typeAnnotation) && /\.[cm]?tsx?$/u.test(source.file)
  const text = free.map((each) => (isTyped ? `${each}: (error?: unknown) => void` : each)).join(', ')
  if (!last) {
    const at = source.text.indexOf('(', fn.start) + 1
    return [{ start: at, end: at, text }]
  }
  const isBare = fn.type === 'ArrowFunctionExpression' && parameters.length === 1 && !source.text.slice(fn.start, last.start).includes('(')
  if (!isBare) return [{ start: last.end, end: last.end, text: `, ${text}` }]
  return [
    { start: last.start, end: last.start, text: '(' },
    { start: last.end, end: last.end, text: `, ${text})` },
  ]
}
