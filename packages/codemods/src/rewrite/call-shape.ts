/** Arguments and results that the async twin treats in another way. */
import type { BlockingSite, Node } from '@offloop/analysis'
import { nameOf } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import type { TypeOracle } from '../plan/oracle.ts'
import type { Obstacle } from './await.ts'
import { childObstacle } from './child-process.ts'
import type { Source } from './source.ts'

type Call = Node & { readonly type: 'CallExpression' }

const execOptions = new Set(['cwd', 'env', 'encoding', 'timeout', 'maxBuffer', 'killSignal', 'shell', 'windowsHide', 'uid', 'gid', 'stdio'])

/** Why the arguments of this call don't fit the twin. */
export function shapeObstacle(site: BlockingSite, call: Call, source: Source, oracle: TypeOracle): Obstacle | undefined {
  const form = site.twin?.form
  if (form === 'spawn') return childObstacle(site, call, source, oracle)
  if (form === 'exec' || form === 'exec-file') {
    const obstacle = execObstacle(call, form, source)
    return obstacle && childObstacle(site, call, source, oracle) && obstacle
  }
  if (site.api.id === 'node:fs.readSync' && call.arguments.some((each) => each.type === 'SpreadElement'))
    return { reason: 'fd-api', message: 'its arguments are spread' }
  if (/^l?statSync$/.test(site.api.name) && call.arguments.length > 1 && !isStatOptions(call.arguments[1]!)) {
    return { reason: 'shape-differs', message: `${site.api.name} with these options has no exact promise form` }
  }
  if (form === 'promisify' && call.arguments.length === 0)
    return { reason: 'shape-differs', message: `${site.api.name} has no arguments here` }
  if (
    form === 'promisify' &&
    site.twin?.resultType !== undefined &&
    call.arguments.some(
      (each) =>
        each.type !== 'Identifier' && each.type !== 'Literal' && each.type !== 'MemberExpression' && each.type !== 'ObjectExpression',
    )
  ) {
    const hasCall = call.arguments.some((each) => /\(/.test(source.text.slice(each.start, each.end)))
    if (hasCall) return { reason: 'shape-differs', message: 'its arguments call functions: take them into variables first' }
  }
  return undefined
}

/** Options that are written out, with `throwIfNoEntry: false` alone or not at all: the promise API knows the others. */
function isStatOptions(options: Node): boolean {
  if (options.type !== 'ObjectExpression') return false
  return options.properties.every(
    (each) =>
      each.type === 'Property' &&
      !each.computed &&
      (nameOf(each.key, false) !== 'throwIfNoEntry' ||
        (each.value.type === 'Literal' && (each.value.value === true || (each.value.value === false && options.properties.length === 1)))),
  )
}

/** True where the promise form of a call that waits for a process gives something else, and a child of `spawn` is asked instead. */
export function asksChild(site: BlockingSite, call: Node, source: Source): boolean {
  const form = site.twin?.form
  return form === 'spawn' || ((form === 'exec' || form === 'exec-file') && execObstacle(call as Call, form, source) !== undefined)
}

function optionsOf(call: Call, form: 'exec' | 'exec-file'): Node | undefined {
  if (form === 'exec') return call.arguments[1]
  const second = call.arguments[1]
  return second?.type === 'ObjectExpression' ? second : call.arguments[2]
}

function execObstacle(call: Call, form: 'exec' | 'exec-file', source: Source): Obstacle | undefined {
  const differs = (message: string): Obstacle => ({ reason: 'shape-differs', message })
  if (call.arguments.some((each) => each.type === 'SpreadElement')) return differs('its arguments are spread')
  const options = optionsOf(call, form)
  if (
    form === 'exec-file' &&
    call.arguments.length === 2 &&
    !options &&
    call.arguments[1]!.type !== 'ArrayExpression' &&
    call.arguments[1]!.type !== 'Identifier'
  )
    return differs('its second argument may be options')
  if (readsStatus(call, source)) return differs('the error of the promise has `code` where the sync one has `status`')
  if (!options) return undefined
  if (options.type !== 'ObjectExpression') return differs('its options are not written out here')
  for (const property of options.properties) {
    const name = property.type === 'Property' ? nameOf(property.key, property.computed) : undefined
    if (property.type !== 'Property' || name === undefined || !execOptions.has(name))
      return differs(`the option ${name ?? '(computed)'} has no meaning for the promise form`)
    if (name === 'stdio' && !isCaptured(property.value, source)) return differs('it shares its output with this process (stdio)')
  }
  return undefined
}

/** Only the forms that `exec` has too: standard output is captured. */
function isCaptured(stdio: Node, source: Source): boolean {
  const text = source.text.slice(stdio.start, stdio.end).replace(/["'\s]/g, '')
  return text === 'pipe' || /^\[(pipe|ignore),pipe,(pipe|ignore)\]$/.test(text)
}

function readsStatus(call: Call, source: Source): boolean {
  for (let at: Node | null | undefined = call.parent; at; at = at.parent) {
    if (at.type === 'TryStatement' && at.handler && call.start < at.block.end)
      return /\b(status|stdout|stderr|output)\b/.test(source.text.slice(at.handler.start, at.handler.end))
    if (/Function/.test(at.type)) return false
  }
  return false
}

/** The promise form gives text unless told otherwise; the sync one gives bytes. */
export function writeExecOptions(edits: EditSet, call: Call, site: BlockingSite, source: Source): void {
  const form = site.twin!.form as 'exec' | 'exec-file'
  const options = optionsOf(call, form)
  if (options?.type !== 'ObjectExpression') {
    edits.insert(source.file, call.arguments.at(-1)!.end, ", { encoding: 'buffer' }", 0)
    return
  }
  const names = options.properties.map((each) => (each.type === 'Property' ? nameOf(each.key, each.computed) : undefined))
  const stdio = names.indexOf('stdio')
  const encoding = names.includes('encoding') ? '' : "encoding: 'buffer'"
  if (stdio >= 0) {
    const property = options.properties[stdio]!
    if (encoding) edits.replace(source.file, property.start, property.end, encoding)
    else {
      const next = options.properties[stdio + 1]
      const before = options.properties[stdio - 1]
      if (next) edits.replace(source.file, property.start, next.start, '')
      else edits.replace(source.file, before ? before.end : property.start, property.end, '')
    }
  } else if (encoding) edits.insert(source.file, options.start + 1, ` ${encoding}${names.length > 0 ? ',' : ' '}`, 0)
}

/** Where the member stands on a line of its own, `.promises` belongs to what is above; returns what is left to write. */
export function splitAtLine(
  edits: EditSet,
  { object, property }: { readonly object: Node; readonly property: Node },
  name: string,
  source: Source,
): string {
  const isBroken = source.text.slice(object.end, property.start).includes('\n')
  if (!isBroken || !name.startsWith('promises.')) return name
  edits.insert(source.file, object.end, '.promises', 0)
  return name.slice('promises.'.length)
}
