/** Views and middleware of the runtime: sync ones run on threads, async ones on the loop. */
import { expect, test } from 'vitest'
import { callsOf, scratchProject } from './scratch-project.test.kit.ts'

test('of views and middleware only the async ones are reached from the loop, however deep they are wrapped', () => {
  const project = scratchProject({
    'src/views.js': `import { readFileSync } from 'node:fs'
export const register = () => ({ body: readFileSync('sync view') })
export async function profile() {
  return { body: readFileSync('async view') }
}
export async function feed() {
  return { body: readFileSync('async view of a chain') }
}
export const rates = { request() { readFileSync('sync hook') } }
export const flags = { async request() { readFileSync('async hook') } }`,
    'src/app.js': `import express from 'express'
import { compose, offloadedHandler, syncToAsync } from "@offloop/runtime"
import { feed, flags, profile, rates, register } from './views.js'
const app = express()
app.get('/register', offloadedHandler(register))
app.get('/also', syncToAsync(register))
app.get('/profile', offloadedHandler(profile))
app.get('/feed', offloadedHandler(compose(rates, flags, feed)))`,
  })
  expect(callsOf(project)).toEqual([
    'src/views.js:2 readFileSync unreached',
    'src/views.js:4 readFileSync loop',
    'src/views.js:7 readFileSync loop',
    'src/views.js:9 readFileSync unreached',
    'src/views.js:10 readFileSync loop',
  ])
})
