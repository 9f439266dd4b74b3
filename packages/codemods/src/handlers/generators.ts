/** Generators that Koa 1 and co run become async functions, with the generators of their file that they run. */
import type { Node } from '@offloop/analysis'
import { bare, nameOf } from '@offloop/analysis'
import type { Facts, FileChange, LeftAlone, Place } from '../file-codemod.ts'
import type { Edit } from '../plan/plan.ts'
import type { Obstacle } from '../promises/chain.ts'
import type { FunctionNode } from '../promises/completion.ts'
import { declarationOf } from '../rewrite/origin.ts'
import { Provenance } from '../promises/provenance.ts'
import { functionName } from '../promises/write-file.ts'
import type { Source } from '../rewrite/source.ts'
import { headEdits, headObstacle } from './generator-heads.ts'
import { moduleOf } from './receivers.ts'
import type { Roles } from './role.ts'
import { functionsOf } from './role.ts'
import { generatorOf, rewriteYield, yieldsOf } from './yields.ts'
import type { YieldSearch } from './yields.ts'

/** Who runs a generator. */
export type Runner =
  | { readonly kind: 'koa' }
  /** `co.wrap(…)`, `co(…)`: the call goes. */
  | { readonly kind: 'wrap' | 'co'; readonly call: Node & { readonly type: 'CallExpression' } }
  /** Another generator that becomes async. */
  | { readonly kind: 'helper' }

/** The changes of a file's generators. */
export function changeGenerators(
  source: Source,
  facts: Facts,
  roles: Roles,
  assumesPromises: boolean,
): { changes: FileChange[]; left: LeftAlone[] } {
  const generators = functionsOf(source).filter((each) => each.generator && !each.async)
  if (generators.length === 0) return { changes: [], left: [] }
  const runners = new Map(
    generators.flatMap((fn) => {
      const runner = runnerOf(fn, source, roles)
      return runner ? [[fn, runner] as const] : []
    }),
  )
  const staying = new Map<FunctionNode, Obstacle>()
  const search: YieldSearch = {
    ...{ source, assumesPromises, provenance: new Provenance(source, facts) },
    becomesAsync: (fn) => runners.has(fn) && !staying.has(fn),
  }
  for (let before = -1; before !== staying.size;) {
    before = staying.size
    for (const [fn, runner] of runners) {
      const obstacle = staying.has(fn) ? undefined : obstacleOf(fn, runner, search, roles.of(fn)?.isCalled === true)
      if (obstacle) staying.set(fn, obstacle)
    }
  }
  const changes: FileChange[] = []
  const left: LeftAlone[] = []
  for (const [fn, runner] of runners) {
    const place = placeOf(fn, runner)
    const obstacle = staying.get(fn)
    if (obstacle) left.push({ ...place, ...obstacle })
    else
      changes.push({
        name: functionName(fn),
        start: place.start,
        end: place.end,
        places: [place],
        edits: editsOf(fn, runner, search),
        notes: runner.kind === 'koa' ? ['it needs Koa 2 or later'] : [],
      })
  }
  return { changes: tied(changes, runners, source), left }
}

function editsOf(fn: FunctionNode, runner: Runner, search: YieldSearch): Edit[] {
  const next = nextOf(fn, runner)
  const yields = yieldsOf(fn).flatMap((each) => {
    const found = rewriteYield(each, next, search)
    return 'reason' in found ? [] : found
  })
  return [...headEdits(fn, runner, search.source), ...yields].sort((a, b) => a.start - b.start || a.end - b.end)
}

function obstacleOf(fn: FunctionNode, runner: Runner, search: YieldSearch, isCalled: boolean): Obstacle | undefined {
  const head = headObstacle(fn, runner, search.source)
  if (head) return head
  const next = nextOf(fn, runner)
  for (const each of yieldsOf(fn)) {
    const found = rewriteYield(each, next, search)
    if ('reason' in found) return found
  }
  const isExported = /^Export/u.test((fn.type === 'FunctionDeclaration' ? fn.parent : fn.parent?.parent?.parent)?.type ?? '')
  if (runner.kind === 'helper' && isExported) return { reason: 'generator', message: 'it is exported, and others may run it' }
  if (runner.kind === 'koa' && (isCalled || mentionsOf(fn, search.source).some((each) => runs(each, search.source) !== undefined)))
    return { reason: 'called-directly', message: 'others than Koa run it, too' }
  const others = runner.kind === 'helper' ? mentionsOf(fn, search.source).filter((each) => !isRun(each, search)) : []
  return others.length > 0 ? { reason: 'generator', message: 'it is used in other ways than by functions that become async' } : undefined
}

/** `yield load(id)` in a generator that becomes async. */
function isRun(mention: Node, { becomesAsync }: YieldSearch): boolean {
  let at: Node | null | undefined = mention.parent
  if (at?.type === 'MemberExpression') at = at.parent
  if (at?.type !== 'CallExpression') return false
  let value: Node | null | undefined = at.parent
  while (value && /^(?:ArrayExpression|ObjectExpression|Property|ParenthesizedExpression)$/u.test(value.type)) value = value.parent
  if (value?.type !== 'YieldExpression') return false
  for (let fn: Node | null | undefined = value.parent; fn; fn = fn.parent)
    if ('generator' in fn && fn.generator === true) return becomesAsync(fn as FunctionNode)
  return false
}

function runnerOf(fn: FunctionNode, source: Source, roles: Roles): Runner | undefined {
  const role = roles.of(fn)
  if (role && /koa/u.test(role.module)) return { kind: 'koa' }
  const call = fn.parent
  if (call?.type === 'CallExpression' && call.arguments.length === 1 && call.arguments[0] === fn) {
    const callee = bare(call.callee)
    if (moduleOf(callee, source) === 'co' && call.parent?.type !== 'CallExpression') return { kind: 'co', call }
    const isWrap =
      callee.type === 'MemberExpression' && nameOf(callee.property, callee.computed) === 'wrap' && moduleOf(callee.object, source) === 'co'
    if (isWrap) return { kind: 'wrap', call }
  }
  return mentionsOf(fn, source).some((each) => runs(each, source) === fn) ? { kind: 'helper' } : undefined
}

function runs(mention: Node, source: Source): FunctionNode | undefined {
  const { parent: holder } = mention
  const parent = holder?.type === 'MemberExpression' ? holder.parent : holder
  return parent ? generatorOf(parent, source) : undefined
}

/** Every mention of a function's own name but its declaration. */
function mentionsOf(fn: FunctionNode, source: Source): Node[] {
  const holder = fn.parent
  const name = (fn.type === 'FunctionDeclaration' ? fn.id : holder?.type === 'VariableDeclarator' ? holder.id : undefined) as
    | Node
    | null
    | undefined
  const id = name?.type === 'Identifier' ? source.scopes.lookup(name.name, holder ?? fn) : undefined
  if (id === undefined) return []
  const declared = declarationOf(id, source)
  return source.references.of(id).filter((each) => each.start !== declared?.start)
}

function nextOf(fn: FunctionNode, { kind }: Runner): string | undefined {
  const [first] = fn.params as Node[]
  return kind === 'koa' && first?.type === 'Identifier' ? first.name : undefined
}

function placeOf(fn: FunctionNode, runner: Runner): Place {
  const { start, end } = runner.kind === 'wrap' || runner.kind === 'co' ? runner.call : fn
  return { start, end, label: `generator ${functionName(fn)}` }
}

/** Generators that run each other change together: one without the other would not work. */
function tied(changes: readonly FileChange[], runners: ReadonlyMap<FunctionNode, Runner>, source: Source): FileChange[] {
  if (![...runners.values()].some(({ kind }) => kind === 'helper') || changes.length < 2) return [...changes]
  const helpers = new Set([...runners].flatMap(([fn, { kind }]) => (kind === 'helper' ? [fn.start] : [])))
  const uses = (each: FileChange): boolean =>
    helpers.has(each.start) ||
    source.nodes.some((node) => each.start <= node.start && node.end <= each.end && generatorOf(node, source) !== undefined)
  const together = changes.filter(uses)
  const [first] = together
  if (!first || together.length < 2) return [...changes]
  const byPlace = (a: Place | Edit, b: Place | Edit): number => a.start - b.start || a.end - b.end
  return [
    ...changes.filter((each) => !together.includes(each)),
    {
      ...{ name: first.name, notes: [...new Set(together.flatMap((each) => each.notes))] },
      start: Math.min(...together.map((each) => each.start)),
      end: Math.max(...together.map((each) => each.end)),
      places: together.flatMap((each) => each.places).sort(byPlace),
      edits: together.flatMap((each) => each.edits).sort(byPlace),
    },
  ]
}
