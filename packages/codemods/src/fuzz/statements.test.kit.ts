/** Statements around calls: conditions, loops, error paths, state of the module. */
import type { Construct } from './callbacks.test.kit.ts'

/** Statements whose calls can be awaited in place. */
export const statements: readonly Construct[] = [
  (w, use) => w.add(w.call(use.first)),
  (w, use) => w.add(`${w.call(use.first)}.length`),
  (w, use) => w.add(`if (${w.call(use.first)}) {`, w.log("'yes'"), '} else {', w.log("'no'"), '}'),
  (w, use) => w.add(`if (n > 0) ${w.log(w.call(use.first))}`, `else ${w.log(w.call(use.second))}`),
  (w, use) => {
    const i = w.fresh('i')
    w.add(`let ${i} = 0`, `while (${i} < 2 && ${w.call(use.first, 'n', 3)} !== '') {`, `${i}++`, '}', `out.push(String(${i}))`)
  },
  (w, use) => {
    const i = w.fresh('i')
    w.add(`let ${i} = 0`, 'do {', `${i}++`, w.log(w.call(use.first, 'n', 2)), `} while (${i} < 2 && ${w.call(use.second, 'n', 2)} !== '')`)
  },
  (w, use) => {
    w.add(`for (let i = ${w.call(use.first)}.length % 2; i < ${w.call(use.second, 'n', 3)}.length % 3; i++) {`, w.log('i'), '}')
  },
  (w, use) => w.add(`for (const each of ${w.call(use.first)}.slice(0, 2)) {`, w.log('each'), '}'),
  (w, use) => w.add(`for (const each of [n, 0]) {`, w.log(w.call(use.first, 'each', 2)), '}'),
  (w, use) => w.add(`for (const key in Object(${w.call(use.first)}.slice(0, 2))) {`, w.log('key'), '}'),
  (w, use) => {
    w.add(`switch (${w.call(use.first)}) {`, `case ${w.call(use.second)}:`, w.log("'same'"), 'break', 'default:', w.log("'other'"), '}')
  },
  (w, use) => {
    w.add('try {', w.log(w.call(use.first)), '} catch (error) {', w.log(`'caught ' + ${w.kit('message')}(error)`), '}')
  },
  (w, use) => {
    w.add('try {', w.log(w.call(use.first)), '} catch {', w.log(w.call(use.second)), '} finally {', w.log("'finally'"), '}')
  },
  (w, use) => {
    w.add('try {', w.log(w.call(use.first)), '} catch (error) {', w.log(`${w.kit('message')}(error)`))
    w.add('} finally {', w.log(w.call(use.second)), '}')
  },
  (w, use) => w.add('try {', `if (n > 0) return ${w.call(use.first)}`, '} catch (error) {', `return ${w.kit('message')}(error)`, '}'),
  (w, use) => w.add('try {', `if (n > 0) return ${w.call(use.first)}`, '} finally {', w.log("'left'"), '}'),
  (w, use) => w.add('try {', `throw ${w.call(use.first)}`, '} catch (error) {', `out.push(String(error).slice(0, 40))`, '}'),
  (w, use) => w.add('try {', `throw new Error(${w.call(use.first)})`, '} catch (error) {', `out.push(${w.kit('message')}(error))`, '}'),
  (w, use) => w.add(`if (n > 1) throw new Error('too many: ' + ${w.call(use.first)})`),
  (w, use) => {
    const label = w.fresh('outer')
    w.add(`${label}: for (const a of [n, 0, 1]) {`, `for (const b of ${w.call(use.first, 'n', 3)}.slice(0, 2)) {`)
    w.add(`if (a === 0) continue ${label}`, w.log('b + a'), `if (b === ${w.call(use.second, 'n', 3)}[0]) break ${label}`, '}', '}')
  },
  (w, use) => {
    const [a, b] = [w.fresh('a'), w.fresh('b')]
    w.add(`const [${a}, ${b} = 'none'] = ${w.call(use.first)}`, `out.push(${a}${w.type('!')}, ${b})`)
  },
  (w, use) => {
    const a = w.fresh('a')
    w.add(`const { length: ${a} } = ${w.call(use.first)}`, `out.push(String(${a}))`)
  },
  (w, use) => {
    const a = w.fresh('a')
    w.add(`const { x: ${a} = ${w.call(use.first)} }${w.type(': { x?: string }')} = {}`, `out.push(${a})`)
  },
  (w, use) => {
    const a = w.fresh('a')
    w.add(`let ${a}`, `;({ length: ${a} } = ${w.call(use.first)})`, `out.push(String(${a}))`)
  },
  (w, use) => {
    const s = w.fresh('s')
    w.add(`let ${s} = 'x'`, `${s} += ${w.call(use.first)}`, `${s} = ${s} + ${w.call(use.second)}`, `out.push(${s})`)
  },
  (w, use) => {
    const s = w.fresh('s')
    w.add(
      `let ${s}${w.type(': string | undefined')}`,
      `${s} ??= ${w.call(use.first)}`,
      `${s} &&= ${w.call(use.second)}`,
      `out.push(String(${s}))`,
    )
  },
  (w, use) => {
    const s = w.fresh('s')
    w.add(`let ${s} = ''`, `if ((${s} = ${w.call(use.first)}).length > 2) {`, w.log(s), '}')
  },
  (w, use) => {
    const cache = w.fresh('cache')
    w.top(`const ${cache} = new Map${w.type('<number, string>')}()`)
    w.add(`if (!${cache}.has(n)) {`, `${cache}.set(n, ${w.call(use.first)})`, '}', `out.push(${cache}.get(n)${w.type('!')})`)
  },
  (w, use) => {
    const once = w.fresh('once')
    w.top(`let ${once}${w.type(': string | undefined')}`)
    w.add(`if (${once} === undefined) {`, `${once} = ${w.call(use.first)}`, w.log("'loaded'"), '}', `out.push(${once})`)
  },
  (w, use) => {
    const once = w.fresh('once')
    w.top(`let ${once}${w.type(': string | undefined')}`)
    w.value(`${once} ??= ${w.call(use.first)}`)
  },
  (w, use) => {
    const count = w.fresh('count')
    w.top(`let ${count} = 0`)
    w.add(`${count}++`, w.log(w.call(use.first)), `${count} = ${count} + 1`, `out.push(String(${count}))`)
  },
  (w, use) => {
    const state = w.fresh('state')
    w.top(`const ${state} = { text: '' }`)
    w.add(`${state}.text = ${w.call(use.first)} + ${state}.text.slice(0, 9)`, `out.push(${state}.text)`)
  },
  (w, use) => {
    const parsed = w.fresh('o')
    w.add(`const ${parsed} = { a: 1 }`, `${w.call(use.first)}.trim()`, w.log(`${parsed}.a`))
  },
  (w, use) => {
    const before = w.fresh('f')
    w.add(`const ${before} = function () {`, 'return 1', '}', `${w.call(use.first)}.trim()`, w.log(`${before}()`))
  },
  (w, use) => {
    w.add(`if (n > 0) {`, `return ${w.call(use.first)}`, '}')
  },
  (w, use) => {
    w.add('if (n > 1)', `${w.call(use.first)}.trim()`, 'else', `${w.call(use.second)}.trim()`)
  },
  (w, use) => {
    w.add('for (const each of [1, 2])', `if (each > 1) ${w.call(use.first, 'n', 2)}.trim()`)
  },
  (w, use) => {
    w.add(`for (const [i, each] of [${w.call(use.first)}, ${w.call(use.second)}].entries()) {`, `if (i > 0) break`, w.log('each'), '}')
  },
  (w, use) => {
    w.add(`if (n > 0) {`, w.log(w.recursion(use.first)), '}')
  },
  (w, use) => w.value(`n > 0 ? ${w.recursion(use.first)}.length : 'end'`),
]

/** Names that the migration would like to import, taken by something else. */
export const takenNames: readonly Construct[] = ['readFile', 'stat', 'promisify', 'access', 'pbkdf2'].map(
  (name): Construct =>
    (w, use) =>
      w.add('{', `const ${name} = 'taken'`, `out.push(${name} + ${w.call(use.first)})`, '}'),
)

/** Statements that only TypeScript compiles for Node 20. */
export const typedStatements: readonly Construct[] = [
  (w, use) => {
    const held = w.fresh('held')
    w.add(`if (n > 0) {`, `using ${held} = { text: ${w.call(use.first)}, [Symbol.dispose]() { ${w.log("'disposed'")} } }`)
    w.add(w.log(`${held}.text`), `return ${w.call(use.second)}`, '}')
  },
]

/** Statements where nothing can await, or only with a race. */
export const walledStatements: readonly Construct[] = [
  (w, use) => {
    const total = w.fresh('total')
    w.top(`let ${total} = ''`)
    w.add(`${total} += ${w.call(use.first)}`, `out.push(${total}.slice(-20))`)
  },
  (w, use) => {
    const gen = w.fresh('gen')
    w.top(`function* ${gen}(${w.type('n: number') || 'n'}) {`, `yield ${w.call(use.first)}`, `yield ${w.call(use.second)}`, '}')
    if (use.variant % 2 === 0) w.add(`for (const each of ${gen}(n)) {`, w.log('each'), '}')
    else w.value(`[...${gen}(n)]`)
  },
  (w, use) => {
    const cls = w.fresh('Loader')
    w.top(
      `class ${cls} {`,
      w.type('text: string'),
      `constructor(${w.type('n: number') || 'n'}) {`,
      `this.text = ${w.call(use.first)}`,
      '}',
      '}',
    )
    w.value(`new ${cls}(n).text`)
  },
  (w, use) => {
    const cls = w.fresh('Lazy')
    w.top(`class ${cls} {`, `get text() {`, `const n = 1`, `return n + ${w.call(use.first)}`, '}', '}')
    w.value(`new ${cls}().text`)
  },
  (w, use) => {
    const cls = w.fresh('Fields')
    w.top(`class ${cls} {`, `n = 1`, `text = ((n${w.type(': number')}) => ${w.call(use.first)})(this.n)`, '}')
    w.value(`new ${cls}().text`)
  },
]
