/** `npm run new -- rule|codemod|api|fixture <name>`: writes the files of a new thing and prints what to do next. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from './root.ts'
import { api } from './templates/api.ts'
import { codemod } from './templates/codemod.ts'
import { fixture } from './templates/fixture.ts'
import { rule } from './templates/rule.ts'
import type { Template } from './templates/template.ts'

const templates: Readonly<Record<string, Template>> = { rule, codemod, api, fixture }

const { positionals, values } = parseArgs({ allowPositionals: true, options: { into: { type: 'string', default: root } } })
const [kind = '', name = ''] = positionals
const template = templates[kind]

if (!template) fail(`Say what is new: npm run new -- ${Object.keys(templates).join('|')} <name>`)
else if (!template.pattern.test(name)) fail(`"${name}" is not a name for a new ${kind}. A name is ${template.names}`)
else write(template)

function write({ scaffold }: Template): void {
  const { files, next } = scaffold(name)
  const existing = Object.keys(files).find((path) => existsSync(join(values.into, path)))
  if (existing !== undefined) return fail(`${existing} exists already. Choose another name, or delete it first.`)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(values.into, path)), { recursive: true })
    writeFileSync(join(values.into, path), text)
    console.log(path)
  }
  console.log(`\nNext: ${next}`)
}

function fail(message: string): void {
  console.error(message)
  process.exitCode = 2
}
