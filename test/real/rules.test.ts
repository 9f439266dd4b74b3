/** Every rule on code that we did not write: no crash, whatever it says. */
import plugin from '@offloop/eslint-plugin'
import { ESLint } from 'eslint'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** Servers, clients and tools: CommonJS and ES modules, by hand, compiled and bundled. */
const packages = [
  'express@5.1.0',
  'fastify@5.6.1',
  'koa@3.0.3',
  'socket.io@4.8.1',
  'bullmq@5.61.0',
  'mongoose@8.19.2',
  'graceful-fs@4.2.11',
  'undici@7.16.0',
]
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'offloop-rules-')))

beforeAll(() => {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--silent', ...packages], { cwd: folder })
  // ESLint lints nothing below node_modules.
  for (const name of packages.map((each) => each.slice(0, each.lastIndexOf('@'))))
    cpSync(join(folder, 'node_modules', name), join(folder, 'sources', name), { recursive: true })
}, 240_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('all rules run over all files of eight packages', { timeout: 300_000 }, async () => {
  const rules = Object.fromEntries(Object.keys(plugin.rules).map((name) => [`offloop/${name}`, 'error' as const]))
  const engine = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: [
      { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' } },
      { files: ['**/*.{js,mjs,cjs}'], plugins: { offloop: plugin }, settings: { offloop: { root: join(folder, 'sources') } }, rules },
      { files: ['**/*.js'], languageOptions: { sourceType: 'commonjs' } },
    ],
  })
  const results = await engine.lintFiles(['sources'])
  expect(results.length).toBeGreaterThan(500)
  const rulesThatSpoke = new Set(results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId)))
  expect(rulesThatSpoke.size).toBeGreaterThan(5)
})
