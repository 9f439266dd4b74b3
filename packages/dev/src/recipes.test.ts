/** Runs the recipes of the codemods' docs: the files of each are a project, its commands run there, and must print what the page says. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './root.ts'

interface Recipe {
  readonly title: string
  readonly files: Readonly<Record<string, string>>
  readonly commands: string
  readonly prints: readonly string[]
}

const page = readFileSync(join(root, 'packages/codemods/docs/recipes.md'), 'utf8')

const recipes = page
  .split(/^## /mu)
  .slice(1)
  .map((section): Recipe => {
    const files: Record<string, string> = {}
    let commands = ''
    let prints: string[] = []
    for (const [, language = '', file = '', text = ''] of section.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gmu)) {
      if (file !== '') files[file] = text
      else if (language === 'sh') commands = text
      else prints = text.split('\n').filter((line) => line !== '')
    }
    return { title: section.split('\n', 1)[0] ?? '', files, commands, prints }
  })

/** What `npm install` would leave: the packages of this repository, and a workspace's own. */
function linkPackages(folder: string, files: Recipe['files']): void {
  const modules = join(folder, 'node_modules')
  mkdirSync(modules)
  for (const name of readdirSync(join(root, 'node_modules'))) symlinkSync(join(root, 'node_modules', name), join(modules, name))
  for (const [path, text] of Object.entries(files)) {
    const [, place] = /^(packages\/.+)\/package\.json$/u.exec(path) ?? []
    if (place === undefined) continue
    const { name } = JSON.parse(text) as { name: string }
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(join(folder, place), join(modules, name))
  }
}

/** The commands as a shell runs them, until one fails. */
function run({ files, commands }: Recipe): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-recipe-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  linkPackages(folder, files)
  const path = `${join(root, 'node_modules/.bin')}:${process.env['PATH']}`
  const env = { ...process.env, PATH: path, NO_COLOR: '1', CI: '1', FORCE_COLOR: undefined, NODE_OPTIONS: '' }
  return new Promise((resolve) => {
    execFile('/bin/sh', ['-ec', commands], { cwd: folder, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      rmSync(folder, { recursive: true, force: true })
      resolve(`${stdout}${stderr}${error ? `\nended with ${error.code}` : ''}`)
    })
  })
}

test('the page has recipes', () => {
  expect(recipes.map((each) => each.title)).toEqual([
    'An Express application, in five commands',
    'A command-line program',
    'A monorepo',
    'A gate in CI',
  ])
})

test.each(recipes)('$title', async (recipe) => {
  const printed = await run(recipe)
  expect(printed).not.toContain('\nended with')
  for (const line of recipe.prints) expect(printed).toContain(line)
})
