/** What a function is to its framework: who takes its promise, and how it passes an error on. */
import type { Node } from '@offloop/analysis'
import type { Facts, HandlerFacts } from '../file-codemod.ts'
import type { FunctionNode } from '../promises/completion.ts'
import { isFunction } from '../promises/completion.ts'
import { functionAround, parametersOf } from '../rewrite/source.ts'
import type { Source } from '../rewrite/source.ts'
import { registrarOf } from './receivers.ts'
import { isOwnWrapper, wrapperAround } from './wrappers.ts'

/** A parameter that is a plain name. */
export type Parameter = Node & { readonly type: 'Identifier' }

/** One handler. */
export interface Role extends HandlerFacts {
  readonly fn: FunctionNode
  /** Express 5 takes its rejection. */
  readonly isFive: boolean
  /** Nobody looks at what it gives back. */
  readonly isIgnored: boolean
  readonly request: Parameter | undefined
  readonly response: Parameter | undefined
  /** `undefined` where it is missing, `odd` where it can't be called by name. */
  readonly next: Parameter | 'odd' | undefined
}

/** Majors of Express that the flag `--express` names. */
export type Express = '4' | '5' | undefined

/** Frameworks that look at nothing that a handler gives back, or at nothing but its rejection. */
const ignoring = new Set(['express', 'connect', 'polka', 'node:http', 'node:https', 'node:http2'])

/** Servers of HTTP; what else calls functions with messages or jobs has rules of its own. */
const servers = /^(?:express|connect|polka|node:https?2?|koa|koa-router|@koa\/router|fastify|hono(?:\/\w+)*)$/u

/** Roles by function. */
export class Roles {
  readonly #source: Source
  readonly #facts: Facts
  readonly #express: Express
  readonly #known = new Map<Node, Role | undefined>()

  constructor(source: Source, facts: Facts, express: Express) {
    this.#source = source
    this.#facts = facts
    this.#express = express
  }

  /** The role of a function; nothing for one that no framework calls. */
  of(fn: FunctionNode): Role | undefined {
    if (!this.#known.has(fn)) this.#known.set(fn, this.#find(fn))
    return this.#known.get(fn)
  }

  #find(fn: FunctionNode): Role | undefined {
    const found = this.#facts.handler(fn) ?? this.#inFile(fn)
    if (!found || !servers.test(found.module) || isOfWrapper(fn) || (found.isWrapped && !wrapperAround(fn, this.#source, this.#facts)))
      return undefined
    const parameters = parametersOf(fn)
    const isErrorHandler = parameters.length === 4 && !found.isParameter
    const nextAt = isErrorHandler ? 3 : 2
    const isFive = found.module === 'express' && (this.#express ?? this.#facts.express()) === '5'
    const isAwaited = found.isWrapped || (found.module === 'express' && this.#express ? this.#express === '5' : found.isAwaited)
    return {
      ...found,
      fn,
      isAwaited,
      forward: found.module === 'express' ? 'next' : found.forward,
      isFive,
      isIgnored: ignoring.has(found.module) && !found.isWrapped,
      request: named(parameters[isErrorHandler ? 1 : 0]),
      response: named(parameters[isErrorHandler ? 2 : 1]),
      next: parameters.slice(0, nextAt + 1).some((each) => each.type === 'RestElement')
        ? 'odd'
        : parameters[nextAt] && (named(parameters[nextAt]) ?? 'odd'),
    }
  }

  /** What the file alone tells: the function stands among the arguments of `app.get(…)`. Both majors of Express can run the form for major 4. */
  #inFile(fn: FunctionNode): HandlerFacts | undefined {
    const wrapper = wrapperAround(fn, this.#source, this.#facts)
    let at: Node = wrapper ?? fn
    while (at.parent?.type === 'ArrayExpression') at = at.parent
    const call = at.parent
    if (call?.type !== 'CallExpression' || !call.arguments.some((each) => each === at)) return undefined
    const module = registrarOf(call, this.#source)
    if (module === undefined) return undefined
    const { callee } = call
    return {
      module,
      isAwaited: module === 'koa',
      forward: module === 'express' ? 'next' : undefined,
      isWrapped: wrapper !== undefined,
      isParameter: callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && callee.property.name === 'param',
      isCalled: false,
      answersByReply: false,
      refusesDone: false,
    }
  }
}

function named(parameter: Node | undefined): Parameter | undefined {
  return parameter?.type === 'Identifier' ? parameter : undefined
}

/** Every function of a file. */
export function functionsOf(source: Source): FunctionNode[] {
  return source.nodes.filter((each): each is FunctionNode => isFunction(each))
}

/** What a wrapper gives back. */
function isOfWrapper(fn: Node): boolean {
  const around = functionAround(fn)
  return isFunction(around) && isOwnWrapper(around)
}
