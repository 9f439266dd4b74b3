/** A file that is asked for and then used: what may happen between the two new awaits. */
import type { BlockingSite, Node } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import type { TypeOracle } from '../plan/oracle.ts'
import { depthOf } from './await.ts'
import type { Imports } from './imports.ts'
import type { Source, Sources } from './source.ts'

/** `existsSync(p) ? readFileSync(p) : none`: one read, whose error says that there is no such file. */
export interface ReadOrElse {
  readonly exists: BlockingSite
  readonly read: BlockingSite
  readonly whole: Node
  /** The call that reads. */
  readonly call: Node
  /** Text of the value where there is no file. */
  readonly otherwise: string
}

/** The pairs among the calls, by the one that asks. */
export function readsOrElse(
  sites: readonly BlockingSite[],
  { sources, oracle }: { readonly sources: Sources; readonly oracle: TypeOracle },
): Map<BlockingSite, ReadOrElse> {
  const found = sites.flatMap((each) => readOrElse(each, sites, sources.of(each.file), oracle) ?? [])
  return new Map(found.map((each) => [each.exists, each]))
}

/** Such an expression around a call that reads; the path must be a string for certain, since a missing one is no error of the file. */
function readOrElse(read: BlockingSite, sites: readonly BlockingSite[], source: Source, oracle: TypeOracle): ReadOrElse | undefined {
  if (read.api.id !== 'node:fs.readFileSync') return undefined
  const call = source.callNode(read.call)
  const whole = call.parent
  const parts = whole && partsOf(whole, call, source)
  if (!whole || !parts || parts.test.type !== 'CallExpression' || call.type !== 'CallExpression') return undefined
  const { start } = parts.test
  const exists = sites.find((each) => each.file === read.file && each.call.start === start && each.api.id === 'node:fs.existsSync')
  const [path] = call.arguments
  const isSame = path && parts.test.arguments[0] && textOf(path, source) === textOf(parts.test.arguments[0], source)
  if (!exists || !isSame || !isString(path, source, oracle)) return undefined
  return { exists, read, whole, call, otherwise: parts.otherwise }
}

/** `await readFile(p).catch(…)` in place of the test and both branches; the read itself is rewritten as ever. */
export function rewriteReadOrElse(edits: EditSet, { exists, whole, call, otherwise }: ReadOrElse, source: Source, imports: Imports): void {
  const question = source.callNode(exists.call)
  if (question.type === 'CallExpression' && question.callee.type === 'Identifier') imports.release(question.callee.name)
  if (whole.start < call.start) edits.replace(source.file, whole.start, call.start, '')
  if (call.end < whole.end) edits.replace(source.file, call.end, whole.end, '')
  edits.insert(
    source.file,
    call.end,
    `.catch((error${errorType(source)}) => { if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error; return ${otherwise} })`,
    -depthOf(call) - 0.5,
  )
}

/** `if (!existsSync(p)) mkdirSync(p)`: another call may have made the folder meanwhile, and that is as good. */
export function allowExisting(edits: EditSet, site: BlockingSite, source: Source): void {
  if (site.api.id !== 'node:fs.mkdirSync' || !isMadeIfMissing(site, source)) return
  const call = source.callNode(site.call)
  edits.insert(
    source.file,
    call.end,
    `.catch((error${errorType(source)}) => { if (error.code !== 'EEXIST') throw error })`,
    -depthOf(call) - 0.5,
  )
}

/** The first use of the same path after the question, where something may come in between. */
export function useAfter(exists: BlockingSite, sites: readonly BlockingSite[], source: Source): BlockingSite | undefined {
  const path = pathOf(exists, source)
  if (path === undefined || !/xists(Sync)?$/.test(exists.api.name)) return undefined
  return sites.find(
    (each) =>
      each.fn === exists.fn &&
      each.call.start > exists.call.start &&
      each.api.name !== exists.api.name &&
      pathOf(each, source) === path &&
      !isMadeIfMissing(each, source) &&
      !/recursive: true|force: true/.test(source.text.slice(each.call.start, each.call.end)),
  )
}

function partsOf(whole: Node, call: Node, source: Source): { readonly test: Node; readonly otherwise: string } | undefined {
  if (whole.type === 'LogicalExpression' && whole.operator === '&&' && whole.right === call) return { test: whole.left, otherwise: 'false' }
  if (whole.type !== 'ConditionalExpression') return undefined
  const isNegated = whole.test.type === 'UnaryExpression' && whole.test.operator === '!'
  const [found, missing] = isNegated ? [whole.alternate, whole.consequent] : [whole.consequent, whole.alternate]
  if (found !== call || !isSimple(missing)) return undefined
  const text = textOf(missing, source)
  return { test: whole.test.type === 'UnaryExpression' ? whole.test.argument : whole.test, otherwise: text }
}

function isSimple(node: Node): boolean {
  if (node.type === 'ObjectExpression') return node.properties.length === 0
  if (node.type === 'ArrayExpression') return node.elements.length === 0
  return node.type === 'Literal' || node.type === 'Identifier'
}

function isString(path: Node, source: Source, oracle: TypeOracle): boolean {
  if (path.type === 'Literal') return typeof path.value === 'string'
  return path.type === 'TemplateLiteral' || oracle.kindOf(source.file, path.start, path.end) === 'string'
}

function isMadeIfMissing(site: BlockingSite, source: Source): boolean {
  const statement = source.callNode(site.call).parent
  if (site.api.name !== 'mkdirSync' || statement?.type !== 'ExpressionStatement') return false
  const branch = statement.parent?.type === 'BlockStatement' ? statement.parent : statement
  const test = branch.parent?.type === 'IfStatement' && branch.parent.consequent === branch ? branch.parent.test : undefined
  if (test?.type !== 'UnaryExpression' || test.argument.type !== 'CallExpression') return false
  const [path] = test.argument.arguments
  const isQuestion = /\bexistsSync$/.test(textOf(test.argument.callee, source))
  const call = source.callNode(site.call)
  return (
    isQuestion &&
    path !== undefined &&
    textOf(path, source) === pathOf(site, source) &&
    !/recursive\s*:\s*true/.test(source.text.slice(call.start, call.end))
  )
}

function pathOf(site: BlockingSite, source: Source): string | undefined {
  const call = source.callNode(site.call)
  const [path] = call.type === 'CallExpression' ? call.arguments : []
  return path && textOf(path, source)
}

function textOf(node: Node, source: Source): string {
  return source.text.slice(node.start, node.end)
}

function errorType(source: Source): string {
  return /\.[cm]?tsx?$/.test(source.file) ? ': NodeJS.ErrnoException' : ''
}
