/** Text of a program under construction: lines of a body, names that other files define, imports that a line needs. */
import { blockingCalls } from './leaves.test.kit.ts'

/** How one function is called. */
export interface Callable {
  readonly file: number
  /** What the file exports: the function, or the object or class that holds it. */
  readonly root: string
  /** Behind the root: `.load`, `().load`, or nothing. */
  readonly path: string
  /** Calls below it, itself included. */
  readonly cost: number
}

/** A file: its declarations, and what its lines name. */
export interface FileText {
  readonly index: number
  readonly tops: string[]
  /** What other files may import. */
  readonly exported: Set<string>
  /** Names of the program's kit (`log`, `text`), and of Node's modules by module. */
  readonly kit: Set<string>
  readonly api: Map<string, Set<string>>
  readonly isWholeModule: boolean
}

const budget = 150

/** Writes one function's body. */
export class Writer {
  readonly lines: string[] = []
  readonly file: FileText
  readonly isTyped: boolean
  cost = 1
  isRecursive = false
  #names = 0
  readonly #tag: string
  readonly #recursion: readonly Callable[]
  readonly #lower: readonly Callable[]

  /** `recursion`: the function itself, and the one above it; `lower`: those that it may call freely. */
  constructor(file: FileText, isTyped: boolean, tag: string, recursion: readonly Callable[], lower: readonly Callable[]) {
    this.file = file
    this.isTyped = isTyped
    this.#tag = tag
    this.#recursion = recursion
    this.#lower = lower
  }

  /** Lines of a statement, without semicolons. */
  add(...lines: string[]): void {
    this.lines.push(...lines)
  }

  /** Lines before the function, at the top level of its file. */
  top(...lines: string[]): void {
    this.file.tops.push(...lines)
  }

  /** A name that nothing else in the program has. */
  fresh(prefix: string): string {
    return `${prefix}${this.#tag}_${++this.#names}`
  }

  /** Text that only TypeScript has. */
  type(text: string): string {
    return this.isTyped ? text : ''
  }

  /** A name of the program's kit. */
  kit(name: string): string {
    this.file.kit.add(name)
    return name
  }

  /** A traced value: `log('…')`. */
  log(text: string): string {
    return `${this.kit('log')}(${text})`
  }

  /** A variable whose text is part of the result. */
  value(expression: string): void {
    const name = this.fresh('v')
    this.add(`const ${name} = ${this.kit('text')}(${expression})`)
    this.add(`out.push(${name})`)
  }

  /** A call that gives a string: of a blocking API, or of a function below this one. */
  call(pick: number, argument = 'n', times = 1): string {
    const callee = this.callee(pick, times)
    if (callee) return `${refer(callee)}(${argument})`
    this.cost += times
    const leaf = blockingCalls[(pick >> 2) % blockingCalls.length]!
    return leaf(
      (name, module = 'node:fs') => this.#api(name, module),
      (name) => `${this.kit('at')}('${name}')`,
      argument,
    )
  }

  /** A call of the function itself or of one that calls it, for a smaller number. */
  recursion(pick: number): string {
    if (!this.isRecursive) this.cost *= 6
    this.isRecursive = true
    return `${refer(this.#recursion[pick % this.#recursion.length]!)}(n - 1)`
  }

  /** Something that can be handed on as `(n) => string`. */
  callback(pick: number, times = 2): string {
    const callee = this.callee(pick, times)
    if (!callee) return `(${this.type('x: number') || 'x'}) => ${this.call(pick & ~3, 'x', times)} + x`
    return callee.path === '' ? refer(callee) : `(${this.type('x: number') || 'x'}) => ${refer(callee)}(x)`
  }

  /** A function below this one, where the pick says so and the program doesn't run for too long. */
  callee(pick: number, times = 1): Callable | undefined {
    if (pick % 4 === 0 || this.#lower.length === 0) return undefined
    const found = this.#lower.at(-1 - ((pick >> 2) % this.#lower.length))!
    if (this.cost + found.cost * times > budget) return undefined
    this.cost += found.cost * times
    return found
  }

  #api(name: string, module: string): string {
    const names = this.file.api.get(module) ?? new Set()
    this.file.api.set(module, names.add(name))
    return this.file.isWholeModule ? `${moduleName(module)}.${name}` : name
  }
}

/** The variable that holds a whole module of Node. */
export function moduleName(module: string): string {
  return module.replace(/^node:/, '').replace('child_process', 'childProcess')
}

/** A name of another file, to be replaced once it is known how the file is imported. */
export function refer({ file, root, path }: Pick<Callable, 'file' | 'root' | 'path'>): string {
  return `\u0001${file}:${root}\u0001${path}`
}
