import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CatalogError, defaultCatalog, extendCatalog } from './index.ts'
import type { CatalogExtension } from './index.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const block = (language: string): string => new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'msu').exec(readme)?.[1] ?? ''
const load = async (code: string): Promise<unknown> =>
  ((await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)) as { default: unknown }).default

test('the first example prints what its comments say', () => {
  const api = defaultCatalog.find('fs', 'readFileSync')
  const said = [...block('ts').matchAll(/^api\?\.(\w+) \/\/ '(.+)'$/gmu)].map(([, field, value]) => [field, value])
  expect(said).toEqual([
    ['id', api?.id],
    ['tier', api?.tier],
  ])
  expect(block('ts')).toContain("module: 'node:fs/promises', name: 'readFile', form: 'same'")
  expect(api?.twin).toMatchObject({ module: 'node:fs/promises', name: 'readFile', form: 'same' })
})

test('the configuration that it shows extends the catalogue', async () => {
  const catalog = extendCatalog(defaultCatalog, (await load(block('js'))) as CatalogExtension, 'offloop.config.js')
  expect(catalog.find('@acme/store', 'Store#loadSync')?.twin?.name).toBe('Store#load')
  expect(catalog.handlersOf('@acme/queue')).toHaveLength(1)
  expect(catalog.find('fs', 'existsSync')).toBeUndefined()
})

test('the mistake that it shows is named so', async () => {
  const message = /`(offloop\.config\.js: apis.+?)`/u.exec(readme)?.[1] ?? ''
  const extension = (await load(block('js').replace("tier: 'file'", "tier: 'fast'"))) as CatalogExtension
  expect(() => extendCatalog(defaultCatalog, extension, 'offloop.config.js')).toThrow(new CatalogError(message))
})

test('what it says is not listed is not, and every form and tier is explained', () => {
  expect(['node:util', 'node:dns', 'node:worker_threads', 'node:dgram', 'tar'].filter((module) => defaultCatalog.knows(module))).toEqual([])
  expect(['JSON.parse', 'require'].filter((name) => defaultCatalog.find('globalThis', name))).toEqual([])
  for (const { tier, effect, twin } of defaultCatalog.apis)
    for (const word of [tier, effect, twin?.form]) if (word) expect(readme).toContain(`\`${word}\``)
})
