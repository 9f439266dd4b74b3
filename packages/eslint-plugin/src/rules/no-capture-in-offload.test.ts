/** Cases of no-capture-in-offload that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'

const off = `import { syncToAsync } from '@offloop/runtime'\n`
const express = `import express from 'express'\n${off}export const g = (x: any) => x\nconst run = syncToAsync(g)\n`

ruleCases('no-capture-in-offload', {
  invalid: [
    // where the function is
    [
      'in place, in a function',
      `${off}export const f = async (x: number) => await syncToAsync(() => x * 2)() //~ This function is made anew`,
    ],
    [
      'a function expression',
      `${off}export const f = async () => await syncToAsync(function () { return 1 })() //~ This function is made anew`,
    ],
    ['a local constant', `${off}export const f = async () => { const g = () => 1; return await syncToAsync(g)() } //~ \`g\` is made anew`],
    [
      'a local declaration',
      `${off}export async function f() { function g() { return 1 } return await syncToAsync(g)() } //~ \`g\` is made anew`,
    ],
    [
      'of the module, not exported, wrapped in a function',
      `${off}const g = () => 1\nexport const f = async () => await syncToAsync(g)() //~ \`g\` is not exported`,
    ],
    [
      'a declaration, not exported',
      `${off}function g() { return 1 }\nexport const f = async () => await syncToAsync(g)() //~ \`g\` is not exported`,
    ],
    [
      'CommonJS, not exported',
      {
        'src/a.cjs': `const { syncToAsync } = require('@offloop/runtime')\nfunction g() { return 1 }\nexports.f = async () => await syncToAsync(g)() //~ \`g\` is not exported`,
      },
    ],
    ['options first', `${off}export const f = async () => await syncToAsync({ timeout: 5 })(() => 1)() //~ This function is made anew`],
    // methods
    [
      'of this',
      `${off}export class A { g() { return 1 } async f() { return await syncToAsync(this.g)() } } //~ \`this.g\` needs its object`,
    ],
    ['bound', `${off}import { store } from './store.ts'\nexport const f = syncToAsync(store.g.bind(store)) //~ needs its object`],
    [
      'of an instance',
      `${off}class A { g() { return 1 } }\nconst a = new A()\nexport const f = syncToAsync(a.g) //~ \`a.g\` needs its object`,
    ],
    ['of an instance in place', `${off}class A { g() { return 1 } }\nexport const f = syncToAsync(new A().g) //~ needs its object`],
    // what it uses
    ['this', `${off}export function g(this: any) { return this.x }\nexport const f = syncToAsync(g) //~ \`g\` uses \`this\``],
    [
      'a variable that is assigned',
      `${off}let n = 0\nexport const set = (x: number) => { n = x }\nexport const g = () => n\nexport const f = syncToAsync(g) //~ \`g\` uses \`n\``,
    ],
    [
      'a variable that is counted',
      `${off}let n = 0\nexport const add = () => { n++ }\nexport const f = syncToAsync(() => n) //~ This function uses \`n\``,
    ],
    // what it is called with
    ['a request', `${express}express().get('/', async (req, res) => { res.send(await run(req)) }) //~ \`req\` can not be copied`],
    ['a response', `${express}express().get('/', async (req, res) => { await run(res) }) //~ \`res\` can not be copied`],
    [
      'a function',
      `${off}export const g = (x: any) => x\nexport const f = async () => await syncToAsync(g)(() => 1) //~ \`() => 1\` can not be copied`,
    ],
    [
      'a function, through a constant',
      `${off}export const g = (x: any) => x\nconst run = syncToAsync(g)\nexport const f = async () => await run(1, () => 1) //~ \`() => 1\``,
    ],
  ],
  valid: [
    ['exported', `${off}export const g = () => 1\nexport const f = async () => await syncToAsync(g)()`],
    ['exported later', `${off}function g() { return 1 }\nexport const f = async () => await syncToAsync(g)()\nexport { g }`],
    ['the default export', `${off}function g() { return 1 }\nexport const f = async () => await syncToAsync(g)()\nexport default g`],
    [
      'CommonJS, exported',
      {
        'src/a.cjs': `const { syncToAsync } = require('@offloop/runtime')\nfunction g() { return 1 }\nmodule.exports = { g, f: async () => await syncToAsync(g)() }`,
      },
    ],
    [
      'CommonJS, a property of exports',
      {
        'src/a.cjs': `const { syncToAsync } = require('@offloop/runtime')\nfunction g() { return 1 }\nexports.g = g\nexports.f = async () => await syncToAsync(g)()`,
      },
    ],
    ['imported', `${off}import { g } from './g.ts'\nexport const f = async () => await syncToAsync(g)()`],
    ['of Node', `${off}import { readFileSync } from 'node:fs'\nexport const f = async () => await syncToAsync(readFileSync)('a')`],
    ['of a namespace', `${off}import * as fs from 'node:fs'\nexport const f = async () => await syncToAsync(fs.readFileSync)('a')`],
    ['wrapped at the top level', `${off}const g = () => 1\nexport const f = syncToAsync(g)`],
    ['in place, at the top level', `${off}export const f = syncToAsync((x: number) => x * 2)`],
    ['a static method', `${off}export class A { static g() { return 1 } }\nexport const f = syncToAsync(A.g)`],
    ['a constant', `${off}const n = 5\nexport const g = () => n\nexport const f = syncToAsync(g)`],
    [
      'a variable that is assigned while the module loads',
      `${off}let n = 0\nn = 5\nexport const g = () => n\nexport const f = syncToAsync(g)`,
    ],
    [
      'a variable that only the function itself assigns',
      `${off}let n: number | undefined\nexport const g = () => (n ??= 5)\nexport const f = syncToAsync(g)`,
    ],
    [
      'a property of that name',
      `${off}let n = 0\nexport const set = (x: number) => { n = x }\nexport const g = (x: any) => x.n\nexport const f = syncToAsync(g)`,
    ],
    ['by module and name', `${off}export const f = async () => await syncToAsync({ module: './g.js', name: 'g' })()`],
    ['data', `${express}express().get('/', async (req, res) => { res.send(await run(req.params.id)) })`],
    ['another syncToAsync', `import { syncToAsync } from 'other'\nexport const f = async () => await syncToAsync(() => 1)()`],
    [
      'a call of something else',
      `${express}express().get('/', async (req, res) => { render(req, () => 1) })\ndeclare function render(...x: unknown[]): void`,
    ],
    ['this in a function inside', `${off}export const g = () => ({ h() { return this } })\nexport const f = syncToAsync(g)`],
  ],
})
