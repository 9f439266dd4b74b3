/** Texts before and after, for what fixtures would be too large for. */
import { expect, test } from 'vitest'
import thenToAwait from '../codemods/then-to-await.ts'
import { transformOf } from '../transform.ts'

const load = 'const load = async (id) => id\n'
const after = (text: string): string =>
  (transformOf(thenToAwait)({ path: 'main.mjs', source: load + text }, {}, {}) ?? load + text).slice(load.length)

test.each([
  [
    'a parameter that hides a global which the function uses',
    'const f = (id) => {\n  const show = () => console\n  return load(id).then((console) => show(console))\n}\n',
    'const f = async (id) => {\n  const show = () => console\n  const console2 = await load(id)\n  return show(console2)\n}\n',
  ],
  [
    'a rejection that a block gives back is caught',
    'const f = () => load(1).then((x) => { return load(x) }).catch(() => 2)\n',
    'const f = async () => {\n  try {\n    const x = await load(1)\n    return await load(x)\n  } catch {\n    return 2\n  }\n}\n',
  ],
  [
    'a catch that ends without a value ends the function',
    'function f(x) {\n  if (x) {\n    return load(1).catch(() => { g() })\n  }\n  return load(2)\n}\n',
    'async function f(x) {\n  if (x) {\n    try {\n      return await load(1)\n    } catch {\n      g()\n    }\n    return\n  }\n  return load(2)\n}\n',
  ],
  [
    'a parameter that is assigned to',
    'const f = () => load(1).then((x) => { x += 1; return g(x) })\n',
    'const f = async () => {\n  let x = await load(1)\n  x += 1;\n  return g(x)\n}\n',
  ],
  [
    'a function in a callback is one of the function around',
    'const f = () => load(1).then((x) => { function g() { return x } return g() }).then((y) => g(y))\n',
    'const f = async () => {\n  const x = await load(1)\n  function g2() { return x }\n  const y = g2()\n  return g(y)\n}\n',
  ],
  [
    'a statement that begins with a parenthesis does not join the one before it',
    'const f = () => load(1).then((x) => { (x || g)(); return x })\n',
    'const f = async () => {\n  const x = await load(1)\n  ;(x || g)();\n  return x\n}\n',
  ],
  [
    'choices and sums are awaited as a whole',
    'const f = (y) => load(1).then((x) => x ? y : g(y)).then((z) => g(z))\n',
    'const f = async (y) => {\n  const x = await load(1)\n  const z = await (x ? y : g(y))\n  return g(z)\n}\n',
  ],
  [
    'a name that a callback declares for the value of a chain',
    'const f = (y) => load(1).then(async (x) => { const y = await load(x).then((z) => z + 1); return y })\n',
    'const f = async (y) => {\n  const x = await load(1)\n  const z = await load(x)\n  const y2 = z + 1\n  return y2\n}\n',
  ],
  [
    'a target over several lines',
    'async function f() {\n  const {\n    a,\n  } = await load(1).then((x) => g(x))\n}\n',
    'async function f() {\n  const x = await load(1)\n  const {\n    a,\n  } = await g(x)\n}\n',
  ],
  [
    'then with null is a catch',
    'const f = () => load(1).then(null, () => 2)\n',
    'const f = async () => {\n  try {\n    return await load(1)\n  } catch {\n    return 2\n  }\n}\n',
  ],
  [
    'axios.spread takes a list apart',
    "import axios from 'axios'\nconst f = () => Promise.all([load(1), load(2)]).then(axios.spread((a, b) => a + b))\n",
    "import axios from 'axios'\nconst f = async () => {\n  const [a, b] = await Promise.all([load(1), load(2)])\n  return a + b\n}\n",
  ],
  [
    'statements of one line that a chain shares with others',
    'function f() { g(); return load(1).then((x) => { g(x) }) }\n',
    'function f() { g(); return load(1).then((x) => { g(x) }) }\n'
      .replace('function', 'async function')
      .replace(' return load(1).then((x) => { g(x) }) }', '\n  const x = await load(1)\n  g(x)\n}'),
  ],
])('%s', (_title, before, expected) => {
  expect(after(before)).toBe(expected)
})
