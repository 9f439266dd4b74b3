/** Passes on what an async function rejects with, where its host drops promises: Express 4, node:http, streams, timers, executors of promises. */
import type { Node } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import { styleOf } from '../edit/style.ts'
import type { Obstacle } from './await.ts'
import { deferCallback } from './deferred-callback.ts'
import { freeName } from './free-name.ts'
import { parametersOf } from './source.ts'
import type { Source } from './source.ts'

/**
 * Where the error goes: to `next` (of the handler of a route's parameter, which takes its value last: `param`), into a response, to the callback that is the last parameter, to the promise's `reject`, out of a turn of its own,
 * or to an emitter as its `error` event.
 */
export type Forward = 'next' | 'param' | 'response' | 'callback' | 'reject' | 'throw' | { readonly emitter: string }

type Parameter = Node & { readonly name?: string; readonly typeAnnotation?: unknown }

/** Why a handler can't be guarded. */
export function guardObstacle(fn: Node, forward: Forward): Obstacle | undefined {
  if (!('body' in fn) || !('params' in fn)) return { reason: 'unhandled-rejection', message: 'the handler has no body here' }
  const params = parametersOf(fn)
  if (forward === 'throw' || typeof forward === 'object') return undefined
  if (forward === 'callback')
    return params.at(-1)?.type === 'Identifier'
      ? undefined
      : {
          reason: 'unhandled-rejection',
          message: 'its host calls it with a callback that it does not take, so its error has nowhere to go',
        }
  if (params.some((each) => each.type !== 'Identifier'))
    return { reason: 'unhandled-rejection', message: "the handler takes its parameters apart, so its error can't be passed on" }
  return undefined
}

/** `next`: `try { … } catch (error) { next(error) }` around the body, `next` added to the parameters where it is missing. `response`: answers 500. */
export function guardHandler(edits: EditSet, fn: Node, source: Source, forward: Forward): void {
  if (!('body' in fn) || !('params' in fn)) return
  const params = parametersOf(fn) as readonly Parameter[]
  const body = fn.body as Node
  if (forward === 'callback' && catchesAll(body)) return
  const own = source.text.slice(fn.start, fn.end)
  let failing: string
  const { quote } = styleOf(source)
  if (typeof forward === 'object') failing = `${forward.emitter}.emit(${quote}error${quote}, error)`
  else if (forward === 'next' || forward === 'param') {
    const index = forward === 'next' && params.length === 4 ? 3 : 2
    const next = params[index]?.name ?? freeName('next', own)
    if (!params[index]) addParameters(edits, fn, params, missingBefore(params, next), source, true)
    failing = `${next}(error)`
  } else if (forward === 'callback') {
    const callback = params.at(-1) as Node & { type: 'Identifier' }
    deferCallback(edits, fn, callback, source)
    // a callback of a stream takes an Error
    failing = `${callback.name}(error${/\.[cm]?tsx?$/.test(source.file) ? ' as Error' : ''})`
  } else if (forward === 'reject') {
    const reject = params[1]?.name ?? freeName('reject', own)
    if (!params[1]) addParameters(edits, fn, params, [...(params[0] ? [] : [freeName('resolve', own)]), reject], source, false)
    failing = `${reject}(error)`
  } else if (forward === 'throw') failing = 'queueMicrotask(() => { throw error })'
  else {
    const response = params[1]?.name
    failing = response
      ? `console.error(error); if (!${response}.headersSent) ${response}.statusCode = 500; ${response}.end()`
      : 'console.error(error)'
  }
  const semicolon = /;\s*(\n|$)/.test(source.text.slice(body.start, body.end)) || /;\n/.test(source.text) ? ';' : ''
  const name = /\berror\b/.test(own) ? freeName('failure', own) : 'error'
  const catching = ` catch (${name}) { ${failing.replace(/\berror\b(?=\)| as Error| \})/g, name)}${semicolon} }`
  if (body.type === 'BlockStatement') {
    edits.insert(source.file, body.start + 1, ' try {', 0)
    edits.insert(source.file, body.end - 1, `}${catching} `, 0)
  } else {
    edits.insert(source.file, body.start, '{ try { return ', -1)
    edits.insert(source.file, body.end, `${semicolon} }${catching} }`, 1000)
  }
}

/** The whole body is a `try` with a `catch`. */
export function catchesAll(body: Node): boolean {
  if (body.type !== 'BlockStatement' || body.body.length !== 1) return false
  const only = body.body[0]
  return only?.type === 'TryStatement' && only.handler !== null
}

function missingBefore(params: readonly Node[], next: string): string[] {
  return params.length === 0 ? ['req', 'res', next] : params.length === 1 ? ['res', next] : [next]
}

function addParameters(
  edits: EditSet,
  fn: Node,
  params: readonly Node[],
  missing: readonly string[],
  source: Source,
  isTyped: boolean,
): void {
  const last = params.at(-1)
  const isAnnotated =
    isTyped && /\.[cm]?tsx?$/.test(source.file) && last !== undefined && 'typeAnnotation' in last && Boolean(last.typeAnnotation)
  const text = missing.map((each) => (isAnnotated ? `${each}: (error?: unknown) => void` : each)).join(', ')
  if (!last) {
    edits.insert(source.file, source.text.indexOf('(', fn.start) + 1, text, 0)
    return
  }
  const isBare = fn.type === 'ArrowFunctionExpression' && params.length === 1 && !source.text.slice(fn.start, last.start).includes('(')
  if (isBare) {
    edits.insert(source.file, last.start, '(', 10_000)
    edits.insert(source.file, last.end, `, ${text})`, 0)
  } else edits.insert(source.file, last.end, `, ${text}`, 0)
}
