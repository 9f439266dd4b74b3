/** The head of a generator as that of an async function: middleware of Koa takes its context as a parameter in place of `this`. */
import type { Node } from '@offloop/analysis'
import { walk } from '@offloop/analysis'
import type { Edit } from '../plan/plan.ts'
import type { Obstacle } from '../promises/chain.ts'
import type { FunctionNode } from '../promises/completion.ts'
import { asiGuard } from '../rewrite/await.ts'
import { freeName } from '../rewrite/free-name.ts'
import type { Source } from '../rewrite/source.ts'
import type { Runner } from './generators.ts'
import { yieldsOf } from './yields.ts'

/** What stands against it. */
export function headObstacle(fn: FunctionNode, { kind }: Runner, source: Source): Obstacle | undefined {
  const parameters = fn.params as Node[]
  const { self, usesArguments } = ownOf(fn)
  const [first] = parameters
  if (usesArguments && kind !== 'wrap' && kind !== 'helper') return { reason: 'generator', message: 'it uses `arguments`' }
  if (kind === 'co') {
    const isPlain = parameters.length === 0 && self.length === 0 && !fn.id
    return isPlain ? undefined : { reason: 'generator', message: 'it has a `this`, parameters or a name that `co` gives no meaning' }
  }
  if (kind !== 'koa') return undefined
  if (parameters.length > 1 || (first && first.type !== 'Identifier') || (first?.type === 'Identifier' && first.name === 'this'))
    return { reason: 'parameters', message: 'middleware of Koa 1 takes `next` alone' }
  const yields = yieldsOf(fn)
  const strays =
    first?.type === 'Identifier' &&
    source.references.mentions.some(
      (each) =>
        each.name === first.name &&
        fn.start <= each.start &&
        each.end <= fn.end &&
        each.start !== first.start &&
        !yields.some((own) => own.argument?.start === each.start && own.argument.end === each.end),
    )
  return strays ? { reason: 'generator', message: '`next` is used in other ways than `yield next`' } : undefined
}

/** The edits of the head, of `this`, and of the call around. */
export function headEdits(fn: FunctionNode, runner: Runner, source: Source): Edit[] {
  const { text } = source
  const body = fn.body as Node
  const parameters = fn.params as Node[]
  const open = text.indexOf('(', fn.id?.end ?? fn.start)
  if (runner.kind === 'co') {
    return [
      { start: runner.call.start, end: body.start, text: `${asiGuard(runner.call, source)}(async () => ` },
      { start: fn.end, end: runner.call.end, text: ')()' },
    ]
  }
  const star = text.indexOf('*', fn.parent?.type === 'Property' && fn.parent.method ? fn.parent.start : fn.start)
  if (runner.kind !== 'koa') {
    const outer: Edit[] =
      runner.kind === 'wrap'
        ? [
            { start: runner.call.start, end: fn.start, text: '' },
            { start: fn.end, end: runner.call.end, text: '' },
          ]
        : []
    return [...outer, ...asyncHead(fn, star, source)]
  }
  const { self } = ownOf(fn)
  const context = freeName('ctx', text.slice(fn.start, fn.end))
  const given = parameters[0]?.type === 'Identifier' ? parameters[0].name : undefined
  const list = given === undefined ? context : `${context}, ${given}`
  const uses = self.map(({ start, end }): Edit => ({ start, end, text: context }))
  const isArrow =
    fn.type === 'FunctionExpression' &&
    !fn.id &&
    fn.parent?.type !== 'MethodDefinition' &&
    !(fn.parent?.type === 'Property' && fn.parent.method)
  if (isArrow) return [{ start: fn.start, end: body.start, text: `async (${list}) => ` }, ...uses]
  const close = text.indexOf(')', parameters.at(-1)?.end ?? open)
  return [...asyncHead(fn, star, source), { start: open + 1, end: close, text: list }, ...uses]
}

/** `function* load(` is `async function load(`, `*load(` is `async load(`. */
function asyncHead(fn: FunctionNode, star: number, { text }: Source): Edit[] {
  const method = fn.parent
  const isMethod = method?.type === 'MethodDefinition' || (method?.type === 'Property' && method.method)
  const after = star + 1 + (/^\s*/u.exec(text.slice(star + 1))?.[0].length ?? 0)
  if (isMethod) return [{ start: star, end: after, text: 'async ' }]
  const before = star - (/\s*$/u.exec(text.slice(fn.start, star))?.[0].length ?? 0)
  return [
    { start: fn.start, end: fn.start, text: 'async ' },
    { start: before, end: after, text: ' ' },
  ]
}

/** `this` of a function and of the arrows in it, and whether it uses `arguments`. */
function ownOf(fn: FunctionNode): { readonly self: readonly Node[]; readonly usesArguments: boolean } {
  const self: Node[] = []
  let usesArguments = false
  walk(fn, (node) => {
    if (node !== fn && (node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ClassBody'))
      return false
    if (node.type === 'ThisExpression') self.push(node)
    if (node.type === 'Identifier' && node.name === 'arguments') usesArguments = true
    return undefined
  })
  return { self, usesArguments }
}
