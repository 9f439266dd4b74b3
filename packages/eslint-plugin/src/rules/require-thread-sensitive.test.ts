/** Cases of require-thread-sensitive that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'

const db = `import { syncToAsync } from '@offloop/runtime'\nimport Database from 'better-sqlite3'\nconst db = new Database('a')\n`
const list = `export function list() { return db.prepare('a').all() }\n`
const free = '{ threadSensitive: false }'

ruleCases('require-thread-sensitive', {
  invalid: [
    // how it is wrapped
    ['options after the function', `${db}${list}export const f = syncToAsync(list, ${free}) //~ \`list\` uses a handle`],
    ['options first', `${db}${list}export const f = syncToAsync(${free})(list) //~ \`list\``],
    ['options in a constant', `${db}${list}const options = ${free} //~ \`list\`\nexport const f = syncToAsync(list, options)`],
    ['among other options', `${db}${list}export const f = syncToAsync(list, { timeout: 5, threadSensitive: false }) //~ \`list\``],
    [
      'a namespace',
      `import * as offloop from '@offloop/runtime'\nimport Database from 'better-sqlite3'\nconst db = new Database('a')\n${list}export const f = offloop.syncToAsync(list, ${free}) //~ \`list\``,
    ],
    [
      'by another name',
      `import { syncToAsync as off } from '@offloop/runtime'\nimport Database from 'better-sqlite3'\nconst db = new Database('a')\n${list}export const f = off(list, ${free}) //~ \`list\``,
    ],
    [
      'require',
      {
        'src/a.cjs': `const { syncToAsync } = require('@offloop/runtime')\nconst db = require('better-sqlite3')('a')\nfunction list() { return db.prepare('a').all() }\nexports.list = list\nexports.f = syncToAsync(list, ${free}) //~ \`list\``,
      },
    ],
    // how the handle is reached
    ['an arrow function in place', `${db}export const f = syncToAsync(() => db.prepare('a').all(), ${free}) //~ uses a handle`],
    [
      'through a helper',
      `${db}const all = (sql: string) => db.prepare(sql).all()\nexport const list = () => all('a')\nexport const f = syncToAsync(list, ${free}) //~ (src/app.ts:4)`,
    ],
    [
      'in another file',
      {
        'src/db.ts': `import Database from 'better-sqlite3'\nconst db = new Database('a')\n${list}`,
        'src/app.ts': `import { syncToAsync } from '@offloop/runtime'\nimport { list } from './db.ts'\nexport const f = syncToAsync(list, ${free}) //~ (src/db.ts:3)`,
      },
    ],
    [
      'a transaction',
      `${db}const move = db.transaction(() => {})\nexport const g = () => move()\nexport const f = syncToAsync(g, ${free}) //~ \`g\``,
    ],
    ['exec', `${db}export const g = () => db.exec('a')\nexport const f = syncToAsync(g, ${free}) //~ \`db.exec\``],
    [
      'opened in the function',
      `${db}export const g = () => new Database('b').prepare('a').get()\nexport const f = syncToAsync(g, ${free}) //~ \`g\``,
    ],
    [
      'a callback in it',
      `${db}export const g = (xs: string[]) => xs.map((x) => db.prepare(x).get())\nexport const f = syncToAsync(g, ${free}) //~ \`g\``,
    ],
    [
      'node:sqlite',
      `import { syncToAsync } from '@offloop/runtime'\nimport { DatabaseSync } from 'node:sqlite'\nconst db = new DatabaseSync('a')\n${list}export const f = syncToAsync(list, ${free}) //~ \`list\``,
    ],
    [
      'a static method',
      `${db}export class Store { static list() { return db.prepare('a').all() } }\nexport const f = syncToAsync(Store.list, ${free}) //~ \`Store.list\``,
    ],
  ],
  valid: [
    ['without options', `${db}${list}export const f = syncToAsync(list)`],
    ['with other options', `${db}${list}export const f = syncToAsync(list, { timeout: 5 })`],
    ['true', `${db}${list}export const f = syncToAsync(list, { threadSensitive: true })`],
    ['a value that is not known', `${db}${list}export const f = (threadSensitive: boolean) => syncToAsync(list, { threadSensitive })`],
    [
      'a function that computes',
      `import { syncToAsync } from '@offloop/runtime'\nimport { pbkdf2Sync } from 'node:crypto'\nexport const g = (p: string) => pbkdf2Sync(p, 'a', 1, 1, 'sha1')\nexport const f = syncToAsync(g, ${free})`,
    ],
    [
      'a function that reads a file',
      `import { syncToAsync } from '@offloop/runtime'\nimport { readFileSync } from 'node:fs'\nexport const f = syncToAsync(readFileSync, ${free})`,
    ],
    [
      'an unknown function',
      `import { syncToAsync } from '@offloop/runtime'\nimport { list } from 'somewhere'\nexport const f = syncToAsync(list, ${free})`,
    ],
    ['a parameter', `import { syncToAsync } from '@offloop/runtime'\nexport const f = (list: () => void) => syncToAsync(list, ${free})`],
    ['a function that nobody of it calls', `${db}${list}export const g = () => 1\nexport const f = syncToAsync(g, ${free})`],
    [
      'a callback that runs later',
      `${db}${list}export const g = () => { setTimeout(() => list(), 1) }\nexport const f = syncToAsync(g, ${free})`,
    ],
    [
      'another syncToAsync',
      `import { syncToAsync } from 'other'\nimport Database from 'better-sqlite3'\nconst db = new Database('a')\n${list}export const f = syncToAsync(list, ${free})`,
    ],
    [
      'a function by name',
      `import { syncToAsync } from '@offloop/runtime'\nexport const f = syncToAsync({ module: './db.js', name: 'list' }, ${free})`,
    ],
    ['the object of another call', `${db}${list}declare function run(f: unknown, options: object): void\nrun(list, ${free})`],
    ['no arguments', `import { syncToAsync } from '@offloop/runtime'\nexport const f = (syncToAsync as any)()`],
    ['options without a function yet', `import { syncToAsync } from '@offloop/runtime'\nexport const onAnyThread = syncToAsync(${free})`],
    [
      'a client of a server',
      `import { syncToAsync } from '@offloop/runtime'\nimport pg from 'pg'\nconst db = new pg.Client()\nexport const g = () => { db.query('a') }\nexport const f = syncToAsync(g, ${free})`,
    ],
  ],
})
