/** Runs the examples of README.md, each as the entry file of a process. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const [quickStart = '', context = ''] = [...readme.matchAll(/^```js\n([\s\S]*?)^```$/gmu)].map(([, code]) => code ?? '')

/** Runs `code` in a folder that has the package and `files`; what it printed. */
function run(code: string, files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-readme-'))
  mkdirSync(join(folder, 'node_modules/@offloop'), { recursive: true })
  symlinkSync(fileURLToPath(new URL('..', import.meta.url)), join(folder, 'node_modules/@offloop/runtime'))
  for (const [name, text] of Object.entries({ ...files, 'package.json': '{ "type": "module" }', 'main.js': code }))
    writeFileSync(join(folder, name), text)
  return execFileSync(process.execPath, ['main.js'], { cwd: folder, encoding: 'utf8', timeout: 30_000 })
}

test('the quick start runs the function on a thread', () => {
  const password = `
    import { threadId } from 'node:worker_threads'
    export const hashPassword = (text) => text + ' on thread ' + (threadId > 0)`
  expect(
    run(quickStart.replace('await hash', 'console.log(await hash').replace("'secret')", "'secret'))"), { 'password.js': password }),
  ).toBe('secret on thread true\n')
})

test('a context variable has the value of its task', () => {
  const code = context.replace(/^user\.get\(\) .*/mu, 'greet(user.get())')
  expect(run(`const greet = (name) => console.log(name)\n${code}`)).toBe('ada\nnobody\n')
})
