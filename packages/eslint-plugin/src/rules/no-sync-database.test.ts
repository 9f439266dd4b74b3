/** Cases of no-sync-database that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'

const better = `import Database from 'better-sqlite3'\nconst db = new Database('a.db')\n`
const sqlite = `import { DatabaseSync } from 'node:sqlite'\nconst db = new DatabaseSync('a.db')\n`
const waits = 'keeps the event loop waiting for a query'

ruleCases('no-sync-database', {
  invalid: [
    // what queries
    [
      'all',
      `${better}export async function f() { return db.prepare('a').all() } //~ \`db.prepare('a').all\` ${waits} in async function \`f\``,
    ],
    ['get', `${better}const one = db.prepare('a')\nexport async function f() { return one.get(1) } //~ \`one.get\` ${waits}`],
    ['run', `${better}export async function f() { db.prepare('a').run() } //~ ${waits}`],
    ['exec', `${better}export async function f() { db.exec('a') } //~ \`db.exec\``],
    ['pragma', `${better}export async function f() { return db.pragma('a') } //~ \`db.pragma\``],
    ['a transaction', `${better}const move = db.transaction(() => {})\nexport async function f() { move() } //~ \`move\``],
    ['opening', `import Database from 'better-sqlite3'\nexport async function f() { return new Database('a') } //~ ${waits}`],
    ['node:sqlite', `${sqlite}export async function f() { db.exec('a') } //~ \`db.exec\``],
    ['a statement of node:sqlite', `${sqlite}export async function f() { return db.prepare('a').get() } //~ \`db.prepare('a').get\``],
    [
      'a typed parameter',
      `import type { Database } from 'better-sqlite3'\nexport async function f(db: Database) { db.exec('a') } //~ \`db.exec\``,
    ],
    [
      'CommonJS',
      {
        'src/a.cjs': `const Database = require('better-sqlite3')\nconst db = new Database('a')\nexports.f = async () => db.exec('a') //~ \`db.exec\`\n`,
      },
    ],
    [
      'an async twin is named',
      `import Database from 'libsql'\nconst db = new Database('a')\nexport async function f() { db.exec('a') } //~ \`libsql/promise\``,
    ],
    [
      'the remedy',
      `${better}export async function f() { db.exec('a') } //~ Use \`syncToAsync\` on a function that opens the handle itself`,
    ],
    // where
    [
      'a handler',
      `import express from 'express'\n${better}express().get('/a', (req, res) => { db.exec('a') }) //~ in Express handler \`GET /a\``,
    ],
    ['a callback', `${better}export async function f(xs: any[]) { xs.forEach((x) => db.exec(x)) } //~ \`db.exec\``],
    ['a timer', `${better}setInterval(() => { db.exec('a') }, 10) //~ \`db.exec\``],
    // through helpers
    [
      'a helper',
      `${better}function all() { return db.prepare('a').all() }\nexport async function f() { return all() } //~ \`f -> all -> db.prepare('a').all (src/app.ts:3)\``,
    ],
    [
      'two helpers',
      `${better}const a = () => db.exec('a')\nconst b = () => a()\nexport async function f() { return b() } //~ \`f -> b -> a -> db.exec (src/app.ts:3)\``,
    ],
    [
      'a method',
      `${better}class Store { all() { return db.exec('a') } }\nconst store = new Store()\nexport async function f() { return store.all() } //~ \`store.all\` ${waits}`,
    ],
    [
      'another file',
      {
        'src/db.ts': `${better}export const all = () => db.exec('a')`,
        'src/app.ts': `import { all } from './db'\nexport async function f() { return all() } //~ (src/db.ts:3)`,
      },
    ],
  ],
  valid: [
    ['at the top level', `${better}db.exec('a')`],
    ['start-up', `${better}async function main() { db.exec('a') }\nmain()`],
    [
      'before listen',
      `import { createServer } from 'node:http'\n${better}db.prepare('a').run()\ncreateServer((req, res) => res.end()).listen(1)`,
    ],
    ['a sync function that nobody calls', `${better}export function f() { return db.exec('a') }`],
    ['a sync helper that the start calls', `${better}function all() { return db.exec('a') }\nall()`],
    [
      'on a thread',
      `import { syncToAsync } from '@offloop/runtime'\n${better}function all() { return db.exec('a') }\nconst allOnThread = syncToAsync(all)\nexport async function f() { return allOnThread() }`,
    ],
    ['a worker', `import { parentPort } from 'node:worker_threads'\n${better}parentPort?.on('message', async () => { db.exec('a') })`],
    ['tests', { 'test/a.test.ts': `${better}export async function f() { db.exec('a') }` }],
    ['pg', `import pg from 'pg'\nconst db = new pg.Pool()\nexport async function f() { return db.query('a') }`],
    [
      'sqlite3 with callbacks',
      `import sqlite3 from 'sqlite3'\nconst db = new sqlite3.Database('a')\nexport async function f() { db.all('a', () => {}) }`,
    ],
    [
      'a class of the same name',
      `class Database { exec(sql: string) { return sql } }\nconst db = new Database()\nexport async function f() { db.exec('a') }`,
    ],
    ['a value that nobody knows', `export async function f(db: any) { db.exec('a') }`],
    ['a Map', `const db = new Map()\nexport async function f() { return db.get('a') }`],
    ['a file is another rule', `import { readFileSync } from 'node:fs'\nexport async function f() { return readFileSync('a') }`],
    ['defined, not called', `${better}export async function f() { return () => db.exec('a') }`],
    ['a method that does not block', `${better}export async function f() { return db.open }`],
    ['allowed', `${better}export async function f() { db.exec('a') }`, { options: { allow: ['better-sqlite3.default#exec'] } }],
    [
      'allowed behind a helper',
      `${better}const a = () => db.exec('a')\nexport async function f() { a() }`,
      { options: { allow: ['better-sqlite3.default#exec'] } },
    ],
  ],
})
