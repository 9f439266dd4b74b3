/** Expressions around one or two calls: what is awaited must keep its place, its parentheses and its order. */
import type { Use } from './spec.test.kit.ts'
import { refer } from './writer.test.kit.ts'
import type { Writer } from './writer.test.kit.ts'

type Expression = (w: Writer, p: string, q: string, use: Use) => string

/** Expressions whose calls can be awaited in place. */
export const expressions: readonly Expression[] = [
  (_, p) => p,
  (_, p) => `${p}.length`,
  (_, p, q) => `${p} + ${q}`,
  (_, p, q) => `\`<\${${p}}\${${q}}>\``,
  (_, p) => `${p}[0]`,
  (_, p) => `${p}.trim().split('').reverse().join('')`,
  (_, p, q) => `${p} || ${q}`,
  (_, p, q) => `${p} && ${q}`,
  (_, p, q) => `(${p} ?? ${q})`,
  (_, p, q) => `${p} ? ${q} : 'no'`,
  (_, p, q) => `(n > 1 ? ${p} : ${q})`,
  (_, p) => `!${p}`,
  (_, p) => `typeof ${p}`,
  (_, p) => `-${p}.length`,
  (_, p, q) => `(${p}, ${q})`,
  (_, p, q) => `[${p}, ${q}]`,
  (_, p, q) => `[...${p}, ...${q}].length`,
  (_, p, q) => `({ a: ${p}, b: { c: ${q} } })`,
  (_, p) => `${p}.length ** 2`,
  (_, p, q) => `${p}.length ** ${q}.length % 7`,
  (_, p) => `'length' in Object(${p})`,
  (_, p) => `Object(${p}) instanceof String`,
  (w, p, q) => `${w.kit('pair')}(${w.log("'left'")}, ${p}, ${w.log("'middle'")}, ${q}, ${w.log("'right'")})`,
  (w, p, q) => `${w.kit('pair')}(${w.log(p)}, ${w.log(q)})`,
  (w, p, q) => `${w.kit('pair')}(...[${p}], ${q})`,
  (w, p, q) => `${w.kit('tag')}\`a\${${p}}b\${${q}}c\``,
  (w, p) => `new (${w.kit('boxFor')}(${p}))(1).value`,
  (w, p) => `new ${w.kit('Box')}(${p}).value`,
  (w, p) => `${w.kit('curried')}(${p})('x')`,
  (w, p, q) => `${w.kit('curried')}(${p})(${q})`,
  (_, p, q) => `${p} === ${q}`,
  (_, p) => `void ${p}`,
  (_, p) => `String(delete Object(${p}).x)`,
  (_, p, q) => `${p}.concat(${q}).at(-1)`,
  (_, p, q) => `({ [${p}]: ${q} })`,
  (_, p) => `'abc'.replace('b', ${p})`,
  (_, p) => `(${p}).padEnd(9, '.')`,
  (_, p) => `${p}?.length`,
  (w, p) => `(n > 1 ? ${w.type('undefined as ') ? 'null as { a: string } | null' : 'null'} : { a: 'b' })?.a + ${p}`,
  (_, p) => `(n > 1 ? null : [1, 2])?.[${p}.length % 2]`,
  (_, p) => `(n > 1 ? null : 'text')?.concat(${p}).length`,
  (_, p) => `(() => ${p})()`,
  (_, p) => `(function () { return ${p} })()`,
  (w, p) => `(function (${w.type('this: { k: string }')}) { return this.k + ${p} }).call({ k: 'this' })`,
  (w, p) => `(() => { ${w.log("'inner'")}; return ${p} })()`,
  (_, p) => `({ go() { return ${p} } }).go()`,
  (_, p) => `({ go: () => ${p} }).go().length`,
  (w, p, q) => `${w.log(`'before'`)} + ${p} + ${w.log(`'between'`)} + ${q}`,
  (_, p, q) => `[${p}, ${q}].map((each) => each.length)`,
  (_, p, q) => `[${p}, ${q}].sort().at(0)`,
  (_, p) => `Object.entries({ k: ${p} })`,
  (_, p, q) => `Math.max(${p}.length, ${q}.length)`,
  (w, p) => (w.isTyped ? `(${p} as string).length` : `(${p}).length`),
  (w, p) => (w.isTyped ? `${p}!.length` : `((${p})).length`),
  (w, p) => (w.isTyped ? `(${p} satisfies string)[0]` : `(${p})[0]`),
  called('call', (f) => `${f}.call(null, n)`),
  called('apply', (f) => `${f}.apply(null, [n])`),
  called('optional', (f) => `${f}?.(n)`),
  called('reflect', (f) => `Reflect.apply(${f}, null, [n])`),
]

/** Expressions with a call where nothing can await. */
export const walledExpressions: readonly Expression[] = [
  (_, p) => `((a = 0, b = ${p}) => b.length + a)()`,
  (_, p) => `(class { static v = ${p} }).v`,
  (_, p) => `({ get a() { return ${p} } }).a`,
  (_, p) => `'abc'.replace(/b/, () => ${p})`,
  (w, p) => `JSON.parse('{"a":1}', (${w.isTyped ? 'k: string, v: unknown' : 'k, v'}) => (k ? ${p} : v))`,
  (_, p) => `JSON.stringify({ toJSON() { return ${p} } })`,
  (w, p) => `[3, 1, 2].sort((${w.isTyped ? 'a: number, b: number' : 'a, b'}) => (${p} ? a - b : b - a)).join()`,
  (w, p) => `[3, 1, 2].toSorted((${w.isTyped ? 'a: number, b: number' : 'a, b'}) => ${p}.length * (a - b)).join()`,
  (_, p) => `\`\${{ toString: () => ${p} }}\``,
  called('bind', (f) => `${f}.bind(null, n)()`),
]

/** A call through a method of the function itself; where the pick is a blocking API, a plain one. */
function called(_name: string, text: (fn: string) => string): Expression {
  return (w, p, _q, use) => {
    const callee = w.callee(use.first)
    return callee && !callee.path.includes('(') ? text(refer(callee)) : p
  }
}
