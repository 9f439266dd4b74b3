import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openProject } from './project.ts'
import { scratchFolder } from './scratch-project.test.kit.ts'

test('the README prints what it says', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const block = (opening: string): string => new RegExp(`^\`\`\`${opening}\\n([^]*?)^\`\`\`$`, 'mu').exec(readme)?.[1] ?? ''
  const root = scratchFolder({ 'page.js': block('js page\\.js') })
  const lines: string[] = []
  const run = new Function(
    'openProject',
    'console',
    block('js')
      .replace(/^import .*\n/u, '')
      .replace("'.'", JSON.stringify(root)),
  )
  run(openProject, { log: (line: string) => lines.push(line) })
  expect(`${lines.join('\n')}\n`).toBe(block('text'))
})
