/** Programs of reads and writes over a small store, made at random. */
import fc from 'fast-check'

/** The store that every program uses: reads that take different numbers of turns, reads that fail, writes, a cache, a counter. */
export const storeText = `export function makeStore() {
  const rows = new Map([['a', 'one'], ['b', 'two'], ['c', 'three']])
  const log = []
  return { rows, log }
}
`

/** Functions over a store that is a variable of the module, so that each program has its own. */
const functions = `import { makeStore } from './store.mjs'

const { rows, log } = makeStore()
const cache = new Map()
let writing = 0

async function turns(count) {
  for (let i = 0; i < count; i++) await Promise.resolve()
}
export async function fast(key) {
  await turns(1)
  return rows.get(String(key)) ?? 'none'
}
export async function slow(key) {
  await turns(5)
  return (rows.get(String(key)) ?? 'none').toUpperCase()
}
export async function need(key) {
  await turns(3)
  if (!rows.has(String(key))) throw new Error('no row')
  return rows.get(String(key))
}
const sizeOf = async () => rows.size
export async function size() {
  const first = await sizeOf()
  return first + (await fast('a')).length
}
export function late(key) {
  if (String(key).length > 6) throw new Error('too long')
  return fast(key)
}
export async function put(key, value) {
  writing++
  log.push(key + ' of ' + writing)
  await turns(2)
  rows.set(String(key), String(value))
  writing--
  return rows.size
}
export async function take(key) {
  await turns(1)
  const value = rows.get(String(key))
  rows.delete(String(key))
  return value ?? 'gone'
}
export async function cached(key) {
  if (!cache.has(key)) {
    const value = await slow(key)
    log.push('missed ' + key)
    cache.set(key, value)
  }
  return cache.get(key)
}
export async function told(key) {
  log.push('asked ' + key)
  return fast(key)
}
export const dump = () => JSON.stringify([[...rows], log])
`

const reads = ['fast', 'slow', 'need', 'size', 'late']
const others = ['put', 'take', 'cached', 'told']

/** One statement, as its parts. */
type Step =
  | { readonly t: 'read' | 'other'; readonly fn: string; readonly key: number; readonly how: number }
  | { readonly t: 'loop'; readonly fn: string; readonly keys: readonly number[]; readonly how: number }
  | { readonly t: 'list'; readonly fns: readonly string[]; readonly key: number }
  | { readonly t: 'if' | 'try'; readonly steps: readonly Step[]; readonly key: number }
  | { readonly t: 'pair'; readonly fn: string; readonly other: string; readonly key: number }

const key = fc.nat({ max: 30 })
const anyRead = fc.constantFrom(...reads)
const anyFn = fc.oneof({ weight: 4, arbitrary: anyRead }, { weight: 1, arbitrary: fc.constantFrom(...others) })

const leaf: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ t: fc.constant('read' as const), fn: anyRead, key, how: fc.nat({ max: 11 }) }) },
  { weight: 2, arbitrary: fc.record({ t: fc.constant('other' as const), fn: fc.constantFrom(...others), key, how: fc.nat({ max: 11 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ t: fc.constant('loop' as const), fn: anyFn, keys: fc.array(key, { maxLength: 3 }), how: fc.nat({ max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ t: fc.constant('list' as const), fns: fc.array(anyFn, { minLength: 2, maxLength: 3 }), key }) },
  { weight: 1, arbitrary: fc.record({ t: fc.constant('pair' as const), fn: anyFn, other: anyFn, key }) },
)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: leaf },
  {
    weight: 1,
    arbitrary: fc.record({ t: fc.constantFrom('if' as const, 'try' as const), steps: fc.array(leaf, { minLength: 1, maxLength: 4 }), key }),
  },
)

/** A program: what it does, one step after the other. */
export const steps: fc.Arbitrary<readonly Step[]> = fc.array(step, { minLength: 2, maxLength: 9 })

/** A module that exports `run`, and `dump` of what is left in its store. */
export function programText(program: readonly Step[]): string {
  const writer = new Writer()
  writer.block(program, '  ')
  return `${functions}
export async function run() {
  const seen = []
${writer.lines.join('\n')}
  return JSON.stringify(seen)
}
`
}

class Writer {
  readonly lines: string[] = []
  #names: string[] = []
  #count = 0

  block(program: readonly Step[], indent: string): void {
    const outer = this.#names
    this.#names = [...outer]
    for (const each of program) this.#step(each, indent)
    this.lines.push(...this.#names.slice(outer.length).map((name) => `${indent}seen.push(${name})`))
    this.#names = outer
  }

  #step(each: Step, indent: string): void {
    const put = (line: string): void => void this.lines.push(indent + line)
    switch (each.t) {
      case 'read':
      case 'other': {
        const name = `v${this.#count++}`
        const call = this.#call(each.fn, each.key)
        if (each.how === 7) put('// what comes next')
        if (each.how < 6) put(`const ${name} = await ${call}`)
        else if (each.how < 8) put(`let ${name} = await ${call} // kept`)
        else if (each.how === 8) put(`const ${name} = await ${call}.then((value) => String(value).length)`)
        else if (each.how === 9) put(`const ${name} = (await ${call}).length`)
        else if (each.how === 10) put(`const { length: ${name} } = await ${call}`)
        else put(`const ${name} = await ${call}.catch(() => 'failed')`)
        this.#names.push(name)
        break
      }
      case 'loop': {
        const name = `v${this.#count++}`
        const keys = `[${each.keys.map((at) => this.#key(at)).join(', ')}]`
        put(`const ${name} = []`)
        if (each.how === 0) put(`for (const key of ${keys}) ${name}.push(await ${each.fn}(key))`)
        else if (each.how === 1) put(`for (const key of new Set(${keys})) ${name}.push((await ${each.fn}(key)) + '!')`)
        else {
          put(`for (const key of ${keys}) {`)
          put(`  const first = await ${each.fn}(key)`)
          put(`  const second = await ${each.how === 2 ? 'fast(key)' : 'slow(first)'}`)
          put(`  ${name}.push([first, second].join())`)
          put('}')
        }
        this.#names.push(name)
        break
      }
      case 'list':
        put(`seen.push([${each.fns.map((fn, index) => `await ${this.#call(fn, each.key + index)}`).join(', ')}])`)
        break
      case 'pair': {
        const [first, second] = [`v${this.#count++}`, `v${this.#count++}`]
        put(`const ${first} = await ${this.#call(each.fn, each.key)}, ${second} = await ${this.#call(each.other, each.key + 1)}`)
        this.#names.push(first, second)
        break
      }
      case 'if':
        put(`if (String(${this.#key(each.key)}).length > 1) {`)
        this.block(each.steps, `${indent}  `)
        put('}')
        break
      case 'try':
        put('try {')
        this.block(each.steps, `${indent}  `)
        put('} catch (error) {')
        put("  seen.push(await put('caught', error.message))")
        put('}')
    }
  }

  #call(fn: string, at: number): string {
    return fn === 'put' ? `put(${this.#key(at)}, ${this.#key(at + 3)})` : `${fn}(${this.#key(at)})`
  }

  /** A literal, or a value from before. */
  #key(at: number): string {
    const name = this.#names[at % 9]
    return name !== undefined && at % 2 === 0 ? name : `'${'abcx'[at % 4]!}'`
  }
}
