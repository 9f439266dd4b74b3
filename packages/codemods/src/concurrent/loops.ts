/** Loops that fill a list with what they read: `for (const name of names) texts.push(await readFile(name))`. */
import { bare, beforeSteps, connectionsIn, indentAt, isBad, layoutOf } from '@offloop/analysis'
import type { Node } from '@offloop/analysis'
import { EditSet } from '../edit/edits.ts'
import type { Edit } from '../plan/plan.ts'
import type { Declarator } from '../rewrite/source.ts'
import { provenBy, startsSafely } from './evaluation.ts'
import type { Outcome } from './groups.ts'
import { placeConflict, refuseEffect } from './independence.ts'
import { refuse } from './refusal.ts'
import type { Refusal } from './refusal.ts'
import { ownNodes, shortText } from './surroundings.ts'
import type { Call, Surroundings } from './surroundings.ts'

/** `for (const … of …)`. */
export type Loop = Node & { readonly type: 'ForOfStatement' }

/** A loop that does nothing but fill one list. */
interface Filling {
  readonly loop: Loop
  readonly variable: Declarator
  /** What is declared in each round. */
  readonly rounds: readonly Node[]
  readonly push: Call
  readonly list: Node & { readonly type: 'Identifier' }
  readonly value: Node
  readonly awaited: Node & { readonly type: 'AwaitExpression' }
}

const note = (list: string): string =>
  `A read starts for every item of \`${list}\` at once, and the first error that comes is thrown: bound it where the list can be long.`

/** A loop among the statements of a block. */
export function joinLoop(loop: Loop, statements: readonly Node[], surroundings: Surroundings): Outcome {
  const filling = fillingOf(loop)
  if (!filling) return { changes: [], left: [] }
  const { source } = surroundings
  const place = { start: loop.start, end: loop.end, label: shortText(beforeSteps(filling.awaited.argument), source) }
  const declared = emptyListOf(filling, statements, surroundings)
  const conflict =
    conflictOf(filling, surroundings) ??
    (declared ? undefined : refuse('list-in-use', `\`${filling.list.name}\` is not an empty list that is declared for this loop alone`))
  if (conflict) return { changes: [], left: [{ ...place, ...conflict }] }
  const edits = write(filling, declared!, surroundings)
  if (!edits) return { changes: [], left: [{ ...place, ...refuse('comment', 'a comment stands between its words') }] }
  return {
    changes: [{ start: declared!.parent!.start, end: loop.end, places: [place], edits, notes: [note(shortText(loop.right, source))] }],
    left: [],
  }
}

function fillingOf(loop: Loop): Filling | undefined {
  const { left, body } = loop
  if (loop.await || left.type !== 'VariableDeclaration' || left.kind === 'var' || left.declarations.length !== 1) return undefined
  const statements: readonly Node[] = body.type === 'BlockStatement' ? body.body : [body]
  const last = statements.at(-1)
  const rounds = statements.slice(0, -1)
  const push = last?.type === 'ExpressionStatement' ? last.expression : undefined
  if (push?.type !== 'CallExpression' || push.arguments.length !== 1) return undefined
  if (!rounds.every((each) => each.type === 'VariableDeclaration' && each.kind === 'const')) return undefined
  const { callee } = push
  const [value] = push.arguments
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier' || callee.optional) return undefined
  if (
    callee.property.type !== 'Identifier' ||
    callee.property.name !== 'push' ||
    callee.computed ||
    !value ||
    value.type === 'SpreadElement'
  )
    return undefined
  const awaited = ownNodes(body).find((each) => each.type === 'AwaitExpression')
  if (awaited?.type !== 'AwaitExpression') return undefined
  return { loop, variable: left.declarations[0]!, rounds, push, list: callee.object, value, awaited }
}

/** `const texts = []` before the loop, which nothing mentions until the loop fills it. */
function emptyListOf({ list, loop, push }: Filling, statements: readonly Node[], { source }: Surroundings): Declarator | undefined {
  const declarator = source.declarator(list)
  const declaration = declarator?.parent
  const init = declarator?.init && bare(declarator.init)
  if (declaration?.type !== 'VariableDeclaration' || declaration.kind !== 'const' || declaration.declarations.length !== 1) return undefined
  if (init?.type !== 'ArrayExpression' || init.elements.length > 0 || declarator!.init!.type !== 'ArrayExpression') return undefined
  if (declarator!.id.type !== 'Identifier' || statements[statements.indexOf(loop) - 1] !== declaration) return undefined
  const id = source.references.bindingOf(declarator!.id)
  const inLoop = id === undefined ? [] : source.references.of(id).filter((each) => each.start >= declaration.end && each.end <= loop.end)
  return inLoop.length === 1 && inLoop[0]!.start >= push.start ? declarator! : undefined
}

function conflictOf({ loop, rounds, value, variable }: Filling, surroundings: Surroundings): Refusal | undefined {
  const { source, isGather } = surroundings
  const place = placeConflict(loop)
  if (place) return place
  const parts = [...rounds, value]
  if (
    ownNodes(loop.right).some(({ type }) => type === 'YieldExpression') ||
    parts.some((each) => ownNodes(each).some(({ type }) => type === 'YieldExpression'))
  )
    return refuse('shape', 'it yields')
  const bad = parts.map((each) => surroundings.effectOf(each)).find(isBad)
  if (bad) return refuseEffect(bad, 'it')
  const local = ownNames([variable, ...rounds], source)
  for (const each of parts.flatMap((part) => ownNodes(part))) {
    const held = each.type === 'CallExpression' ? connectionsIn(each).find((name) => !local.has(name)) : undefined
    if (held !== undefined) return refuse('connection', `\`${held}\` does one thing at a time`)
  }
  if (!isGather && source.scopes.lookup('Promise', loop) !== undefined) return refuse('own-promise', '`Promise` is not the global one here')
  return undefined
}

/** Names that each round has of its own. */
function ownNames(declared: readonly Node[], { text }: Surroundings['source']): Set<string> {
  return new Set(
    declared.flatMap((each) => ownNodes(each).flatMap((node) => (node.type === 'Identifier' ? [text.slice(node.start, node.end)] : []))),
  )
}

function write(filling: Filling, declared: Declarator, surroundings: Surroundings): readonly Edit[] | undefined {
  const { source, isGather, gather } = surroundings
  const { loop, push, value, rounds } = filling
  const { file, text } = source
  const declaration = declared.parent!
  if (!keepsComments(filling, declaration, source)) return undefined
  const isSingle = rounds.length === 0
  const edits = new EditSet()
  const stop = text[declaration.end - 1] === ';' ? ';' : ''
  const given = isSingle && value.type === 'AwaitExpression' && !awaitsWithin(value.argument) ? value.argument : undefined
  const callback = callbackOf(filling, given, surroundings)
  const lead = `${text.slice(declaration.start, declared.init!.start)}await ${isGather ? `${gather}(...` : 'Promise.all('}`
  // comments between the two statements stay above
  edits.replace(file, declaration.start, loop.start, text.slice(declaration.end, loop.start).replace(/^[\t ]*(?:\r?\n[\t ]*)+/u, ''))
  if (isSingle) {
    const result = given ?? value
    const [open, close] = result.type === 'ObjectExpression' ? ['(', ')'] : ['', '']
    const base = indentAt(text, loop.start)
    const layout = layoutOf(text)
    const isLong = `${base}${lead}${callback}${open}${text.slice(result.start, result.end)}${close}))${stop}`.length > layout.width
    const inner = isLong ? layout.newline + base + layout.indent : ''
    const last = isLong ? `${layout.lastComma}${layout.newline}${base}` : ''
    edits.replace(file, loop.start, result.start, `${lead}${inner}${callback}${open}`)
    edits.replace(file, result.end, loop.end, `${close})${last})${stop}`)
  } else {
    edits.replace(file, loop.start, loop.body.start, lead + callback)
    edits.replace(file, push.start, value.start, 'return ')
    edits.replace(file, value.end, push.end, '')
    edits.insert(file, loop.end, `))${stop}`)
  }
  return edits.files[0]!.edits
}

/** `names.map(async (name) => `. */
function callbackOf({ loop, variable }: Filling, given: Node | undefined, surroundings: Surroundings): string {
  const { source, isGather, facts } = surroundings
  const right = source.text.slice(loop.right.start, loop.right.end)
  const parameter = `(${source.text.slice(variable.id.start, variable.id.end)})`
  const call = given && beforeSteps(given)
  const startsWell = given && call?.type === 'CallExpression' && startsSafely(given, call, provenBy([], surroundings), surroundings)
  const keyword = (isGather ? given : startsWell) ? '' : 'async '
  const callback = isGather ? `${parameter} => ${keyword}() => ` : `${keyword}${parameter} => `
  if (loop.right.type !== 'ArrayExpression' && !facts.isArray(loop.right)) return `Array.from(${right}, ${callback}`
  return `${isOperand.test(loop.right.type) ? right : `(${right})`}.map(${callback}`
}

const isOperand = /^(?:Identifier|MemberExpression|CallExpression|ArrayExpression|ParenthesizedExpression)$/u

function awaitsWithin(node: Node): boolean {
  return ownNodes(node).some(({ type }) => type === 'AwaitExpression')
}

/** Comments stand in what is kept, or in the lines between the list and the loop. */
function keepsComments({ loop, variable, rounds, push, value }: Filling, declaration: Node, { comments }: Surroundings['source']): boolean {
  const inside = comments.filter((each) => each.start >= declaration.start && each.end <= loop.end && !/^\s*offloop: /u.test(each.value))
  return inside.every((each) => {
    const isIn = (node: { readonly start: number; readonly end: number }): boolean => node.start <= each.start && each.end <= node.end
    if ([loop.right, variable.id, value].some(isIn) || isIn({ start: declaration.end, end: loop.start })) return true
    return rounds.length > 0 && isIn(loop.body) && !isIn(push)
  })
}
