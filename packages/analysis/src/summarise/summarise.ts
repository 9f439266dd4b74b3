/** The summary of one parsed file. */
import type { ParsedFile } from '../parse/file.ts'
import { LineIndex } from '../parse/source.ts'
import { summariseBindings } from './bindings.ts'
import { summariseCalls } from './calls.ts'
import { summariseFunctions } from './functions.ts'
import { rejectionsIn } from './rejections.ts'
import { buildScopes } from './scopes.ts'
import type { Scopes } from './scopes.ts'
import { textsOf } from './computed-name.ts'
import { requiredModule, stringOf } from './specifiers.ts'
import type { FileSummary } from './summary.ts'

/** The summary of one parsed file; reads nothing else. */
export function summarise(parsed: ParsedFile): FileSummary {
  const scopes = buildScopes(parsed)
  const lines = new LineIndex(parsed.text)
  const imports = importsOf(parsed, scopes)
  const rejections = scopes.functions.map(rejectionsIn)
  return {
    file: parsed.file,
    functions: summariseFunctions(scopes, lines, rejections),
    ...summariseBindings(parsed, scopes),
    ...summariseCalls(parsed, scopes, lines, new Set(rejections.flatMap(({ calls }) => calls))),
    texts: textsOf(parsed.nodes),
    imports,
    isModule: parsed.hasModuleSyntax,
    isWorker: imports.some((each) => /^(node:)?worker_threads$/.test(each.specifier)) && /\b(parentPort|workerData)\b/.test(parsed.text),
  }
}

function importsOf(parsed: ParsedFile, scopes: Scopes): FileSummary['imports'] {
  const found: { specifier: string; how: 'import' | 'require' | 'dynamic' | 'type' }[] = []
  const add = (specifier: string | undefined, how: 'import' | 'require' | 'dynamic' | 'type'): void => {
    if (specifier !== undefined) found.push({ specifier, how })
  }
  for (const node of parsed.nodes) {
    switch (node.type) {
      case 'ImportDeclaration':
        add(node.source.value, node.importKind === 'type' ? 'type' : 'import')
        break
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        if (node.source) add(node.source.value, node.exportKind === 'type' ? 'type' : 'import')
        break
      case 'ImportExpression':
        add(stringOf(node.source), 'dynamic')
        break
      case 'CallExpression':
        add(requiredModule(node, scopes), 'require')
        break
      case 'TSExternalModuleReference':
        add(node.expression.value, 'require')
        break
    }
  }
  return found
}
