/** Checks which rules allow which calls, who decides where several fit, and what is said of rules that mean nothing. */
import { defaultCatalog } from '@offloop/catalog'
import { expect, test } from 'vitest'
import type { Frame } from '@offloop/catalog'
import { Allowances } from './allow.ts'
import type { AllowRule } from './allow.ts'
import { filePattern } from './file-pattern.ts'

type Rules = readonly (string | AllowRule)[]
const read = defaultCatalog.byId('node:fs.readFileSync')!
const stat = defaultCatalog.byId('node:fs.statSync')!

function rulesOf(allow: Rules, forbid: Rules = []): { readonly rules: Allowances; readonly said: readonly string[] } {
  const said: string[] = []
  return { rules: new Allowances({ allow, forbid }, defaultCatalog, (message) => said.push(message)), said }
}

/** Frames from the innermost outwards, as `name file`. */
const stackOf = (...frames: string[]): Frame[] =>
  frames.map((each) => {
    const [name = '', file = ''] = each.split(' ')
    return { name, file, line: 1, column: 1 }
  })

test('G22 a rule names an API, a caller in a file, or both; patterns take either slash', () => {
  const { rules } = rulesOf(['node:fs.stat* in src/boot/**', { file: 'node_modules/pino/**' }, { function: 'loadSettings' }])
  const boot = stackOf('check /app/lib/check.js', 'start /app/src/boot/deep/start.js')
  expect(rules.isOfCaller(stat, [], boot)).toBe(true)
  expect(rules.isOfCaller(read, [], boot)).toBe(false)
  expect(rules.isOfCaller(read, [], stackOf('write C:\\app\\node_modules\\pino\\lib\\out.js'))).toBe(true)
  expect(rules.isOfCaller(read, [], stackOf('Config.loadSettings /app/config.js'))).toBe(true)
  expect(rules.isOfCaller(read, [], stackOf('reloadSettings /app/config.js'))).toBe(false)
})

test('G10 the innermost caller that a rule names decides', () => {
  const { rules } = rulesOf([{ file: 'src/admin/**' }], [{ function: 'render' }])
  const outerAllows = stackOf('render /app/src/page.js', 'export /app/src/admin/export.js')
  const innerAllows = stackOf('export /app/src/admin/export.js', 'render /app/src/page.js')
  expect([rules.isOfCaller(read, [], outerAllows), rules.isOfCaller(read, [], innerAllows)]).toEqual([false, true])
})

test('G23 a rule can look at arguments', () => {
  const { rules } = rulesOf([{ api: 'node:fs.readFileSync', when: (path: unknown) => path === '/etc/hosts' }])
  expect([rules.isPlain(read, ['/etc/hosts']), rules.isPlain(read, ['/etc/passwd']), rules.isPlain(stat, ['/etc/hosts'])]).toEqual([
    true,
    false,
    false,
  ])
})

test('G29 rules count what they allow, so that those that nothing needs are known', () => {
  const { rules } = rulesOf(['node:fs.readFileSync', 'node:fs.* in src/boot/**'], ['node:fs.statSync'])
  rules.isPlain(read, [])
  rules.isPlain(read, [])
  expect(rules.isPlain(stat, [])).toBe(false)
  expect(rules.uses()).toEqual([
    { rule: 'node:fs.readFileSync', count: 2 },
    { rule: 'node:fs.* in src/boot/**', count: 0 },
  ])
})

test('a rule that fits nothing is said and left out', () => {
  const { rules, said } = rulesOf(['readFileSync', { api: 'node:fs.*', files: 'x' } as AllowRule, {}, 'node:fs.nothing*', null as never])
  expect(said).toEqual([
    expect.stringMatching(/allow names "readFileSync", which is no id.*node:fs\.readFileSync/u),
    expect.stringMatching(/allow has a rule with "files": rules have api, file, function and when/u),
    expect.stringMatching(/allow has the rule \{\}, which names neither/u),
    expect.stringMatching(/allow names "node:fs\.nothing\*"/u),
    expect.stringMatching(/allow has null, which is no rule/u),
  ])
  expect(rules.uses()).toEqual([])
})

test.each([
  ['src/boot/**', '/app/src/boot/a/b.js', true],
  ['src/boot/**', '/app/src/booth/a.js', false],
  ['src/*.js', '/app/src/a.js', true],
  ['src/*.js', '/app/src/a/b.js', false],
  ['**/a.js', '/app/src/x/a.js', true],
  ['a.js', '/app/src/a.js', true],
  ['a.js', '/app/src/ba.js', false],
  ['/app/a.js', '/app/a.js', true],
  ['/app/a.js', '/x/app/a.js', false],
  ['./src/a+b.js', '/app/src/a+b.js', true],
  ['src\\boot\\*.js', 'C:\\app\\src\\boot\\a.js', true],
])('the pattern %s fits %s: %s', (pattern, file, fits) => {
  expect(filePattern(pattern)(file)).toBe(fits)
})
