/** A process of the lint benchmark: does one thing to the packages' own sources and prints the milliseconds. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { openProject } from '@offloop/analysis'
import plugin from '@offloop/eslint-plugin'
import { ESLint } from 'eslint'
import type { Linter } from 'eslint'
import ts from 'typescript'
import { parser, plugin as typescriptPlugin } from 'typescript-eslint'

/** What can be measured. */
export type Measure = 'untyped' | 'offloop' | 'typed' | 'index' | 'typed-walk'

/** Milliseconds that `what` takes on the packages below `root`. */
export async function measure(what: Measure, root: string): Promise<number> {
  const began = performance.now()
  if (what === 'index') openProject(root, { paths: ['packages'] }).blockingCalls()
  else if (what === 'typed-walk') typedWalk(root)
  else await lint(what, root)
  return performance.now() - began
}

async function lint(what: 'untyped' | 'offloop' | 'typed', cwd: string): Promise<void> {
  const typed = what === 'typed'
  const base: Linter.Config = {
    files: ['**/*.ts'],
    plugins: { '@typescript-eslint': typescriptPlugin as never },
    languageOptions: { parser, parserOptions: typed ? { projectService: true, tsconfigRootDir: cwd } : {} },
    rules: typed ? { '@typescript-eslint/no-floating-promises': 'error', '@typescript-eslint/no-misused-promises': 'error' } : {},
  }
  const overrideConfig = what === 'offloop' ? [base, { files: ['**/*.ts'], ...plugin.configs.recommended }] : [base]
  await new ESLint({ cwd, overrideConfigFile: true, overrideConfig }).lintFiles(['packages/*/src/**/*.ts'])
}

function typedWalk(root: string): void {
  const files = readdirSync(join(root, 'packages'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /^[^/]+\/src\/.*\.ts$/u.test(path))
    .map((path) => join(root, 'packages', path))
  const program = ts.createProgram(files, {
    ...{ strict: true, noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true, types: ['node'] },
    ...{ target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  })
  const checker = program.getTypeChecker()
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) checker.getResolvedSignature(node)
    ts.forEachChild(node, visit)
  }
  for (const path of files) {
    const file = program.getSourceFile(path)
    if (file) visit(file)
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [what, root] = process.argv.slice(2)
  console.log(await measure(what as Measure, root ?? '.'))
}
