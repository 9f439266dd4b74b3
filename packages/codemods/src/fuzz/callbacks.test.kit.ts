/** Callbacks: array methods and the functions of a project that take a function. */
import type { Use } from './spec.test.kit.ts'
import type { Writer } from './writer.test.kit.ts'

/** Writes a construct into a body. */
export type Construct = (w: Writer, use: Use) => void

const arrays = ['[n, 0]', '[0, n, n]', '[]', '[n]']

/** An array, in one of several forms. */
function numbers(w: Writer, variant: number): string {
  const text = arrays[variant % arrays.length]!
  if (variant % 5 === 1) {
    const name = w.fresh('xs')
    w.add(`const ${name}${w.type(': number[]')} = ${text}`)
    return name
  }
  return text === '[]' && w.isTyped ? '([] as number[])' : text
}

/** A callback in one of several forms: named, arrow, block, function expression, one that uses the index. */
function callbackFor(w: Writer, use: Use): string {
  const x = w.type('x: number') || 'x'
  switch ((use.variant >> 4) % 7) {
    case 0:
      return w.callback(use.first)
    case 1:
      return `(${x}) => ${w.call(use.first, 'x', 2)}`
    case 2:
      return `(${x}) => { ${w.log("'each ' + x")}; return ${w.call(use.first, 'x', 2)} }`
    case 3:
      return `function (${x}) { return ${w.call(use.first, 'x', 2)} }`
    case 4:
      return `(${x}, ${w.type('i: number') || 'i'}) => ${w.call(use.first, 'x', 2)} + i`
    case 5:
      return `(${x}) => { if (x === 0) return ''; return ${w.call(use.first, 'x', 2)} + ${w.call(use.second, 'x', 2)} }`
    default:
      return `(${x}, ${w.type('i: number') || 'i'}, ${w.type('all: readonly number[]') || 'all'}) => ${w.call(use.first, 'x', 2)} + all.length + i`
  }
}

const hosts = ['map', 'filter', 'some', 'every', 'find', 'findIndex', 'flatMap']

/** Array methods whose callbacks can become async. */
export const arrayCallbacks: readonly Construct[] = [
  ...hosts.map((host): Construct => (w, use) => {
    const xs = numbers(w, use.variant)
    const body = callbackFor(w, use)
    w.value(`${xs}.${host}(${body})`)
  }),
  (w, use) => {
    const xs = numbers(w, use.variant)
    w.add(`${xs}.forEach(${callbackFor(w, use)})`)
  },
  (w, use) => {
    const xs = numbers(w, use.variant)
    w.add(`${xs}.forEach((${w.type('x: number') || 'x'}) => {`, `if (x === 1) return`, w.log(w.call(use.first, 'x', 2)), '})')
  },
  (w, use) => {
    const xs = numbers(w, use.variant)
    const total = w.fresh('t')
    w.add(`let ${total} = ''`, `${xs}.forEach((${w.type('x: number') || 'x'}, ${w.type('i: number') || 'i'}) => {`)
    w.add(`const part = ${w.call(use.first, 'x', 2)}`, `${total} = ${total} + part + i`, '})', `out.push(${total})`)
  },
  (w, use) => {
    const xs = numbers(w, use.variant)
    const [acc, x] = w.isTyped ? ['acc: string', 'x: number'] : ['acc', 'x']
    w.value(`${xs}.reduce((${acc}, ${x}) => acc + ${w.call(use.first, 'x', 2)}, '')`)
  },
  (w, use) => {
    const xs = numbers(w, use.variant)
    w.value(`${xs}.map(${callbackFor(w, use)}).filter((each) => each !== '').join('-')`)
  },
  (w, use) => {
    const xs = numbers(w, use.variant)
    w.value(`${xs}.filter(${callbackFor(w, use)}).map((each) => each + 1).length`)
  },
  (w, use) => {
    const xs = numbers(w, use.variant)
    w.add(`for (const each of ${xs}.map(${callbackFor(w, use)})) {`, w.log('each'), '}')
  },
  (w, use) => {
    const xs = numbers(w, use.variant)
    const list = w.fresh('l')
    w.add(`const ${list} = ${xs}.map(${callbackFor(w, use)})`)
    w.value(`${list}.length + ${list}.join()`)
  },
]

/** Callbacks that a loop must take over with care: they assign their parameter, change the array, or stand alone in an `if`. */
export const carefulCallbacks: readonly Construct[] = [
  (w, use) => {
    const x = w.type('x: number') || 'x'
    w.add(`[n, 0].forEach((${x}) => {`, 'x = x > 0 ? x - 1 : x', w.log(w.call(use.first, 'x', 2)), '})')
  },
  (w, use) => {
    const xs = w.fresh('xs')
    w.add(`const ${xs} = [n, 0]`, `${xs}.forEach((${w.type('x: number') || 'x'}) => {`, `if (${xs}.length < 4) ${xs}.push(x)`)
    w.add(w.log(w.call(use.first, 'x', 2)), '})')
  },
  (w, use) => {
    const [xs, x] = [w.fresh('xs'), w.type('x: number') || 'x']
    w.add(`const ${xs} = [n, 0]`)
    w.value(`${xs}.map((${x}) => { if (${xs}.length < 4) ${xs}.push(x); return ${w.call(use.first, 'x', 2)} })`)
  },
  (w, use) => {
    const all = w.isTyped ? 'x: number, i: number, all: readonly number[]' : 'x, i, all'
    w.add(`if (n > 0) [n, 0].forEach((${all}) => ${w.log(`${w.call(use.first, 'x', 2)} + i + all.length`)})`, `else ${w.log("'none'")}`)
  },
  (w, use) => {
    const x = w.type('x: number') || 'x'
    w.add(`if (n > 0) [n, 0].forEach((${x}) => ${w.log(w.call(use.first, 'x', 2))})`, `else ${w.log("'none'")}`)
  },
  (w, use) => w.value(`[n, 0].map(function () { return arguments.length + ${w.call(use.first, 'n', 2)} })`),
  (w, use) => {
    const x = w.type('x: number') || 'x'
    w.value(`[n, , 0].map((${w.type('x: number | undefined') || x}) => ${w.call(use.first, 'n', 2)} + x)`)
  },
]

/** Chains that start a statement: what is put before them must not join the line before. */
export const chains: readonly Construct[] = ['map', 'filter', 'flatMap'].map((host): Construct => (w, use) => {
  const xs = w.fresh('xs')
  w.add(`const ${xs} = [n, 0]`, `${xs}.${host}(${callbackFor(w, use)}).forEach((each) => ${w.log('each')})`)
})

/** Callbacks whose hosts have no rewrite, or not always one. */
export const walledCallbacks: readonly Construct[] = [
  (w, use) => w.value(`Array.from([n, 0], ${callbackFor(w, use)})`),
  (w, use) => w.value(`[n, 0].findLast(${callbackFor(w, use)})`),
  (w, use) => w.value(`[n, 0].findLastIndex(${callbackFor(w, use)})`),
  (w, use) => {
    w.add(`new Map([['k', n]]).forEach((${w.isTyped ? 'x: number, k: string' : 'x, k'}) => {`)
    w.add(w.log(`k + ${w.call(use.first, 'x')}`), '})')
  },
  (w, use) => w.add(`new Set([n]).forEach((${w.type('x: number') || 'x'}) => {`, w.log(w.call(use.first, 'x')), '})'),
  (w, use) => {
    const [acc, x] = w.isTyped ? ['acc: string', 'x: number'] : ['acc', 'x']
    w.value(`[n, 0].reduceRight((${acc}, ${x}) => acc + ${w.call(use.first, 'x', 2)}, '')`)
  },
  (w, use) => {
    const x = w.type('x: number') || 'x'
    w.value(`[n, 0].map(function (${w.type('this: { k: number }, ')}${x}) { return ${w.call(use.first, 'x', 2)} + this.k }, { k: 7 })`)
  },
]

/** Functions of the project that take a function. In TypeScript the parameter's type says that it is sync. */
export const takingFunctions: readonly Construct[] = [
  (w, use) => {
    const apply = w.fresh('apply')
    const [f, x] = w.isTyped ? ['f: (x: number) => string', 'x: number'] : ['f', 'x']
    w.top(`function ${apply}(${f}, ${x}) {`, `return '<' + f(x) + '>'`, '}')
    w.value(`${apply}(${w.callback(use.first)}, n)`)
  },
  (w, use) => {
    const twice = w.fresh('twice')
    w.top(`const ${twice} = (${w.type('f: () => string') || 'f'}) => f() + f()`)
    w.value(`${twice}(() => ${w.call(use.first, 'n', 2)})`)
  },
  (w, use) => {
    const wrap = w.fresh('wrap')
    w.top(`function ${wrap}(${w.type('f: () => string') || 'f'})${w.type(': string')} {`)
    w.top('try {', 'return f()', '} catch (error) {', `return 'caught ' + ${w.kit('message')}(error)`, '}', '}')
    w.value(`${wrap}(() => ${w.call(use.first)})`)
  },
]

/** Functions in variables, in tables, and made by functions. */
export const higherOrder: readonly Construct[] = [
  (w, use) => {
    const inner = w.fresh('inner')
    w.add(`const ${inner} = (${w.type('x: number') || 'x'}) => ${w.call(use.first, 'x', 2)}`)
    w.value(`${inner}(n) + ${inner}(0)`)
  },
  (w, use) => {
    const inner = w.fresh('hoisted')
    w.value(`${inner}(n)`)
    w.add(`function ${inner}(${w.type('x: number') || 'x'}) {`, w.log("'hoisted'"), `return ${w.call(use.first, 'x')}`, '}')
  },
  (w, use) => {
    const table = w.fresh('table')
    const x = w.type('x: number') || 'x'
    w.add(`const ${table} = {`, `a: (${x}) => ${w.call(use.first, 'x')},`, `b(${x}) { return ${w.call(use.second, 'x')} },`, '}')
    w.value(`${table}.a(n) + ${table}.b(n)`)
  },
  (w, use) => {
    const table = w.fresh('table')
    const x = w.type('x: number') || 'x'
    w.top(`const ${table} = { a: (${x}) => ${w.call(use.first, 'x')}, b: (${x}) => ${w.call(use.second, 'x')} }`)
    w.value(`${table}[n % 2 === 0 ? 'a' : 'b'](n)`)
  },
  (w, use) => {
    const make = w.fresh('make')
    const [k, x] = w.isTyped ? ['k: string', 'x: number'] : ['k', 'x']
    w.top(`function ${make}(${k}) {`, `return (${x}) => k + ${w.call(use.first, 'x')}`, '}')
    w.value(`${make}('k')(n)`)
  },
  (w, use) => {
    const bound = w.fresh('bound')
    w.add(`const ${bound} = ${w.callback(use.first, 1)}`)
    w.value(`${bound}(n)`)
  },
]

/** Functions that go where they are hard to follow. */
export const walledHigherOrder: readonly Construct[] = [
  (w, use) => {
    const list = w.fresh('fs')
    w.add(`const ${list}${w.type(': (() => string)[]')} = []`, 'for (let i = 0; i < 2; i++) {')
    w.add(`${list}.push(() => i + ${w.call(use.first, 'n', 2)})`, '}')
    w.value(`${list}.map((each) => each()).join()`)
  },
  (w, use) => {
    const table = w.fresh('map')
    w.add(`const ${table} = new Map([['a', ${w.callback(use.first, 1)}]])`)
    w.value(`${table}.get('a')${w.type('!')}(n)`)
  },
  (w, use) => {
    const bound = w.fresh('bound')
    w.add(`const ${bound} = (${w.callback(use.first, 1)}).bind(null, n)`)
    w.value(`${bound}()`)
  },
  (w, use) => {
    const list = w.fresh('fs')
    w.add(`const ${list} = [${w.callback(use.first, 1)}]`)
    w.value(`${list}[0]${w.type('!')}(n)`)
  },
]
