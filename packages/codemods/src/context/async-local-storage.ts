/** `new AsyncLocalStorage()`: `run`, `getStore` and `enterWith` become those of a context variable of the same name. */
import type { Graph, Node } from '@offloop/analysis'
import type { Source } from '../rewrite/source.ts'
import { newVariable, orUndefined } from './definitions.ts'
import type { Follower, Followed, Occurrence } from './followed.ts'
import { moduleNameOf } from './module-names.ts'
import { methodOn, runObstacle, writeRun } from './run-forms.ts'
import type { Run } from './run-forms.ts'
import { handlerAround } from './served.ts'
import { topStatement } from './statements.ts'
import { Obstacles } from './store.ts'
import type { Store, StoreEdits } from './store.ts'

type Construction = Node & { readonly type: 'NewExpression' }

/** The storages that a file makes. */
export function storagesIn(source: Source, follower: Follower, graph: Graph): Store[] {
  if (!source.text.includes('AsyncLocalStorage')) return []
  return source.nodes.flatMap((node) => {
    if (node.type !== 'NewExpression') return []
    const { module, name } = moduleNameOf(node.callee, source) ?? {}
    return module === 'async_hooks' && name === 'AsyncLocalStorage' ? [storage(source, node, follower, graph)] : []
  })
}

interface Use {
  readonly at: Occurrence
  write(to: StoreEdits): void
}

function storage(source: Source, made: Construction, follower: Follower, graph: Graph): Store {
  const obstacles = new Obstacles()
  const declarator = made.parent?.type === 'VariableDeclarator' ? made.parent : undefined
  const label = declarator?.id.type === 'Identifier' ? declarator.id.name : 'AsyncLocalStorage'
  const followed = follower.from(source, made)
  if (source.scopes.enclosing(made) !== 0)
    obstacles.add('not-a-variable', 'it is made inside a function or a class, and a context variable is made once per module', source, made)
  else if (made.arguments.length > 0) obstacles.add('other-method', 'it is made with options', source, made)
  for (const { source: at, node } of followed.lost)
    obstacles.add('passed-on', `${label} is passed on, and what happens to it there can't be seen`, at, node)
  const uses = followed.occurrences.flatMap((each) => useOf(each, label, graph, obstacles) ?? [])
  return {
    label,
    source,
    place: made,
    files: filesOf(followed),
    exportedBy: exportersOf(followed),
    touched: [
      { source, node: declarator ?? made },
      ...uses.map(({ at }) => ({ source: at.source, node: at.node.parent?.parent ?? at.node })),
    ],
    becomes: '1 context variable',
    left: obstacles.first,
    write: (to) => {
      define(source, made, label, to)
      for (const each of uses) each.write(to)
    },
  }
}

/** The files in which a followed value is mentioned. */
export function filesOf({ occurrences, imports, exports }: Followed): ReadonlySet<Source> {
  return new Set([...occurrences, ...imports, ...exports].map(({ source }) => source))
}

/** The files that give a followed value to others. */
export function exportersOf({ exports, imports }: Pick<Followed, 'exports' | 'imports'>): Source[] {
  return [...exports, ...imports.filter((each) => each.form === 're-export')].map(({ source }) => source)
}

function useOf(at: Occurrence, label: string, graph: Graph, obstacles: Obstacles): Use | undefined {
  const { source, node } = at
  const method = methodOn(node)
  const call = method?.call
  const refuse = (reason: string, message: string): undefined => void obstacles.add(reason, message, source, node)
  if (!method)
    return isType(node)
      ? refuse('passed-on', `the type of ${label} is asked for`)
      : refuse('passed-on', `${label} is passed on, and what happens to it there can't be seen`)
  if (!call) return refuse('other-method', `${label}.${method.name ?? '[…]'} is not called`)
  const member = call.callee as Node & { readonly type: 'MemberExpression' }
  if (member.optional || call.optional) return refuse('passed-on', `${label} is asked whether it is there`)
  const variable = source.text.slice(node.start, node.end)
  switch (method.name) {
    case 'getStore':
      return { at, write: ({ edits }) => edits.replace(source.file, member.property.start, member.property.end, 'get') }
    case 'enterWith': {
      if (!handlerAround(node, source, graph))
        return refuse('enter-with', `${label}.enterWith is called where no request has variables of its own`)
      if (call.parent?.type !== 'ExpressionStatement') return refuse('value-of-set', `the result of ${label}.enterWith is used`)
      return { at, write: ({ edits }) => edits.replace(source.file, member.property.start, member.property.end, 'set') }
    }
    case 'run': {
      const [value, fn, ...rest] = call.arguments
      if (!value || !fn) return refuse('callback-form', `${label}.run has no function`)
      const run: Run = { source, call, value, fn, rest }
      const why = runObstacle(run, false)
      if (why) return refuse(why.reason, `${label}.run ${why.message}`)
      return { at, write: (to) => writeRun(run, variable, handlerAround(node, source, graph) !== undefined, to) }
    }
    default:
      return refuse('other-method', `${label}.${method.name ?? '[…]'} has no counterpart`)
  }
}

function isType(node: Node): boolean {
  return node.parent?.type === 'TSTypeQuery'
}

function define(source: Source, made: Construction, label: string, to: StoreEdits): void {
  const { text, file } = source
  const argument = made.typeArguments?.params[0]
  const id = made.parent?.type === 'VariableDeclarator' ? made.parent.id : undefined
  const declared = id?.type === 'Identifier' ? id.typeAnnotation : undefined
  const inner = declared?.typeAnnotation.type === 'TSTypeReference' ? declared.typeAnnotation.typeArguments?.params[0] : undefined
  const type = argument ?? inner
  const imports = to.imports(source)
  imports.usedFrom(topStatement(made).start)
  const local = moduleNameOf(made.callee, source)?.local
  if (local !== undefined) imports.release(local)
  if (declared) {
    to.edits.replace(file, declared.start, declared.end, '')
    if (local !== undefined) imports.release(local)
  }
  const typeText = type ? orUndefined(text.slice(type.start, type.end)) : 'unknown'
  to.edits.replace(file, made.start, made.end, newVariable(source, label, typeText, 'undefined', to))
}
