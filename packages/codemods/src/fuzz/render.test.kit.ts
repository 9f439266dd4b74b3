/** The text of a program: its files by name, and which of them is run. */
import {
  arrayCallbacks,
  carefulCallbacks,
  chains,
  higherOrder,
  takingFunctions,
  walledCallbacks,
  walledHigherOrder,
} from './callbacks.test.kit.ts'
import type { Construct } from './callbacks.test.kit.ts'
import { entries } from './entries.test.kit.ts'
import { expressions, walledExpressions } from './expressions.test.kit.ts'
import { kitText } from './kit-text.test.kit.ts'
import { Linker } from './link.test.kit.ts'
import { shapes } from './shapes.test.kit.ts'
import type { FunctionSpec, ProgramSpec, Use } from './spec.test.kit.ts'
import { statements, takenNames, typedStatements, walledStatements } from './statements.test.kit.ts'
import { Writer } from './writer.test.kit.ts'
import type { Callable, FileText } from './writer.test.kit.ts'

/** A program as files. */
export interface Program {
  readonly files: ReadonlyMap<string, string>
  readonly isTyped: boolean
  readonly isCommonJs: boolean
  /** Without extension. */
  readonly entry: string
}

/** Turns numbers into a program; `tag` keeps the names of several programs apart. */
export function render(spec: ProgramSpec, tag: string): Program {
  const isCommonJs = spec.language === 1 || spec.language === 4
  const isTyped = spec.language >= 2
  const isPlainCommonJs = spec.language === 1
  const source = isTyped ? '.ts' : isCommonJs ? '.cjs' : '.mjs'
  const extension = isTyped ? '.js' : source
  const count = Math.min(spec.files, spec.functions.length)
  const files: FileText[] = Array.from({ length: count }, (_, index) => emptyFile(index, spec))
  const places = placesOf(spec, count, isPlainCommonJs)
  const known = spec.functions.map((each, index): Callable => {
    const shape = shapes[each.shape % shapes.length]!
    const name = `f${index}${tag}`
    return { file: places[index]!, root: (shape.root ?? String)(name), path: shape.path?.(name) ?? '', cost: 0 }
  })
  const done: Callable[] = []
  for (const [index, each] of spec.functions.entries()) {
    const file = files[places[index]!]!
    const above = known[index + 1]
    const recursion = above ? [known[index]!, above] : [known[index]!]
    const w = new Writer(file, isTyped, `${index}${tag}`, recursion, done)
    const lines = bodyOf(each, w, index, spec.walls === 5)
    const returns = isTyped && (spec.language !== 3 || w.isRecursive || index > 0) ? ': string' : ''
    file.tops.push(...shapes[each.shape % shapes.length]!.lines({ name: `f${index}${tag}`, isTyped, returns, body: lines }))
    file.exported.add(known[index]!.root)
    done.push({ ...known[index]!, cost: w.cost })
  }
  const main = emptyFile(count, spec)
  const forms = files.every(isPure) ? [entries.concurrent(isCommonJs)] : isCommonJs ? entries.commonJs : entries.esm
  forms[spec.entry % forms.length]!(new Writer(main, isTyped, `main${tag}`, known, done), done)
  const linker = new Linker({ isCommonJs: isPlainCommonJs, links: spec.links, extension })
  const linked = [...files, main].map((file) => ({ file, lines: linker.link(file) }))
  const texts = new Map<string, string>()
  for (const { file, lines } of linked) {
    const name = file === main ? 'main' : `m${file.index}`
    texts.set(name + source, toText(file === main ? lines : linker.exports(file, lines), spec.hasSemicolons))
  }
  const barrel = linker.barrel()
  if (barrel.length > 0) texts.set(`barrel${source}`, toText(barrel, spec.hasSemicolons))
  texts.set(`kit${source}`, kitText(isTyped, isPlainCommonJs))
  texts.set('package.json', `{ "private": true, "type": "${isCommonJs ? 'commonjs' : 'module'}" }\n`)
  return { files: texts, isTyped, isCommonJs, entry: 'main' }
}

/** True where nothing logs, writes or keeps state, so that calls may run at once. */
function isPure({ kit, tops }: FileText): boolean {
  return !kit.has('log') && !tops.some((line) => /^let |new Map|^const state|(write|append|copy)FileSync|mkdirSync|rmSync/.test(line))
}

function emptyFile(index: number, spec: ProgramSpec): FileText {
  const isWholeModule = spec.links[index % spec.links.length]! % 3 === 2
  return { index, tops: [], exported: new Set(), kit: new Set(), api: new Map(), isWholeModule }
}

/** CommonJS loads in order, so that files need those before them; ES modules may import in circles. */
function placesOf(spec: ProgramSpec, count: number, isOrdered: boolean): number[] {
  return spec.functions.map((each, index) => (isOrdered ? Math.floor((index * count) / spec.functions.length) : each.file % count))
}

const untyped: readonly (readonly Construct[])[] = [
  [...statements, ...takenNames],
  [...arrayCallbacks, ...chains, ...carefulCallbacks],
  [...higherOrder, ...takingFunctions],
]
const typed: readonly (readonly Construct[])[] = [
  [...statements, ...takenNames, ...typedStatements],
  [...arrayCallbacks, ...chains, ...carefulCallbacks],
  higherOrder,
]
const walled: readonly (readonly Construct[])[] = [walledStatements, walledCallbacks, [...walledHigherOrder, ...takingFunctions]]

function bodyOf(spec: FunctionSpec, w: Writer, index: number, hasWalls: boolean): string[] {
  w.add(`const out${w.type(': string[]')} = []`)
  if (spec.isTraced) w.add(w.log(`'f${index} ' + n`))
  for (const use of spec.uses) write(w, use, hasWalls)
  if (spec.isTraced) w.add(w.log(`'f${index} ends'`))
  w.add(`return out.join('|')`)
  return w.lines
}

function write(w: Writer, use: Use, hasWalls: boolean): void {
  const isWall = hasWalls && use.variant % 8 === 1
  const group = use.form % 5
  const pick = Math.floor(use.form / 5)
  if (group < 2) {
    const list = isWall ? walledExpressions : expressions
    const p = w.call(use.first)
    const q = w.call(use.second)
    w.value(list[pick % list.length]!(w, p, q, use))
    return
  }
  const list = (isWall ? walled : w.isTyped ? typed : untyped)[group - 2]!
  list[pick % list.length]!(w, use)
}

/** Lines with semicolons or without; what would join the line before gets one in front. */
function toText(lines: readonly string[], hasSemicolons: boolean): string {
  let depth = 0
  let before = ''
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      if (/^[}\])]/.test(line)) depth--
      const isOpen =
        /[{([,:]$/.test(line) || /^(\}( else)?|class .*|\} while .*)$/.test(line) || /^(if|for|while) ?\(.*\)$|^else$/.test(line)
      const guard = /^[([`]/.test(line) && !/[;{]$/.test(before) && !/^(if|for|while) ?\(.*\)$|^else$/.test(before.trim()) ? ';' : ''
      const text = `${'  '.repeat(Math.max(0, depth))}${guard}${line}${hasSemicolons && !isOpen ? ';' : ''}`
      if (/[{[]$/.test(line)) depth++
      before = text
      return `${text}\n`
    })
    .join('')
}
