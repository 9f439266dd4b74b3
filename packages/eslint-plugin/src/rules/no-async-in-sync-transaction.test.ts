/** Cases of no-async-in-sync-transaction that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'

const db = `import Database from 'better-sqlite3'\nconst db = new Database('a.db')\n`
const helper = `${db}export const atomically = (run: () => void) => db.transaction(run)()\n`

ruleCases('no-async-in-sync-transaction', {
  invalid: [
    // how the function is written
    ['an arrow function', `${db}export const f = db.transaction(async () => { await fetch('a') }) //~ \`db.transaction\` commits`],
    ['a function expression', `${db}export const f = db.transaction(async function () { await fetch('a') }) //~ commits`],
    [
      'a declaration',
      `${db}async function move() { await fetch('a') } //~ \`move\` reaches \`db.transaction\` (src/app.ts:4)\nexport const f = db.transaction(move)`,
    ],
    ['a constant', `${db}const move = async () => { await fetch('a') } //~ \`move\` reaches\nexport const f = db.transaction(move)`],
    ['without an await', `${db}export const f = db.transaction(async () => 1) //~ commits`],
    [
      'of another file',
      {
        'src/move.ts': `export async function move() { await fetch('a') } //~ (src/app.ts:4)`,
        'src/app.ts': `import { move } from './move.ts'\n${db}export const f = db.transaction(move)`,
      },
    ],
    [
      'one of two',
      `${db}const a = async () => {}, b = () => {} //~ \`a\` reaches\nexport const f = (x: boolean) => db.transaction(x ? a : b)`,
    ],
    // how the database is reached
    ['CommonJS', { 'src/a.cjs': `const db = require('better-sqlite3')('a.db')\nexports.f = db.transaction(async () => {}) //~ commits` }],
    [
      'a field',
      `import Database from 'better-sqlite3'\nexport class A { db = new Database('a'); f() { return this.db.transaction(async () => {})() } } //~ commits`,
    ],
    [
      'a parameter with its type',
      `import type { Database } from 'better-sqlite3'\nexport const f = (db: Database) => db.transaction(async () => {}) //~ commits`,
    ],
    [
      'made by a function',
      `import Database from 'better-sqlite3'\nconst open = () => new Database('a')\nexport const f = open().transaction(async () => {}) //~ commits`,
    ],
    [
      'exported by another file',
      {
        'src/db.ts': `${db}export { db }`,
        'src/app.ts': `import { db } from './db.ts'\nexport const f = db.transaction(async () => {}) //~ commits`,
      },
    ],
    ['libsql', `import Database from 'libsql'\nexport const f = new Database('a').transaction(async () => {}) //~ commits`],
    ['bun:sqlite', `import { Database } from 'bun:sqlite'\nexport const f = new Database('a').transaction(async () => {}) //~ commits`],
    [
      'drizzle over better-sqlite3',
      `import { drizzle } from 'drizzle-orm/better-sqlite3'\nconst db = drizzle('a')\nexport const f = () => db.transaction(async () => {}) //~ commits`,
    ],
    // helpers
    ['a helper', `${helper}export const f = () => atomically(async () => {}) //~ (src/app.ts:3)`],
    [
      'a helper of another file',
      {
        'src/db.ts': helper,
        'src/app.ts': `import { atomically } from './db.ts'\nexport const f = () => atomically(async () => {}) //~ (src/db.ts:3)`,
      },
    ],
    ['called at once', `${db}export const f = () => db.transaction(async () => { await fetch('a') })() //~ commits`],
  ],
  valid: [
    ['sync', `${db}export const f = db.transaction(() => db.exec('a'))`],
    ['sync, by name', `${db}function move() { db.exec('a') }\nexport const f = db.transaction(move)`],
    ['an async function around it', `${db}export const f = async () => { await fetch('a'); return db.transaction(() => db.exec('a'))() }`],
    [
      'an async function that is only made in it',
      `${db}export const f = db.transaction(() => { later.push(async () => {}) })\nconst later: unknown[] = []`,
    ],
    ['knex', `import knex from 'knex'\nexport const f = () => knex({}).transaction(async () => {})`],
    ['Prisma', `import { PrismaClient } from '@prisma/client'\nexport const f = () => new PrismaClient().$transaction(async () => {})`],
    ['TypeORM', `import { DataSource } from 'typeorm'\nexport const f = (db: DataSource) => db.transaction(async () => {})`],
    [
      'Sequelize',
      `import { Sequelize } from 'sequelize'\nconst db = new Sequelize('a')\nexport const f = () => db.transaction(async () => {})`,
    ],
    [
      'drizzle over Postgres',
      `import { drizzle } from 'drizzle-orm/node-postgres'\nconst db = drizzle('a')\nexport const f = () => db.transaction(async () => {})`,
    ],
    [
      'a class of the project',
      `class Db { transaction(run: () => unknown) { return run() } }\nexport const f = () => new Db().transaction(async () => {})`,
    ],
    ['an unknown receiver', `export const f = (db: any) => db.transaction(async () => {})`],
    ['another method', `${db}db.function('a', () => 1)`],
    [
      'an argument of the transaction',
      `${db}const move = db.transaction((run: unknown) => run)\nexport const f = () => move(async () => {})`,
    ],
    ['a helper with a sync function', `${helper}export const f = () => atomically(() => {})`],
    ['a helper of another kind', `const atomically = (run: () => unknown) => run()\nexport const f = () => atomically(async () => {})`],
    ['IndexedDB', `declare const db: any\ndb.transaction('a', async () => {})`],
  ],
})
