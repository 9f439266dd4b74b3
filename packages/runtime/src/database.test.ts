/** Checks that the handle of a real database lives on one thread, and that using it elsewhere is an error that says why. */
import { createRequire } from 'node:module'
import { afterAll, expect, test } from 'vitest'
import type { ContextVar } from '@offloop/runtime'

const require = createRequire(import.meta.url)
const { createTask, shutdown, syncToAsync, threadSensitiveContext } = require('@offloop/runtime') as typeof import('@offloop/runtime')
interface Row {
  readonly name: string
}
const database = require('../../../fixtures/threads/database.mjs') as {
  kind: () => string | undefined
  addUser: (name: string) => [string, number]
  users: () => string[]
  eachUser: () => IterableIterator<Row>
  connection: ContextVar<{ name: string }>
  openHere: () => string
  readConnection: () => string
  give: () => object
  take: (given: object) => unknown
  Connection: new () => { list(): string[] }
  connect: () => object
  listFrom: (given: object) => string[]
}
afterAll(() => shutdown())
// Node 20 has no database of its own, and better-sqlite3 has to be compiled where it is installed.
const testWithDatabase = test.runIf(database.kind() !== undefined)

testWithDatabase('all calls of a process meet at one handle, on the designated thread', async () => {
  const addUser = syncToAsync(database.addUser)
  const added = await Promise.all(['grace', 'ada'].map((name) => addUser(name)))
  expect(new Set(added.map(([, thread]) => thread)).size).toBe(1)
  expect(await syncToAsync(database.users)()).toEqual(['ada', 'grace'])
})

testWithDatabase('a scope has a handle of its own, as a request of a server would', async () => {
  await threadSensitiveContext(async () => {
    await syncToAsync(database.addUser)('mary')
    expect(await syncToAsync(database.users)()).toEqual(['mary'])
  })
  expect(await syncToAsync(database.users)()).toEqual(['ada', 'grace'])
})

testWithDatabase('rows come one by one through an open cursor', async () => {
  const rows = (await syncToAsync(database.eachUser)()) as unknown as AsyncIterable<Row>
  const names: string[] = []
  for await (const { name } of rows) names.push(name)
  expect(names).toEqual(['ada', 'grace'])
})

testWithDatabase('a handle that leaves its thread is refused: as an argument, as a result, in a variable', async () => {
  await expect(syncToAsync(database.take)({ all: () => [] })).rejects.toThrow(/Argument 1 of take\.all can't be copied/u)
  await expect(syncToAsync(database.give)()).rejects.toThrow(/The result of give\.run can't be copied/u)
  await expect(syncToAsync(database.listFrom)(new database.Connection())).rejects.toThrow(
    /Argument 1 of listFrom \(a Connection, which belongs to its thread\)/u,
  )
  await expect(syncToAsync(database.connect)()).rejects.toThrow(/The result of connect \(a Connection/u)
  await createTask(async () => {
    const name = await syncToAsync(database.openHere)()
    expect(['better-sqlite3', 'node:sqlite']).toContain(name)
    expect(() => database.connection.get()).toThrow(/"database-connection" has no value here. It is thread-critical/u)
    await expect(syncToAsync(database.readConnection, { threadSensitive: false })()).rejects.toMatchObject({ code: 'OFFLOOP_LOOKUP' })
  })
})
