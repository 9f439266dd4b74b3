/** Runs `--from-report` over what detectors write: places in sources, in built output and on other machines, and records that are no call here. */
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { offloop, project, read } from './offloop.test.kit.ts'

const orders = `import { readFileSync, statSync } from 'node:fs'
export async function orders(name) {
  const size = statSync(name).size
  return readFileSync(name, 'utf8').slice(0, size)
}
export async function other(name) {
  return readFileSync(name, 'utf8')
}
`
type Frame = readonly [file: string, line: number, column: number]

function recordOf(api: string, stack: readonly Frame[], more: object = {}): string {
  const frames = stack.map(([file, line, column]) => ({ name: 'f', file, line, column }))
  return `${JSON.stringify({ kind: 'call', api, durationMs: 5, stack: frames, context: {}, count: 1, at: 1, ...more })}\n`
}

test('only the calls that were seen are migrated; the others are said with their reason', async () => {
  const root = project({ 'orders.mjs': orders, 'plain.mjs': 'export async function spin() {\n  for (;;);\n}\n' })
  const [file, plain] = [join(root, 'orders.mjs'), join(root, 'plain.mjs')]
  const lines = [
    recordOf('node:fs.readFileSync', [
      ['node:fs', 440, 20],
      [file, 4, 10],
    ]),
    // The same file on the machine of the server, and without a column that would tell.
    recordOf('node:fs.readFileSync', [['/app/orders.mjs', 4, 1]]),
    recordOf('node:fs.readFileSync', [[file, 3, 16]]),
    recordOf(
      'node:fs.readFileSync',
      [
        [join(root, 'node_modules/lib/index.js'), 7, 1],
        [file, 3, 16],
      ],
      { package: 'lib' },
    ),
    recordOf('stall', [[plain, 2, 3]], { kind: 'stall' }),
    recordOf('lost', [[plain, 2, 3]], { kind: 'lost' }),
    recordOf('node:fs.readFileSync', []),
    'half a li',
  ]
  writeFileSync(join(root, 'blocking.jsonl'), lines.join(''))
  const { code, stderr } = await offloop(root, 'sync-to-async', '--yes', '--from-report', 'blocking.jsonl')
  expect({ code, stderr }).toMatchObject({ code: 0 })
  expect(stderr.split('\n').filter((line) => /record/u.test(line))).toEqual([
    'offloop: 2 of 7 records are of 1 blocking call here',
    '  not matched, 1 record: orders.mjs:3 node:fs.readFileSync: no such call stands here: has the file changed since?',
    '  not matched, 1 record: orders.mjs:3 node:fs.readFileSync: lib makes the call, not the project',
    '  not matched, 1 record: plain.mjs:2 stall: plain code stood still here: there is no call to migrate',
    '  not matched, 1 record: plain.mjs:2 lost: `lost` is no blocking call',
    '  not matched, 1 record: no place node:fs.readFileSync: the record has no stack',
    'offloop: 1 line is no record and was left out',
  ])
  expect(read(root, 'orders.mjs')).toBe(
    orders
      .replace("from 'node:fs'\n", "from 'node:fs'\nimport { readFile } from 'node:fs/promises'\n")
      .replace("return readFileSync(name, 'utf8').slice", "return (await readFile(name, 'utf8')).slice"),
  )
})

test('places in built output are followed through its source map; several files add up', async () => {
  // Maps line 2 of the built file to line 4 of the source, and each column to itself as far as the call begins.
  const map = { version: 3, file: 'orders.mjs', sources: ['../orders.mjs'], names: [], mappings: ';AAGE,OAAO' }
  const root = project({
    'orders.mjs': orders,
    '.gitignore': 'dist\n',
    'dist/orders.mjs': '// built\n  return readFileSync(name)\n//# sourceMappingURL=orders.mjs.map\n',
    'dist/orders.mjs.map': JSON.stringify(map),
    'one.jsonl': recordOf('node:fs.readFileSync', [['/srv/app/dist/orders.mjs', 2, 8]]),
  })
  writeFileSync(join(root, 'two.jsonl'), '')
  appendFileSync(join(root, 'two.jsonl'), recordOf('node:fs.statSync', [[join(root, 'orders.mjs'), 3, 16]]))
  const args = ['sync-to-async', '--yes', '--from-report', 'one.jsonl', '--from-report', 'two.jsonl']
  const { code, stderr } = await offloop(root, ...args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('2 of 2 records are of 2 blocking calls here') as string })
  expect(read(root, 'orders.mjs').match(/await \w+/gu)).toEqual(['await stat', 'await readFile'])
})

test.each([
  [['--from', 'all', '--from-report', 'empty.jsonl'], '--from and --from-report both say where to start: use one of them'],
  [['--from-report', 'none.jsonl'], '--from-report is "none.jsonl", and there is no such file'],
  [['--from-report', '.'], '--from-report is ".", which is a folder: name the file that the detector wrote'],
  [['--from-report', 'empty.jsonl'], 'empty.jsonl: the detector saw nothing'],
  [['--from-report', 'orders.mjs'], 'orders.mjs: no line is a record of the detector'],
])('%j is refused', async (flags, message) => {
  const root = project({ 'orders.mjs': orders, 'empty.jsonl': '' })
  const { code, stderr } = await offloop(root, 'sync-to-async', '--dry', ...flags)
  expect({ code, last: stderr.trim().split('\n').at(-1) }).toEqual({ code: 2, last: `offloop: ${message}` })
})
