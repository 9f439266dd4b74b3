/** `namespace.get('key')`, `set`, `run`, `bind` and the like, as calls of the context variable of that key. */
import type { Graph, Node } from '@offloop/analysis'
import type { Source } from '../rewrite/source.ts'
import { removeStatement } from './statements.ts'
import { textOf } from './static-text.ts'
import { runObstacle, writeRun } from './run-forms.ts'
import type { Run } from './run-forms.ts'
import { handlerAround } from './served.ts'
import type { Obstacles, StoreEdits } from './store.ts'

/** A member of a namespace that is called. */
export interface KeyedCall {
  readonly source: Source
  readonly label: string
  readonly method: string | undefined
  readonly call: Node & { readonly type: 'CallExpression' }
  /** Local names that are mentioned no more once the call is rewritten. */
  readonly locals: readonly string[]
  /** A text of another file that a name stands for, where it is always the same. */
  readonly graph: Graph
  textIn(node: Node): string | undefined
}

/** A call that is understood; `variable` gives the name of a key's variable in its file. */
export interface KeyedUse {
  readonly source: Source
  readonly node: Node
  readonly key: string | undefined
  write(to: StoreEdits, variable: (key: string) => string): void
}

/** What a call becomes; undefined, with an obstacle, where it can't be said. */
export function keyedUse(at: KeyedCall, obstacles: Obstacles): KeyedUse | undefined {
  const { source, label, method, call } = at
  const refuse = (reason: string, message: string): undefined => void obstacles.add(reason, message, source, call)
  const args = call.arguments
  const use = (key: string | undefined, write: KeyedUse['write']): KeyedUse => ({
    ...{ source, node: call, key },
    write(to, variable) {
      for (const each of at.locals) to.imports(source).release(each)
      write(to, variable)
    },
  })
  switch (method) {
    case 'get':
    case 'set': {
      const key = args[0] && textOf(args[0], at.textIn)
      if (key === undefined) return refuse('computed-key', `${label}.${method} is called with a key that is not a text in the code`)
      if (method === 'get')
        return use(key, ({ edits }, variable) => edits.replace(source.file, call.start, call.end, `${variable(key)}.get()`))
      const value = args[1]
      if (!value || value.type === 'SpreadElement') return refuse('callback-form', `${label}.set has no value`)
      if (!isUnused(call)) return refuse('value-of-set', `the result of ${label}.set is used`)
      return use(key, ({ edits }, variable) => {
        edits.replace(source.file, call.start, value.start, `${variable(key)}.set(`)
      })
    }
    case 'run':
    case 'runAndReturn':
    case 'runPromise': {
      const [fn, ...rest] = args
      if (!fn || rest.length > 0) return refuse('callback-form', `${label}.${method} takes something else than a function`)
      if (method === 'run' && !isUnused(call) && !(isReturned(call) && handlerAround(call, source, at.graph)))
        return refuse('context-object', `the context that ${label}.run gives is used`)
      const run: Run = { source, call, value: undefined, fn, rest }
      const why = runObstacle(run, true)
      if (why) return refuse(why.reason, `${label}.${method} ${why.message}`)
      return use(undefined, (to) => writeRun(run, undefined, handlerAround(call, source, at.graph) !== undefined, to))
    }
    case 'bind': {
      const [fn, ...rest] = args
      if (!fn || rest.length > 0 || fn.type === 'SpreadElement')
        return refuse('context-object', `${label}.bind takes a context as an object`)
      return use(undefined, (to) => {
        to.edits.replace(source.file, call.start, fn.start, `${to.imports(source).want('node:async_hooks', 'AsyncResource')}.bind(`)
      })
    }
    case 'bindEmitter': {
      const emitter = args[0]
      const handler = handlerAround(call, source, at.graph)
      if (!handler || emitter?.type !== 'Identifier' || !isOfRequest(emitter, handler) || call.parent?.type !== 'ExpressionStatement')
        return refuse('bind-emitter', `${label}.bindEmitter binds something else than a request or its response`)
      const statement = call.parent
      return use(undefined, (to) => {
        removeStatement(source, statement, to.edits)
        if (/^_?res/u.test(emitter.name))
          to.note(`listeners of ${emitter.name} run where its events are fired: give one that reads a variable to AsyncResource.bind`)
      })
    }
    default:
      return refuse('other-method', `${label}.${method ?? '[…]'} has no counterpart`)
  }
}

function isUnused({ parent }: Node): boolean {
  if (parent?.type === 'ExpressionStatement') return true
  if (parent?.type === 'UnaryExpression') return parent.operator === 'void'
  if (parent?.type !== 'ArrowFunctionExpression') return false
  // what an arrow function gives back to a call that takes it: `run(() => namespace.set('key', value))`
  const call = parent.parent
  return call?.type === 'CallExpression' && call.callee.type === 'MemberExpression' && call.arguments.includes(parent as never)
}

function isReturned({ parent }: Node): boolean {
  return parent?.type === 'ReturnStatement' || parent?.type === 'ArrowFunctionExpression'
}

function isOfRequest({ name }: Node & { readonly type: 'Identifier' }, handler: Node): boolean {
  const params = 'params' in handler ? (handler.params as Node[]).slice(0, 3) : []
  return params.some((each) => each.type === 'Identifier' && each.name === name)
}
