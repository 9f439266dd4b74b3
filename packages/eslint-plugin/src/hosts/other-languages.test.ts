/** Script blocks of Vue and Svelte, blocks of Markdown, and files in other languages: every rule on, and nothing breaks. */
import json from '@eslint/json'
import markdown from '@eslint/markdown'
import * as typescriptParser from '@typescript-eslint/parser'
import type { ESLint, Linter } from 'eslint'
import * as svelteParser from 'svelte-eslint-parser'
import { describe, expect, test } from 'vitest'
import * as vueParser from 'vue-eslint-parser'
import plugin from '../index.ts'
import { folderOf } from '../lint-files.test.kit.ts'
import { engineOf, everything, everyRule, everyRuleConfig, lintFolder, releases, small } from './small-project.test.kit.ts'

/** As in a script block: no hashbang, no top-level await. */
const script = everything.replace(/^#!.*\n/u, '').replace(/await new Promise.*\n$/u, '')
const module = script
  .replaceAll('export ', '')
  .replace(/^default .*\n/mu, '')
  .replace(/^\{ atImport.*\n/mu, '')
const example = small['src/app.js'].replace('./invoice.js', '../invoice.js')

const vue = { files: ['**/*.vue'], languageOptions: { parser: vueParser as unknown as Linter.Parser } }
const svelte = { files: ['**/*.svelte', '**/*.svelte.js'], languageOptions: { parser: svelteParser as unknown as Linter.Parser } }

describe.each(releases)('ESLint %s', (_release, requireFrom) => {
  const Engine = engineOf(requireFrom)
  const rulesOf = (lines: readonly string[]) => lines.map((line) => line.split(' ')[1])

  test.each([
    [
      'a script block',
      `<template><button @click="async () => { await go() }">{{ a?.b }}</button></template>\n<script>\n${script}\n</script>\n`,
    ],
    ['a setup block', `<script setup>\n${module}\n</script>\n<template><p v-for="x in xs" :key="x">{{ x }}</p></template>\n`],
    ['both', `<script>\nexport const a = 1\n</script>\n<script setup>\n${module}\n</script>\n`],
    ['no block', '<template><p/></template>\n'],
    ['nothing', ''],
    ['a block that does not parse', '<script>\nexport async function (\n</script>\n'],
  ])('a Vue component with %s breaks no rule', async (_title, text) => {
    const folder = folderOf({ ...small, 'src/Page.vue': text })
    const lines = await lintFolder(Engine, folder, [everyRuleConfig, vue])
    expect(lines.filter((line) => line.includes('Page.vue') && line.includes('offloop/'))).toEqual([])
    expect(rulesOf(lines.filter((line) => line.includes('src/app.js')))).toEqual(['no-blocking-chain'])
  })

  test('TypeScript in a Vue component breaks no rule', async () => {
    const folder = folderOf({
      'src/Page.vue': `<script setup lang="ts">\nconst a = async (b: string): Promise<void> => { [b].forEach(async (c) => { await c }) }\n</script>\n`,
    })
    const typed = { ...vue, languageOptions: { ...vue.languageOptions, parserOptions: { parser: typescriptParser } } }
    expect(rulesOf(await lintFolder(Engine, folder, [everyRuleConfig, typed]))).toEqual(['no-async-array-callback'])
  })

  test.each([
    [
      'a component',
      `<script>\n${module}\n</script>\n{#each [1] as x}<p on:click={async () => { await x }}>{x}</p>{/each}\n{#await go() then y}{y}{/await}\n`,
    ],
    ['a component with a module', `<script module>\nexport const a = 1\n</script>\n<script>\n${module}\n</script>\n`],
    ['a component without a script', '<p>a</p>\n'],
  ])('%s of Svelte breaks no rule', async (_title, text) => {
    const folder = folderOf({
      ...small,
      'src/Page.svelte': text,
      'src/state.svelte.js': `import { readFileSync } from 'node:fs'\nexport async function a() { return readFileSync('a') }\n`,
    })
    const lines = await lintFolder(Engine, folder, [everyRuleConfig, svelte])
    expect(lines.filter((line) => line.includes('Parsing error'))).toEqual([])
    expect(rulesOf(lines.filter((line) => line.includes('state.svelte.js')))).toEqual(['no-blocking-call'])
  })

  test('blocks of Markdown are linted with what they import, and say nothing about other files', async () => {
    const handler = `import express from 'express'\nimport { invoice } from '../invoice.js'\nexpress().get('/', invoice)\n`
    const blocks = [example, handler, everything, 'export async function ('].map((text) => `\`\`\`js\n${text}\`\`\`\n`).join('\n')
    const folder = folderOf({ 'src/invoice.js': small['src/invoice.js'], 'src/a.md': `# A\n\n${blocks}` })
    const processor: Linter.Config = {
      files: ['**/*.md'],
      plugins: { markdown: markdown as unknown as ESLint.Plugin },
      processor: 'markdown/markdown',
    }
    const lines = await lintFolder(Engine, folder, [everyRuleConfig, processor])
    expect(lines).toContainEqual(expect.stringMatching(/^src\/a\.md:8:12 no-blocking-chain/u))
    expect(rulesOf(lines.filter((line) => line.startsWith('src/invoice.js')))).toEqual(['no-blocking-call'])
  })

  test('JSON and Markdown as languages of their own are left alone by the presets', async () => {
    const folder = folderOf({ ...small, 'src/data.json': '{ "a": [1] }\n', 'src/a.md': '# A\n' })
    const languages: Linter.Config[] = [
      { files: ['**/*.json'], plugins: { json: json as unknown as ESLint.Plugin }, language: 'json/json' },
      { files: ['**/*.md'], plugins: { markdown: markdown as unknown as ESLint.Plugin }, language: 'markdown/commonmark' },
    ]
    for (const preset of [plugin.configs.recommended, plugin.configs.strict]) {
      const lines = await lintFolder(Engine, folder, [preset, languages].flat())
      expect(lines.filter((line) => !/^src\/\w+\.js:/u.test(line))).toEqual([])
    }
    const named = { files: ['**/*.js'], plugins: { offloop: plugin }, rules: everyRule() }
    expect((await lintFolder(Engine, folder, [named, ...languages])).length).toBeGreaterThan(1)
  })
})
