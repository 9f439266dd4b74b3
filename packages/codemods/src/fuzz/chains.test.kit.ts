/** Programs of promise chains, drawn from a list of numbers: what runs out draws the simplest. */

/** One program: its text, which exports `run`. */
export interface ChainProgram {
  readonly text: string
  readonly isTyped: boolean
}

/** Functions that programs call: some throw, some reject, some wait. */
const prelude = (isTyped: boolean): string => {
  const any = isTyped ? ': any' : ''
  return `export const lines${isTyped ? ': string[]' : ''} = []
const [a, b, value, error] = ['module a', 'module b', 'module value', { message: 'module error' }]
function say(...values${isTyped ? ': any[]' : ''}) { lines.push(JSON.stringify(values) ?? '') }
async function step(value${any})${isTyped ? ': Promise<any>' : ''} { say('step', value); await null; return value }
async function fail(value${any})${isTyped ? ': Promise<any>' : ''} { say('fail', value); await null; throw new Error('failed ' + JSON.stringify(value)) }
function mix(value${any})${any} { say('mix', value); return [value] }
function boom(value${any})${any} { say('boom', value); throw new Error('boom ' + JSON.stringify(value)) }
const later = (value${any})${isTyped ? ': Promise<any>' : ''} => new Promise((resolve) => setTimeout(resolve, 1, value))
`
}

const pool = ['a', 'b', 'value', 'error']

class Draw {
  readonly #choices: readonly number[]
  #at = 0
  readonly isTyped: boolean

  constructor(choices: readonly number[], isTyped: boolean) {
    this.#choices = choices
    this.isTyped = isTyped
  }

  /** A number below `count`; 0 when the list has run out. */
  below(count: number): number {
    const choice = this.#choices[this.#at++]
    return choice === undefined ? 0 : choice % count
  }

  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!
  }

  /** True in one of `times` draws. */
  once(times: number): boolean {
    return this.below(times) === times - 1
  }
}

/** Makes a program of the choices. */
export function chainProgram(choices: readonly number[], isTyped: boolean): ChainProgram {
  const draw = new Draw(choices, isTyped)
  const functions = Array.from({ length: 1 + draw.below(3) }, (_, index) => functionText(draw, index))
  const calls = functions.map(
    ({ call }) =>
      `  try {\n    say('done', await ${call})\n  } catch (no${isTyped ? ': any' : ''}) {\n    say('rejected', no.message)\n  }`,
  )
  return {
    text: `${prelude(isTyped)}${functions.map((each) => each.text).join('\n')}\nexport async function run() {\n${calls.join('\n')}\n}\n`,
    isTyped,
  }
}

function functionText(draw: Draw, index: number): { text: string; call: string } {
  const any = draw.isTyped ? ': any' : ''
  const name = `f${index}`
  const parameter = draw.of(pool)
  // a name of the module that a function of the function mentions: a callback's own one must not come between them
  const peeked = draw.of(pool)
  const peeks = draw.once(2)
  const known = [parameter, ...(peeks ? ['peek()'] : []), ...(draw.once(2) ? pool.filter((each) => each !== parameter) : [])]
  const local = draw.of(pool)
  const declares = local !== parameter && draw.once(4)
  const before = `${declares ? `  const ${local} = mix(5)\n` : ''}${peeks ? `  const peek = () => ${peeked}\n` : ''}`
  const call = `${name}(${draw.below(3)})`
  switch (draw.below(7)) {
    case 0:
      return { text: `function ${name}(${parameter}${any}) {\n${before}  return ${chain(draw, known, 0)}\n}`, call }
    case 1:
      return {
        text: `const ${name} = (${parameter}${any}) => ${chain(
          draw,
          known.filter((each) => each !== 'peek()'),
          0,
        )}`,
        call,
      }
    case 2:
      return { text: `async function ${name}(${parameter}${any}) {\n${before}${awaiting(draw, known, '  ')}}`, call }
    case 3: {
      const first = `  if (${parameter} > 1) return ${chain(draw, known, 1)}\n`
      return { text: `function ${name}(${parameter}${any}) {\n${before}${first}  say('on')\n  return ${chain(draw, known, 0)}\n}`, call }
    }
    case 4: {
      const held = `class Holder${index} {\n  ${name}(${parameter}${any}) {\n  ${before}    return ${chain(draw, known, 0)}\n  }\n}`
      return { text: held, call: `new Holder${index}().${call}` }
    }
    case 5: {
      const cases = `    case 0: return ${chain(draw, known, 1)}\n    case 1:\n      return ${chain(draw, known, 1)}\n    default: return step(${parameter})\n`
      return { text: `function ${name}(${parameter}${any}) {\n${before}  switch (${parameter}) {\n${cases}  }\n}`, call }
    }
    default: {
      const stored = `  const held = ${base(draw, known, 1)}\n  return held${steps(draw, known, 1)}\n`
      return { text: `function ${name}(${parameter}${any}) {\n${before}${stored}}`, call }
    }
  }
}

/** Statements of an async function that wait for chains. */
function awaiting(draw: Draw, known: readonly string[], indent: string): string {
  let text = ''
  let names = known
  for (let left = 1 + draw.below(3); left > 0; left--) {
    const inner = chain(draw, names, 1)
    switch (draw.below(7)) {
      case 0:
        text += `${indent}await ${inner}\n`
        break
      case 1: {
        const fresh = `own${left}`
        text += `${indent}const ${fresh} = await ${inner}\n${indent}say('own', ${fresh})\n`
        names = [...names, fresh]
        break
      }
      case 2:
        text += `${indent}for (const each of [1, 2]) await ${chain(draw, [...names, 'each'], 1)}\n`
        break
      case 3:
        text += `${indent}try {\n${indent}  await ${inner}\n${indent}} catch (problem${draw.isTyped ? ': any' : ''}) {\n${indent}  say('caught', problem.message)\n${indent}}\n`
        break
      case 4:
        text += `${indent}if (${names[0]}) await ${inner}\n${indent}else say('else')\n`
        break
      case 5:
        text += `${indent}let late${left}${draw.isTyped ? ': any' : ''}\n${indent}late${left} = await ${inner}\n${indent}say('late', late${left})\n`
        break
      default:
        text += `${indent}if (${names[0]} === 1) {\n${indent}  return ${inner}\n${indent}}\n`
    }
  }
  return `${text}${indent}return ${draw.once(2) ? 'await ' : ''}${chain(draw, names, 1)}\n`
}

function chain(draw: Draw, known: readonly string[], depth: number): string {
  return base(draw, known, depth) + steps(draw, known, depth)
}

function base(draw: Draw, known: readonly string[], depth: number): string {
  const value = draw.of([...known, '7'])
  return draw.of([
    `step(${value})`,
    `Promise.resolve(${value})`,
    `fail(${value})`,
    `Promise.all([step(${value}), ${draw.of(['2', value])}])`,
    `Promise.reject(new Error('made'))`,
    depth < 2 ? `(async () => ${value})()` : `step(${value})`,
  ])
}

function steps(draw: Draw, known: readonly string[], depth: number): string {
  let text = ''
  for (let left = 1 + draw.below(depth > 0 ? 3 : 4); left > 0; left--) {
    const line = draw.once(2) ? `\n    ${draw.once(4) ? '// next\n    ' : ''}` : ''
    switch (draw.below(6)) {
      case 4:
        text += `${line}.catch(${callback(draw, known, depth, 'catch')})`
        break
      case 5:
        text += `${line}.finally(${draw.of(["() => say('end')", "() => { say('end') }", '() => step(9)', 'say', '() => { if (lines.length > 40) boom(4) }'])})`
        break
      case 3:
        text += `${line}.then(${callback(draw, known, depth, 'then')}, ${callback(draw, known, depth, 'catch')})`
        break
      default:
        text += `${line}.then(${callback(draw, known, depth, 'then')})`
    }
  }
  return text
}

function callback(draw: Draw, known: readonly string[], depth: number, kind: 'then' | 'catch'): string {
  if (draw.once(6)) return draw.of(['mix', 'step', 'fail', 'boom', 'say', 'String', 'console.assert.bind(console)'].slice(0, 6))
  const any = draw.isTyped ? ': any' : ''
  const name = draw.of(pool)
  const isNamed = !draw.once(5)
  const inside = isNamed ? [...known.filter((each) => each !== name), name] : known
  const isAsync = draw.once(4)
  const head = `${isAsync ? 'async ' : ''}(${isNamed ? name + any : ''}) =>`
  const shown = kind === 'catch' && isNamed ? `${name}.message` : draw.of(inside)
  if (draw.once(2)) return `${head} {\n${body(draw, inside, shown, depth, isAsync)}    }`
  return `${head} ${expression(draw, inside, shown, depth)}`
}

function expression(draw: Draw, known: readonly string[], shown: string, depth: number): string {
  switch (draw.below(10)) {
    case 8:
      return `fail(${shown})`
    case 0:
      return `mix(${shown})`
    case 1:
      return `step(${shown})`
    case 2:
      return shown
    case 3:
      return `({ kept: ${shown} })`
    case 4:
      return `say('saw', ${shown})`
    case 5:
      return `boom(${shown})`
    case 6:
      return depth < 2 ? chain(draw, known, depth + 1) : `later(${shown})`
    case 7:
      return `${shown} ? step(1) : mix(2)`
    default:
      return `later(${shown})`
  }
}

function body(draw: Draw, known: readonly string[], shown: string, depth: number, isAsync: boolean): string {
  let text = ''
  let names = known
  if (draw.once(3)) {
    // first of all: nothing before it may mean the outer one
    const fresh = draw.of([...pool.filter((each) => !shown.startsWith(each) && each !== known.at(-1)), 'extra'])
    text += `      const ${fresh} = ${draw.of(['1', `mix(${shown})`, '`two\n  lines`'])}\n`
    names = [...names.filter((each) => each !== fresh), fresh]
  }
  if (isAsync && depth < 2) text += `      ${draw.of(['await', 'const own = await'])} ${chain(draw, names, depth + 1)}\n`
  for (let left = draw.below(4); left > 0; left--) {
    const what = expression(draw, names, shown, depth)
    switch (draw.below(6)) {
      case 0:
        text += `      say('in', ${shown}) // says\n`
        break
      case 1:
        text += `      say(() => 1, ${draw.of(names)})\n`
        break
      case 2:
        text += `      if (${shown} === ${draw.below(3)}) return ${what}\n`
        break
      case 3:
        text += `      if (${shown} === 1) {\n        say('one')\n        return ${what}\n      } else {\n        say('other')\n      }\n`
        break
      case 4:
        text += `      if (${shown} === 5) throw new Error('five')\n`
        break
      default:
        text += `      for (const each of [1, 2]) if (each === ${shown}) return ${what}\n`
    }
  }
  return draw.once(4) ? text : `${text}      return ${expression(draw, names, shown, depth)}\n`
}
