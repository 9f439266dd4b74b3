/** Checks that records name the route as the framework's user wrote it, with servers of each. */
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { serve } from '../serve.test.kit.ts'
import { Frameworks } from './frameworks.ts'

describe.concurrent('the route of a record', () => {
  test.each(['express', 'fastify', 'koa', 'hono', 'hono-commonjs'])('is the pattern that the application of %s has', async (framework) => {
    const { records, answers, stderr } = await serve(
      ['/shop/orders/first?q=2', '/shop/orders/second'],
      { FRAMEWORK: framework, OFFLOOP_SUMMARY: '0' },
      'frameworks.mjs',
    )
    expect(answers).toEqual([true, true])
    expect(stderr).toBe('')
    const seen = records.filter(({ kind }) => kind === 'call').map(({ api, context }) => [api, context])
    const context = { method: 'GET', route: '/shop/orders/:id' }
    expect(seen.toSorted()).toEqual([
      ['node:fs.readFileSync', context],
      ['node:fs.readFileSync', context],
      ['node:fs.statSync', context],
      ['node:fs.statSync', context],
    ])
  })

  test('is the path without what looks like an id, where there is no framework', async () => {
    const id = 'a3bb189e-8bf9-3926-a5f1-5c1e9a5e1f6c'
    const { records } = await serve(['/orders/17/lines/3', `/users/${id}`, '/v2/abc'], { FRAMEWORK: 'http' }, 'frameworks.mjs')
    const routes = records.filter(({ api }) => api === 'node:fs.readFileSync').map(({ context }) => context.route)
    expect(routes).toEqual(['/orders/:id/lines/:id', '/users/:id', '/v2/abc'])
  })
})

test('however many servers listen, a framework is asked once, and is as it was when the detector stops', () => {
  const require = createRequire(import.meta.url)
  const Koa = require('koa') as { readonly prototype: { createContext: unknown } }
  const { createContext } = Koa.prototype
  const frameworks = new Frameworks(
    () => undefined,
    (error) => {
      throw error
    },
  )
  frameworks.onServer()
  const patched = Koa.prototype.createContext
  expect(patched).not.toBe(createContext)
  frameworks.onServer()
  expect(Koa.prototype.createContext).toBe(patched)
  frameworks.stop()
  expect(Koa.prototype.createContext).toBe(createContext)
})
