import { expect, test } from 'vitest'
import { createCatalog } from './lookup.ts'
import { defaultCatalog } from './default-catalog.ts'
import { catalogPage } from './page.ts'

const page = catalogPage()

test('every entry and every handler has a row', () => {
  const rows = page.split('\n').filter((line) => /^\| `/u.test(line))
  expect(rows).toHaveLength(defaultCatalog.apis.length + defaultCatalog.handlers.length)
})

test('a row says what the entry is', () => {
  expect(page).toContain(
    '| `scryptSync` | cpu | pure | await | `scrypt` of `node:crypto`, form promisify | [docs](https://nodejs.org/api/crypto.html#cryptoscryptsyncpassword-salt-keylen-options) |',
  )
  expect(page).toContain('| `StatementSync#run` (Node >=22.5, on the thread of its handle) | database | write | offload |  | [docs](')
  expect(page).toContain('| `sign` (without a callback) | cpu | pure | offload, copies |  | [docs](https://github.com/auth0/')
})

test('a row says what becomes of the promise of a handler', () => {
  expect(page).toMatch(/\| `express@4\.app` \| Express 0 to 4 \| `\.get\(\)` .* \| unhandled: call next with it \|/u)
  expect(page).toMatch(/\| `express@5\.app` \| Express 5 to the latest \| .* \| handled \|/u)
  expect(page).toMatch(/\| `node:http\.server` \| node:http \| `createServer\(\)` .*`event request`.* \| unhandled: answer yourself \|/u)
  expect(page).toContain('`@Get()`')
})

test('Node comes first, then globals, then libraries by name', () => {
  const titles = [...page.matchAll(/^## (.+)$/gmu)].map(([, title]) => title)
  expect(titles[0]).toBe('node:child_process')
  expect(titles.indexOf('globalThis')).toBeGreaterThan(titles.indexOf('node:zlib'))
  expect(titles.indexOf('globalThis')).toBeLessThan(titles.indexOf('adm-zip'))
  expect(titles.at(-1)).toBe('Where handlers begin')
})

test('a bar in a cell does not end it', () => {
  const api = {
    id: 'x.a',
    module: 'x',
    name: 'a',
    tier: 'cpu',
    effect: 'pure',
    remedy: 'offload',
    source: 'https://x.example/?a|b',
  } as const
  expect(catalogPage(createCatalog([api], []))).toContain('a\\|b')
})
