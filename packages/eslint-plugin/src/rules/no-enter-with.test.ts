/** Cases of no-enter-with that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'

const storage = `import { AsyncLocalStorage } from 'node:async_hooks'\nconst storage = new AsyncLocalStorage<number>()\n`
const own = `class Door { enterWith(key: number) { return key } }\n`

ruleCases('no-enter-with', {
  invalid: [
    // how the storage is reached
    ['a constant', `${storage}export const f = () => storage.enterWith(1) //~ \`storage.enterWith\``],
    [
      'require',
      {
        'src/a.cjs': `const { AsyncLocalStorage } = require('async_hooks')\nconst s = new AsyncLocalStorage()\nexports.f = () => s.enterWith(1) //~ \`s.enterWith\``,
      },
    ],
    [
      'a namespace',
      `import * as hooks from 'node:async_hooks'\nconst s = new hooks.AsyncLocalStorage()\nexport const f = () => s.enterWith(1) //~ \`s.enterWith\``,
    ],
    [
      'exported by another file',
      {
        'src/s.ts': `${storage}export { storage }`,
        'src/app.ts': `import { storage } from './s.js'\nexport const f = () => storage.enterWith(1) //~ \`storage.enterWith\``,
      },
    ],
    [
      'a field',
      `import { AsyncLocalStorage } from 'node:async_hooks'\nclass A { s = new AsyncLocalStorage(); f() { this.s.enterWith(1) } } //~ \`this.s.enterWith\``,
    ],
    [
      'a static field',
      `import { AsyncLocalStorage } from 'node:async_hooks'\nclass A { static s = new AsyncLocalStorage() }\nA.s.enterWith(1) //~ \`A.s.enterWith\``,
    ],
    [
      'a property',
      `${storage}const state = { storage }\nexport const f = () => state.storage.enterWith(1) //~ \`state.storage.enterWith\``,
    ],
    [
      'a parameter with its type',
      `import type { AsyncLocalStorage } from 'node:async_hooks'\nexport const f = (s: AsyncLocalStorage<number>) => s.enterWith(1) //~ \`s.enterWith\``,
    ],
    ['a parameter without a type', { 'src/a.js': `export const f = (s) => s.enterWith(1) //~ \`s.enterWith\`` }],
    ['made in place', `import { AsyncLocalStorage } from 'node:async_hooks'\nnew AsyncLocalStorage().enterWith(1) //~ enterWith`],
    // where it is called
    ['the top level', `${storage}storage.enterWith(1) //~ \`storage.enterWith\``],
    ['an async function', `${storage}export async function f() { storage.enterWith(1); await fetch('a') } //~ \`storage.enterWith\``],
    ['a listener', `${storage}process.on('message', () => storage.enterWith(1)) //~ \`storage.enterWith\``],
    [
      'a handler',
      `import express from 'express'\n${storage}express().use((req, res, next) => { storage.enterWith(1); next() }) //~ \`storage.enterWith\``,
    ],
    // how it is called
    ['optional', `${storage}export const f = (s?: typeof storage) => s?.enterWith(1) //~ enterWith`],
    ['computed', `${storage}export const f = () => storage['enterWith'](1) //~ enterWith`],
    [
      'an async resource',
      `import { executionAsyncResource, AsyncLocalStorage } from 'node:async_hooks'\nlet s: AsyncLocalStorage<object>\ns = new AsyncLocalStorage()\ns.enterWith(executionAsyncResource()) //~ enterWith`,
    ],
  ],
  valid: [
    ['run', `${storage}export const f = (g: () => void) => storage.run(1, g)`],
    ['run with arguments', `${storage}export const f = (g: (a: number) => void) => storage.run(1, g, 2)`],
    ['exit', `${storage}export const f = (g: () => void) => storage.exit(g)`],
    ['getStore', `${storage}export const f = () => storage.getStore()`],
    ['disable', `${storage}export const f = () => storage.disable()`],
    ['mentioned', `${storage}export const enter = typeof storage.enterWith`],
    ['a class of the project', `${own}new Door().enterWith(1)`],
    ['a class of the project in a variable', `${own}const door = new Door()\nexport const f = () => door.enterWith(1)`],
    [
      'a class of another file',
      { 'src/door.ts': `export ${own}`, 'src/app.ts': `import { Door } from './door.js'\nexport const f = () => new Door().enterWith(1)` },
    ],
    ['a typed parameter', `${own}export const f = (door: Door) => door.enterWith(1)`],
    ['a package', `import { room } from 'rooms'\nroom.enterWith(1)`],
    ['an instance of a package', `import { Room } from 'rooms'\nconst room = new Room()\nroom.enterWith(1)`],
    ['a function', `declare function enterWith(a: number): void\nenterWith(1)`],
    ['its own definition', `class A { enterWith(key: number) { return key } }\nexport { A }`],
    ['a similar name', `declare const door: any\ndoor.enter(1)`],
    ['a name that is computed', `declare const door: any, name: string\ndoor[name](1)`],
  ],
})
