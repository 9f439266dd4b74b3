/** Checks what becomes of a sync database layer in an async view: refused by the guard, at home on its thread, lost on another. */
import { copyExample } from '@offloop/dev/django/example'
import { answerOf } from '@offloop/dev/django/measure'
import { frameworks } from '@offloop/dev/django/serve'
import offloop from '@offloop/eslint-plugin'
import { ESLint } from 'eslint'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { serving, temporaryFolder, watching } from './serving.test.kit.ts'

interface Database {
  new (path: string): { exec(sql: string): unknown; close(): unknown }
}

/** better-sqlite3 has to be compiled where it is installed: some machines are without it. */
const Database = ((): Database | undefined => {
  try {
    const found = createRequire(import.meta.url)('better-sqlite3') as Database
    new found(':memory:').close()
    return found
  } catch {
    return undefined
  }
})()

function blogs(): { DATABASE: string } {
  const file = join(temporaryFolder(), 'blogs.db')
  if (!Database) throw new Error('better-sqlite3 is missing')
  const database = new Database(file)
  database.exec("CREATE TABLE blog (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO blog VALUES (1, 'Beatles'), (2, 'Monkees')")
  database.close()
  return { DATABASE: file }
}

describe.runIf(Database).each(frameworks)('%s', (framework) => {
  test('sync: the guard refuses the call on the loop and says what to do', async () => {
    const server = await watching('orm', 'sync', framework, { ...blogs(), OFFLOOP_MODE: 'throw' })
    const answer = await fetch(`${server.url}/blogs/1`)
    expect(answer.status).toBe(500)
    expect(await answer.text()).toContain(
      'better-sqlite3.default#prepare blocks the event loop here. Wrap it in syncToAsync and await that.',
    )
    expect((await server.records()).map((each) => each.api)).toEqual(['better-sqlite3.default#prepare'])
  })

  test('wrapped: each request has a thread, where its connection lives, and the guard is silent', async () => {
    const server = await watching('orm', 'wrapped', framework, { ...blogs(), OFFLOOP_MODE: 'throw' })
    const answers = await Promise.all([1, 2, 1].map((id) => answerOf(`${server.url}/blogs/${id}`)))
    expect(answers).toEqual(['Beatles', 'Monkees', 'Beatles'].map((name) => ({ id: name === 'Beatles' ? 1 : 2, name })))
    expect((await server.records()).filter((each) => each.kind === 'call')).toEqual([])
  })

  test('any-thread: a connection that is used on another thread is not there', async () => {
    const server = await serving('orm', 'any-thread', framework, { env: blogs() })
    const answer = await fetch(`${server.url}/blogs/1`)
    expect(answer.status).toBe(500)
    expect(await answer.text()).toContain('It is thread-critical')
  })
})

test.each([
  ['sync', 'offloop/no-sync-database'],
  ['any-thread', 'offloop/require-thread-sensitive'],
])('%s: the lint says it by %s', async (form, rule) => {
  const { folder, remove } = copyExample('orm', form)
  onTestFinished(remove)
  const config = {
    ...offloop.configs.recommended,
    rules: { 'offloop/no-sync-database': 'warn', 'offloop/require-thread-sensitive': 'warn' },
  }
  const results = await new ESLint({ cwd: folder, overrideConfigFile: true, overrideConfig: [config as never] }).lintFiles(['src/*.js'])
  expect(new Set(results.flatMap((each) => each.messages.map((message) => message.ruleId)))).toEqual(new Set([rule]))
})
