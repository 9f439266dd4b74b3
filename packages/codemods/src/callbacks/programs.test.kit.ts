/** Programs made at random from callbacks: nested, named alike, with all sorts of error branches. */

/** Numbers from a seed. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % limit
  }

  chance(percent: number): boolean {
    return this.below(100) < percent
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!
  }
}

interface Fn {
  readonly name: string
  readonly answers: boolean
}

/** What a list of statements may use. */
interface Scope {
  readonly answers: string | undefined
  readonly names: readonly string[]
  readonly depth: number
  readonly indent: string
  /** It is done with a value, or fails. */
  readonly gives?: boolean
}

/** One program: CommonJS, with a global `log`. */
export function randomProgram(seed: number): string {
  return new Writer(new Random(seed)).program()
}

class Writer {
  readonly #random: Random
  readonly #functions: Fn[] = []
  #count = 0

  constructor(random: Random) {
    this.#random = random
  }

  program(): string {
    const random = this.#random
    const count = 1 + random.below(4)
    const texts: string[] = []
    for (let i = 0; i < count; i++) {
      const fn = { name: `${random.pick(['load', 'save', 'step'])}${i}`, answers: random.chance(70) }
      const cb = random.pick(['cb', 'done', 'callback'])
      const text = this.#list({ answers: fn.answers ? cb : undefined, names: ['name'], depth: 0, indent: '  ' })
      const params = fn.answers ? `name, ${cb}` : 'name'
      texts.push(random.chance(70) ? `function ${fn.name}(${params}) {\n${text}}\n` : `const ${fn.name} = (${params}) => {\n${text}}\n`)
      this.#functions.push(fn)
    }
    const calls = this.#functions.filter((each) => !each.answers).map(({ name }) => `${name}('${this.#file()}')\n`)
    const tops = Array.from({ length: 1 + random.below(2) }, () => this.#place({ answers: undefined, names: [], depth: 1, indent: '' }))
    const exported = random.chance(15) ? `module.exports = { ${this.#functions[0]!.name} }\n` : ''
    return `const fs = require('fs')\nconst async = require('async')\nconst { exec } = require('child_process')\n\n${texts.join('\n')}\n${[...tops, ...calls].join('')}${exported}`
  }

  #file(): string {
    return `${this.#random.chance(70) ? 'good' : 'bad'}${this.#count++}`
  }

  #value({ names }: Scope): string {
    return names.length > 0 && this.#random.chance(60) ? this.#random.pick(names) : `'v${this.#count++}'`
  }

  #log(scope: Scope): string {
    return `${scope.indent}log('${this.#count++}', ${this.#value(scope)})\n`
  }

  /** Statements that end as the function around them has to. */
  #list(scope: Scope): string {
    const random = this.#random
    let text = ''
    let inner = scope
    for (let i = random.below(3); i > 0; i--) {
      const kind = random.below(5)
      if (kind < 2) text += this.#log(inner)
      else if (kind === 2) {
        const name = random.pick(['x', 'data', 'y'])
        if (!new RegExp(`(?:const|var) ${name} |\\b${name}\\b`).test(text) && !inner.names.includes(name)) {
          text += `${scope.indent}${random.pick(['const', 'var'])} ${name} = 'l${this.#count++}'\n`
          inner = { ...inner, names: [...inner.names, name] }
        }
      } else if (kind === 3)
        text += `${scope.indent}if (String(${this.#value(inner)}).length > ${2 + random.below(4)}) ${this.#end(inner, true).trimStart()}`
      else text += `${scope.indent};[1, 2].forEach((x) => log(x, ${this.#value(inner)}))\n`
    }
    return text + this.#tail(inner)
  }

  #tail(scope: Scope): string {
    const random = this.#random
    if (scope.depth > 3) return this.#end(scope, false)
    const kind = random.below(10)
    if (kind < 6) return this.#place(scope)
    if (kind === 6) {
      const more = { ...scope, indent: `${scope.indent}  `, depth: scope.depth + 1 }
      return `${scope.indent}if (String(${this.#value(scope)}).length > 3) {\n${this.#list(more)}${scope.indent}} else {\n${this.#list(more)}${scope.indent}}\n`
    }
    if (kind === 7) return this.#place(scope) + this.#log(scope)
    return this.#end(scope, false)
  }

  /** The function is done. */
  #end(scope: Scope, isEarly: boolean): string {
    const { answers, indent, gives } = scope
    const random = this.#random
    if (!answers) return isEarly ? `${indent}return\n` : this.#log(scope)
    const outcome = random.pick([
      `${answers}(null, ${this.#value(scope)})`,
      `${answers}(new Error('e${this.#count++}'))`,
      gives ? `${answers}(null, 'given')` : `${answers}()`,
      `${answers}(null, [${this.#value(scope)}, 1].join())`,
    ])
    if (isEarly) return random.chance(80) ? `${indent}return ${outcome}\n` : `${indent}{ ${outcome}; return }\n`
    return random.chance(50) ? `${indent}return ${outcome}\n` : `${indent}${outcome}\n`
  }

  #place(scope: Scope): string {
    const random = this.#random
    const { indent, answers } = scope
    const local = this.#functions.filter((each) => each.answers)
    if (scope.depth < 3 && random.chance(12)) return this.#tasks(scope)
    const isLocal = local.length > 0 && random.chance(45)
    const isExec = !isLocal && random.chance(20)
    const argument =
      random.chance(40) && scope.names.length > 0
        ? `\`${random.pick(['good', 'bad'])}\${${random.pick(scope.names)}}\``
        : `'${this.#file()}'`
    const callee = isLocal ? random.pick(local).name : isExec ? 'exec' : random.pick(['fs.readFile', 'fs.stat', 'fs.unlink'])
    const lead = random.chance(20) ? 'return ' : ''
    if (answers && !isExec && random.chance(15))
      return `${indent}${scope.depth === 0 || lead ? 'return ' : ''}${callee}(${argument}, ${answers})\n`
    const error = random.pick(['err', 'err', 'e', 'error'])
    const value = random.pick(['data', 'data', 'x', 'result', 'name'])
    const names = isExec ? [value, 'stderr'] : [value]
    const inner: Scope = {
      ...scope,
      indent: `${indent}  `,
      depth: scope.depth + 1,
      names: [...scope.names.filter((each) => !names.includes(each) && each !== error), ...names],
    }
    const body = this.#branch(error, inner) + this.#list(inner)
    const head = random.chance(60) ? `(${error}, ${names.join(', ')}) =>` : `function (${error}, ${names.join(', ')})`
    return `${indent}${scope.depth === 1 && indent === '' ? '' : lead}${callee}(${argument}, ${head} {\n${body}${indent}})\n`
  }

  /** A call of the library async. */
  #tasks(scope: Scope): string {
    const random = this.#random
    const { indent } = scope
    const more = `${indent}    `
    const kind = random.pick(['parallel', 'series', 'waterfall', 'map', 'each', 'eachSeries', 'mapSeries'])
    const task = (params: string, names: readonly string[]): string =>
      `(${params}) => {\n${this.#list({ answers: 'next', names: [...scope.names, ...names], depth: scope.depth + 2, indent: more, gives: kind === 'waterfall' })}${indent}  }`
    const items = `['${this.#file()}', '${this.#file()}']`
    const first = /^(?:parallel|series|waterfall)$/.test(kind)
      ? `[\n${indent}  ${task('next', [])},\n${indent}  ${kind === 'waterfall' ? task('given, next', ['given']) : task('next', [])},\n${indent}]`
      : `${items}, ${task('item, next', ['item'])}`
    const inner = {
      ...scope,
      indent: `${indent}  `,
      depth: scope.depth + 1,
      names: [...scope.names.filter((each) => each !== 'err' && each !== 'found'), ...(kind.startsWith('each') ? [] : ['found'])],
    }
    return `${indent}async.${kind}(${first}, (err${kind.startsWith('each') ? '' : ', found'}) => {\n${this.#branch('err', inner)}${this.#list(inner)}${indent}})\n`
  }

  /** What is done about an error. */
  #branch(error: string, scope: Scope): string {
    const random = this.#random
    const { indent, answers } = scope
    const fails = answers
      ? [
          `return ${answers}(${error})`,
          `return ${answers}(${error})`,
          `return ${answers}(null, 'fallback')`,
          `return ${answers}(new Error('more ' + ${error}.message))`,
        ]
      : [`throw ${error}`, 'return']
    switch (random.below(8)) {
      case 0:
        return ''
      case 1:
        return `${indent}if (${error}) log('failed', ${error}.message)\n`
      case 2:
        return `${indent}if (${error} && ${error}.message.length > ${5 + random.below(12)}) ${random.pick(fails)}\n`
      case 3:
        return `${indent}if (${error}) {\n${indent}  log('failed', ${error}.message)\n${indent}  ${random.pick(fails)}\n${indent}}\n`
      case 4:
        return `${indent}log(!${error})\n`
      default:
        return `${indent}if (${error}) ${random.pick(fails)}\n`
    }
  }
}
