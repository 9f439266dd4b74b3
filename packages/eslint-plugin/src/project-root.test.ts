/** Tests of which folder is read around a file. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderOf } from './lint-files.test.kit.ts'
import { rootOf } from './project-root.ts'

test('the setting wins, relative to the working directory', () => {
  expect(rootOf('/srv/app/src/a.ts', '/srv/app', '../other')).toBe('/srv/other')
})

test('the nearest workspace root wins over the working directory', () => {
  const folder = folderOf({ 'package.json': '{ "workspaces": ["packages/*"] }', 'packages/api/package.json': '{}' })
  expect(rootOf(join(folder, 'packages/api/src/a.ts'), join(folder, 'packages/api'))).toBe(folder)
  const pnpm = folderOf({ 'pnpm-workspace.yaml': '', 'api/package.json': '{}' })
  expect(rootOf(join(pnpm, 'api/a.ts'), join(pnpm, 'api'))).toBe(pnpm)
})

test('without workspaces it is the working directory, for files in it', () => {
  const folder = folderOf({ 'api/package.json': '{}' })
  expect(rootOf(join(folder, 'api/a.ts'), folder)).toBe(folder)
})

test('a file elsewhere belongs to its nearest package, or to its own folder', () => {
  const folder = folderOf({ 'src/deep/a.ts': '' })
  expect(rootOf(join(folder, 'src/deep/a.ts'), '/nowhere')).toBe(folder)
  expect(rootOf('/no-such-folder/a.ts', '/nowhere')).toBe('/no-such-folder')
})

test('a manifest that can not be read is not a workspace', () => {
  const folder = folderOf({ 'package.json': '{ "workspaces": ' })
  expect(rootOf(join(folder, 'a.ts'), folder)).toBe(folder)
})
