/** Cases of no-redundant-offload that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'

const given = `import { syncToAsync } from '@offloop/runtime'\n`
const work = `${given}export function work(x?: unknown) { return x }\n`

ruleCases('no-redundant-offload', {
  invalid: [
    // async already
    ['a function', `${given}async function f() {}\nexport const g = syncToAsync(f) //~ \`f\` is async already`],
    ['an arrow', `${given}const f = async () => 1\nexport const g = syncToAsync(f) //~ \`f\` is async already`],
    ['in place', `${given}export const g = syncToAsync(async () => 1) //~ \`async () => 1\` is async`],
    [
      'of another file',
      {
        'src/f.ts': 'export async function f() {}',
        'src/app.ts': `${given}import { f } from './f'\nexport const g = syncToAsync(f) //~ \`f\` is async`,
      },
    ],
    ['a static method', `${given}class A { static async f() {} }\nexport const g = syncToAsync(A.f) //~ \`A.f\` is async`],
    [
      'a function of node:fs/promises',
      `${given}import { readFile } from 'node:fs/promises'\nexport const g = syncToAsync(readFile) //~ \`readFile\` is async`,
    ],
    ['fetch', `${given}export const g = syncToAsync(fetch) //~ \`fetch\` is async`],
    ['with options first', `${given}async function f() {}\nexport const g = syncToAsync({ threadSensitive: false })(f) //~ \`f\` is async`],
    [
      'by another name',
      `import { syncToAsync as onThread } from '@offloop/runtime'\nasync function f() {}\nexport const g = onThread(f) //~ \`f\` is async`,
    ],
    [
      'by namespace',
      `import * as offloop from '@offloop/runtime'\nasync function f() {}\nexport const g = offloop.syncToAsync(f) //~ \`f\` is async`,
    ],
    // with a twin
    [
      'a file',
      `${given}import fs from 'node:fs'\nexport const g = syncToAsync(fs.writeFileSync) //~ Use \`writeFile\` of \`node:fs/promises\``,
    ],
    [
      'a process',
      `${given}import { execFileSync } from 'node:child_process'\nexport const g = syncToAsync(execFileSync) //~ \`execFileSync\` needs no thread`,
    ],
    [
      'crypto',
      `${given}import { scryptSync } from 'crypto'\nexport const g = syncToAsync(scryptSync, { threadSensitive: false }) //~ \`scrypt\` of \`node:crypto\` through \`promisify\``,
    ],
    [
      'CommonJS',
      {
        'src/a.cjs': `const { syncToAsync } = require('@offloop/runtime')\nconst fs = require('fs')\nexports.g = syncToAsync(fs.readFileSync) //~ \`fs.readFileSync\` needs no thread`,
      },
    ],
    [
      'a twin rather than a place',
      `${given}import { readFileSync } from 'node:fs'\nexport const g = async () => syncToAsync(readFileSync)('a') //~ needs no thread`,
    ],
    // anew
    [
      'in an async function',
      `${work}export async function f() { return syncToAsync(work)(1) } //~ makes the same wrapper at every call of \`f\``,
    ],
    [
      'in a handler',
      `import express from 'express'\n${work}express().get('/a', async (req, res) => { res.send(await syncToAsync(work)(1)) }) //~ makes the same wrapper`,
    ],
    [
      'as a constant of the function',
      `${work}export async function f() {\n  const g = syncToAsync(work) //~ makes the same wrapper\n  return g(1)\n}`,
    ],
    [
      'with constant options',
      `${work}export async function f() { return syncToAsync(work, { threadSensitive: false })(1) } //~ makes the same wrapper`,
    ],
    [
      'a constant',
      `${given}const work = (x: number) => x\nexport async function f() { return syncToAsync(work)(1) } //~ makes the same wrapper`,
    ],
    [
      'a member of an import',
      `${given}import * as image from './image'\nexport async function f() { return syncToAsync(image.scale)(1) } //~ \`syncToAsync(image.scale)\` makes`,
    ],
  ],
  valid: [
    ['a sync function', `${work}export const g = syncToAsync(work)`],
    ['a sync arrow', `${given}export const g = syncToAsync((x: number) => x)`],
    ['a generator', `${given}function* f() { yield 1 }\nexport const g = syncToAsync(f)`],
    ['a function that nobody knows', `${given}import { f } from 'unknown'\nexport const g = syncToAsync(f)`],
    ['one of two', `${given}async function a() {}\nfunction b() {}\nexport const g = (x: boolean) => syncToAsync(x ? a : b)`],
    ['a database', `${given}import { DatabaseSync } from 'node:sqlite'\nexport const g = syncToAsync(DatabaseSync.prototype.exec)`],
    ['no twin', `${given}import { compile } from 'handlebars'\nexport const g = syncToAsync(compile)`],
    ['a twin that computes on the loop', `${given}import { hashSync } from 'bcryptjs'\nexport const g = syncToAsync(hashSync)`],
    ['a function by name', `${given}export const g = syncToAsync({ module: new URL('a.js', import.meta.url), name: 'f' })`],
    ['another function of that name', `function syncToAsync(f: any) { return f }\nasync function f() {}\nexport const g = syncToAsync(f)`],
    ['of another package', `import { syncToAsync } from 'other'\nasync function f() {}\nexport const g = syncToAsync(f)`],
    ['kept for later', `${work}let g: any\nexport async function f() { g ??= syncToAsync(work); return g(1) }`],
    ['returned', `${work}export async function f() { return syncToAsync(work) }`],
    ['handed on', `${work}export async function f(use: any) { use(syncToAsync(work)) }`],
    ['a parameter', `${given}export async function f(work: () => void) { return syncToAsync(work)() }`],
    ['a member of a parameter', `${given}export async function f(x: any) { return syncToAsync(x.work)() }`],
    ['options of the call', `${work}export async function f(signal: AbortSignal) { return syncToAsync(work, { signal })(1) }`],
    ['at the top level', `${work}export const x = await syncToAsync(work)(1)`],
    ['start-up', `${work}async function main() { await syncToAsync(work)(1) }\nmain()`],
    ['a sync factory', `${work}export function make() { return syncToAsync(work) }`],
    ['tests', { 'test/a.test.ts': `${work}export async function f() { return syncToAsync(work)(1) }` }],
    ['no argument', `${given}export const g = (syncToAsync as any)()`],
  ],
})
