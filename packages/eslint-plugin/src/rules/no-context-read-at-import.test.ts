/** Cases of no-context-read-at-import that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'

const storage = `import { AsyncLocalStorage } from 'node:async_hooks'\nconst storage = new AsyncLocalStorage<{ id: string }>()\n`
const variable = `import { ContextVar } from '@offloop/runtime'\nconst user = new ContextVar<string>('user')\n`

ruleCases('no-context-read-at-import', {
  invalid: [
    // what is read
    ['getStore', `${storage}export const a = storage.getStore() //~ \`storage.getStore()\``],
    ['get of a ContextVar', `${variable}export const a = user.get() //~ \`user.get()\``],
    ['get with a fallback', `${variable}export const a = user.get('nobody') //~ \`user.get()\``],
    [
      'require',
      {
        'src/a.cjs': `const { AsyncLocalStorage } = require('async_hooks')\nconst s = new AsyncLocalStorage()\nexports.a = s.getStore() //~ \`s.getStore()\``,
      },
    ],
    [
      'a namespace',
      `import * as hooks from 'node:async_hooks'\nconst s = new hooks.AsyncLocalStorage()\nexport const a = s.getStore() //~ \`s.getStore()\``,
    ],
    [
      'a renamed import',
      `import { ContextVar as Var } from '@offloop/runtime'\nconst user = new Var('user')\nexport const a = user.get() //~ \`user.get()\``,
    ],
    [
      'of another file',
      {
        'src/s.ts': `${storage}export { storage }`,
        'src/app.ts': `import { storage } from './s.js'\nexport const a = storage.getStore() //~ \`storage.getStore()\``,
      },
    ],
    [
      'of a default export',
      {
        'src/s.ts': `import { ContextVar } from '@offloop/runtime'\nexport default new ContextVar('user')`,
        'src/app.ts': `import user from './s.js'\nexport const a = user.get() //~ \`user.get()\``,
      },
    ],
    [
      'made in place',
      `import { AsyncLocalStorage } from 'node:async_hooks'\nexport const a = new AsyncLocalStorage().getStore() //~ while the module loads`,
    ],
    // where
    ['a template', `${variable}export const a = \`Hello \${user.get()}\` //~ \`user.get()\``],
    ['an argument', `${variable}console.log(user.get()) //~ \`user.get()\``],
    ['a static field', `${variable}export class A { static name = user.get() } //~ \`user.get()\``],
    ['a static block', `${variable}export class A { static { console.log(user.get()) } } //~ \`user.get()\``],
    ['an if', `${storage}if (storage.getStore()) console.log(1) //~ \`storage.getStore()\``],
    ['a function called in place', `${storage}export const a = (() => storage.getStore()?.id)() //~ \`storage.getStore()\``],
    ['optional', `${storage}export const a = storage?.getStore() //~ while the module loads`],
    ['top-level await', `${variable}export const a = await fetch(user.get()) //~ \`user.get()\``],
  ],
  valid: [
    ['in a function', `${storage}export const f = () => storage.getStore()`],
    ['in a method', `${variable}export class A { f() { return user.get() } }`],
    ['in a getter', `${variable}export const a = { get user() { return user.get() } }`],
    ['in a field of instances', `${variable}export class A { user = user.get() }`],
    ['in a constructor', `${variable}export class A { user; constructor() { this.user = user.get() } }`],
    ['in a parameter default', `${variable}export const f = (a = user.get()) => a`],
    ['in a callback of run', `${storage}storage.run({ id: 'a' }, () => { console.log(storage.getStore()) })`],
    ['in a listener', `${variable}process.on('message', () => console.log(user.get()))`],
    ['a Map', `const user = new Map()\nexport const a = user.get('a')`],
    ['a class of the project', `class Store { getStore() { return 1 } }\nexport const a = new Store().getStore()`],
    ['another package', `import { ContextVar } from 'other'\nconst user = new ContextVar('user')\nexport const a = user.get()`],
    ['redux', `import { getStore } from './redux'\nexport const a = getStore()`],
    ['a global', `declare const storage: any\nexport const a = storage.getStore()`],
    ['not called', `${variable}export const read = user.get.bind(user)`],
    ['set', `${variable}export const token = user.set('a')`],
    ['an async function called in place, in a function', `${storage}export const f = () => (() => storage.getStore())()`],
  ],
})
