/** The public declarations of each package, without comments: an API change is a visible diff. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { publicPackages } from '../public-packages.ts'
import { root } from '../root.ts'
import type { Generated } from './generated.ts'

/** `api.md` of every public package. */
export function apiPages(): Generated[] {
  return publicPackages.map((name) => ({ path: `packages/${name}/api.md`, text: apiPage(join(root, 'packages', name)) }))
}

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, string | { readonly types?: string }>>
}

function apiPage(folder: string): string {
  const { name, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  const entries = Object.entries(exports).flatMap(([path, target]) => {
    const types = typeof target === 'string' ? undefined : target.types
    return types === undefined ? [] : [{ specifier: name + path.slice(1), file: join(folder, types) }]
  })
  for (const { file } of entries) if (!existsSync(file)) throw new Error(`${file} is missing: run npm run build`)
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
  }
  const program = ts.createProgram(
    entries.map(({ file }) => file),
    options,
  )
  const sections = entries.map(({ specifier, file }) => `## ${specifier}\n\n${publicDeclarations(program, file)}`)
  return `# API of ${name}\n\nGenerated from the declarations: \`npm run generate\`.\n\n${sections.join('\n\n')}\n`
}

function publicDeclarations(program: ts.Program, file: string): string {
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file)
  const module = source && checker.getSymbolAtLocation(source)
  if (!module) return 'No exports; importing it has an effect.'
  const printer = ts.createPrinter({ removeComments: true })
  const texts = checker.getExportsOfModule(module).map((symbol) => {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
    const lines = (target.declarations ?? []).map((declaration) => {
      const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration
      return printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())
    })
    return {
      name: symbol.name,
      text: [...new Set(lines)]
        .join('\n')
        .replaceAll(/^(?:export )?(?:declare )?/gmu, '')
        .replaceAll(/^(?: {4})+/gmu, halved),
    }
  })
  texts.sort((a, b) => (a.name < b.name ? -1 : 1))
  return texts.map(({ name, text }) => `### ${name}\n\n\`\`\`ts\n${text}\n\`\`\``).join('\n\n')
}

function halved(indentation: string): string {
  return indentation.slice(indentation.length / 2)
}
