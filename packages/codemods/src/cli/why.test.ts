/** `offloop why` on a handler three files above what blocks, and on code that nothing reaches. */
import { describe, expect, test } from 'vitest'
import { answered, project, said, shop } from './why.test.kit.ts'

describe.concurrent('a function on the loop', () => {
  test('a helper between handler and blocking call: both chains, the remedy, and who becomes async', async () => {
    const root = project(shop)
    expect(await said(root, 'orders.js:4')).toBe(`listOrders  orders.js:4  sync function
  runs on the loop: \`GET /orders\` reaches it

  from the loop
    GET /orders    server.js:7
    -> listOrders  server.js:8

  what blocks
    -> template      orders.js:5
    -> readFileSync  template.js:3  node:fs.readFileSync, tier file
      instead: await \`readFile\` of \`node:fs/promises\`
      becomes async with it: \`template\`, \`listOrders\`, \`callback of app.get\`

  findings of the lint on these chains
    listOrders  server.js:8  node:fs.readFileSync, tier file
`)
  })

  test('the handler itself, by a line inside of it', async () => {
    const text = await said(project(shop), 'server.js:8:3')
    expect(text).toMatch(
      /^callback of app\.get {2}server\.js:7 {2}sync arrow\n {2}runs on the loop: it is the Express handler `GET \/orders`\n/u,
    )
    expect(text).toMatch(/response\.send {2}server\.js:8 {2}unknown: a member of a parameter \(`response` of `callback of app\.get`\)/u)
    expect(text).toMatch(/listOrders {2}server\.js:8 {2}calls `listOrders` \(orders\.js:4\)/u)
  })

  test('the blocking call itself: the call and the function around it', async () => {
    const text = await said(project(shop), 'template.js:3')
    expect(text).toMatch(/^template {2}template\.js:3 {2}sync arrow\n/u)
    expect(text).toMatch(
      /calls on line 3\n {2}readFileSync {2}template\.js:3 {2}blocks: node:fs\.readFileSync, tier file; instead: await `readFile` of/u,
    )
  })

  test('a callback of map is its own function, run in place', async () => {
    const { functions, calls } = await answered(project(shop), 'orders.js:7')
    expect(functions.map((each) => [each.name, each.runs])).toEqual([['callback of names.map', 'loop']])
    expect(functions[0]!.chain!.map((each) => `${each.name} ${each.kind} ${each.timing}`)).toEqual([
      'GET /orders root now',
      'listOrders call now',
      'callback of names.map callback now',
    ])
    expect(calls.find((each) => each.callee === 'names.map')).toMatchObject({
      unknown: { reason: 'unknown-receiver' },
      leadsTo: [{ kind: 'callback', timing: 'now', viaParameter: false }],
    })
  })

  test('behind an async function: findings stand there; the handler above it is named', async () => {
    const root = project({
      'server.js': `import express from 'express'
import { statSync } from 'node:fs'
express().get('/size', async (request, response) => response.send(await size(request.query.name)))
async function size(name) {
  return statSync(name).size
}
`,
    })
    const handler = await said(root, 'server.js:3')
    expect(handler).toContain('findings stand there, not at its callers')
    const inner = await said(root, 'server.js:5')
    expect(inner).toContain('it is an async function, and `GET /size` reaches it')
    expect(inner).not.toContain('becomes async with it')
    const [answer] = (await answered(root, 'server.js:5')).functions
    expect([answer!.chain!.length, answer!.outerChain!.map((each) => each.name)]).toEqual([1, ['GET /size', 'size']])
  })

  test('--limit leaves out blocking calls and says so', async () => {
    const root = project({
      'a.js': "import fs from 'node:fs'\nexport async function two() {\n  fs.readFileSync('a')\n  fs.statSync('b')\n}\n",
    })
    const text = await said(root, 'a.js:2', '--limit', '1')
    expect(text).toContain('and 1 more: --limit 2 shows all')
    expect(text.split('what blocks')[1]!.split('findings')[0]).not.toContain('statSync')
    const [answer] = (await answered(root, 'a.js:2', '--limit', '1')).functions
    expect([answer!.blocking.length, answer!.blockingCount]).toEqual([1, 2])
  })

  test('nothing blocks below it', async () => {
    const root = project({ 'a.js': 'export async function add(a, b) {\n  return a.plus(b)\n}\n' })
    expect(await said(root, 'a.js:1')).toContain(
      'nothing blocks below it: no call of a catalogue entry that the index can follow; 1 call in it has an unknown callee (--debug)',
    )
  })
})

describe.concurrent('a function that is not on the loop says why', () => {
  test('only at start-up', async () => {
    const text = await said(project(shop), 'settings.js:2')
    expect(text).toContain('runs only at start-up: `loadSettings` is only called while modules load')
    expect(text).toMatch(/at start-up\n {4}top level of server\.js {2}server\.js:1\n {4}-> loadSettings +server\.js:5\n/u)
    expect(text).toContain('what blocks, though not on the loop')
  })

  test.each([
    ['template.js:5', /nothing on the loop reaches it: nobody in the project calls `unused`; it is exported, so code outside of it may\n/u],
    ['template.js:4', /nothing on the loop reaches it: `sizeOf` is called only by tests \(test\/template\.test\.js:2\)\n/u],
    ['test/template.test.js:2', /does not run on the loop: test\/template\.test\.js is a test or the configuration of a tool\n/u],
    ['server.js:5', /runs only at start-up: it is the top level of a module\n/u],
  ])('%s', async (place, words) => {
    expect(await said(project(shop), place)).toMatch(words)
  })

  test.each([
    ['worker.js:3', /worker\.js is the file of a worker thread/u],
    ['command.js:2', /is only given to `program\.action` \(command\.js:2\), which does not run it on the loop/u],
    ['register.js:2', /`work` is only given to `register` \(register\.js:3\), and whether that calls it on the loop is unknown/u],
    ['register.js:4', /nobody in the project calls `table`; register\.js:5 names it without calling it/u],
    ['circle.js:1', /only functions call it that call each other/u],
    [
      'deep.js:2',
      /:\n {4}nobody in the project calls `one` \(deep\.js:3\), which leads to it\n {4}nobody in the project calls `two` \(deep\.js:4\)/u,
    ],
    ['promise.js:2', /is only given to `start\(\)\.then` \(promise\.js:2\), a step of a promise that is made at start-up/u],
  ])('%s', async (place, words) => {
    const root = project({
      'worker.js': "import { parentPort } from 'node:worker_threads'\nparentPort.on('message', run)\nfunction run() {}\n",
      'command.js': "import { program } from 'commander'\nprogram.action(() => 1)\n",
      'register.js':
        "import { register } from 'hooks'\nfunction work() {}\nregister(work)\nfunction table() {}\nexport const all = { table }\n",
      'circle.js': 'function ping() { return pong() }\nfunction pong() { return ping() }\n',
      'deep.js': 'export {}\nfunction leaf() {}\nfunction one() { leaf() }\nfunction two() { leaf() }\n',
      'promise.js': "import { start } from 'starter'\nstart().then(() => 1)\n",
    })
    expect(await said(root, place)).toMatch(words)
  })

  test('only through a parameter', async () => {
    const root = project({ 'a.js': 'function held() {}\nexport function run(callback = held) {\n  callback()\n}\nrun()\n' })
    expect(await said(root, 'a.js:1')).toContain('`held` is called only through a parameter (a.js:3)')
    expect((await answered(root, 'a.js:1')).functions[0]!.callers).toMatchObject([{ function: { name: 'run' }, viaParameter: true }])
  })
})
