/** Other ways to run a codemod: a jscodeshift transform where one file is enough, and a package of the `codemod` CLI. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Codemod } from '@offloop/codemods'
import { root } from '../root.ts'
import { formatted } from './generated.ts'
import type { Generated } from './generated.ts'

const base = 'packages/codemods'

/** `transforms/` and `workflows/` of `@offloop/codemods`. */
export async function codemodPackages(): Promise<Generated[]> {
  const { codemods } = await import('@offloop/codemods')
  const { version, license } = JSON.parse(readFileSync(join(root, base, 'package.json'), 'utf8')) as { version: string; license: string }
  const files: Generated[] = [{ path: `${base}/transforms/package.json`, text: '{ "type": "commonjs" }\n' }]
  for (const codemod of codemods) {
    if (codemod.scope === 'file') files.push({ path: `${base}/transforms/${codemod.name}.js`, text: transform(codemod) })
    const folder = `${base}/workflows/${codemod.name}`
    files.push({ path: `${folder}/codemod.yaml`, text: manifest(codemod, version, license) })
    files.push({ path: `${folder}/workflow.yaml`, text: workflow(codemod) })
  }
  return Promise.all(files.map(async ({ path, text }) => ({ path, text: await formatted(path, text) })))
}

const transform = ({ name, summary }: Codemod): string => `/** ${name} for jscodeshift. ${summary}. Generated: \`npm run generate\`. */
'use strict'

const { pathToFileURL } = require('node:url')

// jscodeshift compiles all that is required to CommonJS, and may compile import() as well; this one is out of its reach
const load = new Function('specifier', 'return import(specifier)')
const urlOf = (path) => pathToFileURL(require.resolve(path)).href
const loaded = Promise.all([load(urlOf('../dist/codemods/${name}.js')), load(urlOf('../dist/transform.js'))])

module.exports = async (file, api, options) => {
  const [{ default: codemod }, { transformOf }] = await loaded
  return transformOf(codemod)(file, api, options)
}
`

const manifest = ({ name, summary }: Codemod, version: string, license: string): string => `schema_version: '1.0'
name: '@offloop/${name}'
version: ${version}
description: ${JSON.stringify(summary)}
author: offloop
license: ${license}
workflow: workflow.yaml
targets:
  languages: ['javascript', 'typescript']
keywords: ['async', 'await', 'promise']
registry:
  access: public
  visibility: public
`

/** One node with one step: what follows a failing node waits for ever. The shell starts where the command was called, and nothing names \`--target\` to it. */
const workflow = ({ name, summary }: Codemod): string => `version: '1'
params:
  schema:
    target:
      type: string
      name: Target
      description: The folder or file to migrate
      default: .
    dryRun:
      type: boolean
      name: Dry run
      description: Print what would change and write nothing
      default: false
nodes:
  - id: ${name}
    name: ${JSON.stringify(summary)}
    type: automatic
    runtime:
      type: direct
    steps:
      - name: Run offloop
        run: |
          if [ '\${{ params.dryRun }}' = true ]; then set -- --dry --diff; else set -- --yes; fi
          npx --yes @offloop/codemods ${name} '\${{ params.target }}' "$@"
`
