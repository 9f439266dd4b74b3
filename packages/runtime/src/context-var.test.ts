/** Checks tokens, contexts, child tasks and request isolation. */
import http from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import './request-cell.ts'
import { ContextVar } from './context-var.ts'
import { copyContext } from './context.ts'
import { createTask, drainTasks, gather } from './tasks.ts'

const colour = new ContextVar<string>('colour', { default: 'none' })

test('C04 a token works once, for its variable, in its context', async () => {
  const other = new ContextVar<string>('other')
  expect(() => other.get()).toThrow(/no value here/)
  const token = colour.set('red')
  expect(() => other.reset(token)).toThrow(/made by "colour"/)
  await createTask(() => expect(() => colour.reset(token)).toThrow(/another context/))
  colour.reset(token)
  expect(colour.get()).toBe('none')
  expect(() => colour.reset(token)).toThrow(/used once/)
})

test('C10 a context keeps its own sets and can not be entered twice', () => {
  const context = copyContext()
  context.run(() => {
    colour.set('green')
    expect(() => context.run(() => 0)).toThrow(/entered already/)
  })
  expect([colour.get(), context.run(() => colour.get())]).toEqual(['none', 'green'])
})

test('C11 an awaited callee shares the context, children copy it', async () => {
  await createTask(async () => {
    await (async () => {
      await null
      colour.set('shared')
    })()
    expect(colour.get()).toBe('shared')
    await gather(
      () => colour.set('child'),
      () => colour.set('sibling'),
    )
    expect(colour.get()).toBe('shared')
  })
  expect(await drainTasks()).toBe(true)
})

test("C19 C20 C21 requests do not see each other's values", async () => {
  const server = http.createServer((_request, response) => {
    const before = colour.get()
    colour.set('seen')
    response.end(before)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const bodies = [await (await fetch(url)).text(), await (await fetch(url)).text()]
  server.closeAllConnections()
  server.close()
  expect(bodies).toEqual(['none', 'none'])
})
