/** `offloop why` on unknown and guessed calls, as JSON, and on places that can't be explained. */
import { describe, expect, test } from 'vitest'
import { answered, bin, project, said, shop, why } from './why.test.kit.ts'

const unknowns = {
  'store.js': "import { readFileSync } from 'node:fs'\nexport class Store {\n  fetchAll(name) {\n    return readFileSync(name)\n  }\n}\n",
  'page.js': `import { gone } from './gone.js'
import { missing } from './store.js'
export async function page(store, steps) {
  gone()
  missing()
  steps[0]()
  store.open().close()
  store.close()
  let late
  late()
  return store.fetchAll('a')
}
export async function calls(each) {
  each((x) => x)
}
`,
}

describe.concurrent('--debug', () => {
  test('names each unknown call with its reason, and the guessed edge', async () => {
    const root = project(unknowns)
    const text = await said(root, 'page.js:3', '--debug')
    for (const line of [
      /gone +page\.js:4 +an import that leads to no file of the project \(`\.\/gone\.js`\)/u,
      /missing +page\.js:5 +a name that its module does not export \(`missing` of `\.\/store\.js`\)/u,
      /steps\[0\] +page\.js:6 +a computed member of a parameter \(`steps` of `page`\)/u,
      /store\.open\(\)\.close +page\.js:7 +a member of what a call gave back \(`open\(\)`\)/u,
      /late +page\.js:10 +a name to which the index sees nothing assigned .*\(`late`\)/u,
      /store\.fetchAll +page\.js:11 {2}a member of a parameter \(`store` of `page`\); guessed: the only method of that name/u,
      /leads to\n {4}Store\.fetchAll {2}page\.js:11 {2}call, now \[guessed: the only method of that name\]/u,
      /called by: no function of the project/u,
      /-> Store\.fetchAll +page\.js:11 {2}guessed: the only method of that name\n/u,
      /the whole project\n {2}2 files, 4 functions, 10 calls: 0 to the project, 1 outside of it, 1 guessed, 8 unknown\n/u,
      /most frequent unknown members: close 2, open 1\n/u,
    ])
      expect(text).toMatch(line)
  })

  test('edges say kind, timing and whether they lead through a parameter', async () => {
    const root = project({
      'a.js': `export async function outer() {
  return run(() => 1).then(() => new Box().size)
}
function run(callback) {
  return callback()
}
class Box {
  constructor() {}
  get size() { return 1 }
  toJSON() { return '' }
}
`,
    })
    const { functions } = await answered(root, 'a.js:2')
    const edges = functions.flatMap((each) =>
      each.callees.map((edge) => `${edge.kind} ${edge.timing} ${edge.function.name}${edge.viaParameter ? ' (parameter)' : ''}`),
    )
    expect(edges.toSorted()).toEqual([
      'accessor now Box.size',
      'call now run',
      'callback later callback of ….then',
      'callback now callback of run',
      'construct now Box.constructor',
      'protocol unknown Box.toJSON',
    ])
    expect((await answered(root, 'a.js:5')).functions[0]!.callees).toMatchObject([
      { kind: 'call', viaParameter: true, function: { name: 'callback of run' } },
    ])
  })
})

test('--json has the same fields in every answer', async () => {
  const root = project({ ...shop, ...unknowns })
  const answers = [await answered(root, 'server.js:8'), await answered(root, 'template.js:5'), await answered(root, 'page.js:11')]
  const fields = (of: object): string[] => Object.keys(of)
  for (const answer of answers) {
    expect(fields(answer)).toEqual(['root', 'file', 'line', 'functions', 'calls', 'project', 'problems'])
    expect(fields(answer.project)).toEqual(['files', 'functions', 'calls', 'resolved', 'external', 'guessed', 'unknown', 'unknownMembers'])
    const { calls, resolved, external, guessed, unknown } = answer.project
    expect(resolved + external + guessed + unknown).toBe(calls)
    for (const fn of answer.functions)
      expect(fields(fn).toSorted()).toEqual(
        'at blocking blockingCount callees callers chain findings isAsync kind name offLoop outerChain root runs unknownCalls'.split(' '),
      )
    for (const call of answer.calls)
      expect(fields(call).toSorted()).toEqual('api at callee external in isAwaited leadsTo remedy tier unknown'.split(' '))
  }
  expect(answers[0]).toMatchObject({
    file: 'server.js',
    line: 8,
    functions: [
      {
        root: { kind: 'handler', name: 'GET /orders', framework: 'Express' },
        offLoop: null,
        blocking: [
          {
            api: 'node:fs.readFileSync',
            tier: 'file',
            at: { file: 'template.js', line: 3 },
            remedy: { kind: 'await' },
            between: 'none',
            chain: [{ name: 'listOrders' }, { name: 'template' }, { name: 'readFileSync', kind: 'blocking' }],
          },
        ],
        findings: [{ kind: 'chain', callee: 'listOrders', at: { file: 'server.js', line: 8 } }],
      },
    ],
  })
  expect(answers[1]).toMatchObject({ functions: [{ runs: 'unreached', offLoop: { code: 'not-reached', ends: [{ code: 'no-caller' }] } }] })
})

describe.concurrent('what cannot be explained ends with 2 and one line that names the remedy', () => {
  test.each([
    [['server.js'], /^offloop: server\.js names no line: say server\.js:12$/u],
    [['server.js:x'], /^offloop: server\.js:x names no line: say server\.js:12$/u],
    [['none.js:3'], /^offloop: there is no file none\.js$/u],
    [['test:3'], /^offloop: test is a folder: name a file and a line in it$/u],
    [[`${bin}:1`], /^offloop: .*offloop\.js is outside of the project .*: name the folder that holds it with --root$/u],
    [['server.js:99'], /^offloop: server\.js has 9 lines: there is no line 99$/u],
    [['server.js:0'], /^offloop: server\.js has 9 lines: there is no line 0$/u],
    [['orders.js:3'], /^offloop: line 3 holds no function or call; the nearest function is `listOrders` at line 4$/u],
    [['orders.js:6'], /^offloop: line 6 holds no function or call; the nearest function is `listOrders` at line 4$/u],
    [['data.js:1'], /^offloop: line 1 holds no function or call, and the file has no function$/u],
    [['ignored.js:1'], /^offloop: ignored\.js is no part of the project .*: \.gitignore, tsconfig's outDir or its extension leave it out/u],
    [['README.md:1'], /^offloop: README\.md is no part of the project/u],
    [['server.js:8', '--limit', '0'], /^offloop: --limit is "0": use a whole number from 1$/u],
    [['server.js:8', '--root', 'none'], /^offloop: --root is none, and there is no such folder$/u],
    [['server.js:8', '--debgu'], /^offloop: there is no flag --debgu: did you mean --debug\?$/u],
    [[], /^offloop: missing required args for command `why <file:line>`$/u],
  ])('%j', async (args, line) => {
    const root = project({
      ...shop,
      'data.js': 'export const a = 1\n',
      'ignored.js': 'a()\n',
      '.gitignore': 'ignored.js\n',
      'README.md': 'x\n',
    })
    const { code, stdout, stderr } = await why(root, ...args)
    expect({ code, stdout, stderr: stderr.trimEnd() }).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(line) as string })
  })

  test('a file that does not parse', async () => {
    const root = project({ 'a.js': 'let a = 1\nconst = 2\n' })
    const { code, stderr } = await why(root, 'a.js:1')
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^offloop: a\.js:2: .*: mend that first\n$/u) as string })
  })
})

test('--root names the project, and paths may be relative to it; a file elsewhere that does not parse is one line', async () => {
  const root = project({ 'app/a.js': 'export async function a() {}\n', 'app/b.js': 'const = 2\n' })
  for (const place of ['app/a.js:1', 'a.js:1']) {
    const { code, stdout, stderr } = await why(root, place, '--root', 'app')
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^offloop: b\.js:1: .*the file is left alone\n$/u) as string,
    })
    expect(stdout).toMatch(/^a {2}a\.js:1 {2}async function\n/u)
  }
})

test('--help has the command and its flags', async () => {
  const { code, stdout } = await why('.', '--help')
  expect(code).toBe(0)
  for (const flag of ['why <file:line>', '--root <folder>', '--limit <count>', '--debug', '--json']) expect(stdout).toContain(flag)
})
