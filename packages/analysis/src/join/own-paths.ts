/** The paths that a tsconfig.json says itself, where what it extends is missing or broken. */
import { parseSync } from 'oxc-parser'
import type { Node } from 'oxc-parser'
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** `compilerOptions.paths` of the nearest tsconfig.json above a folder, as aliases with absolute folders; none where it is no JSON at all. */
export function ownPaths(folder: string): Record<string, string[]> {
  for (let at = folder; ; at = dirname(at)) {
    const text = textOf(join(at, 'tsconfig.json'))
    if (text !== undefined) return aliasesOf(text, at)
    if (dirname(at) === at) return {}
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined // not here: the next folder above
  }
}

/** JSON with comments and trailing commas is an expression of JavaScript. */
function aliasesOf(text: string, folder: string): Record<string, string[]> {
  const { program, errors } = parseSync('tsconfig.js', `(${text})`)
  const [statement] = program.body
  if (errors.length > 0 || statement?.type !== 'ExpressionStatement') return {}
  const options = propertyOf(bare(statement.expression), 'compilerOptions')
  const baseUrl = propertyOf(options, 'baseUrl')
  const base = resolve(folder, baseUrl?.type === 'Literal' && typeof baseUrl.value === 'string' ? baseUrl.value : '.')
  const paths = propertyOf(options, 'paths')
  if (paths?.type !== 'ObjectExpression') return {}
  const aliases: Record<string, string[]> = {}
  for (const each of paths.properties) {
    if (each.type !== 'Property' || each.key.type !== 'Literal' || each.value.type !== 'ArrayExpression') continue
    const targets = each.value.elements.flatMap((element) =>
      element?.type === 'Literal' && typeof element.value === 'string' ? [element.value] : [],
    )
    aliases[String(each.key.value)] = targets.map((target) => resolve(base, target))
  }
  return aliases
}

function bare(node: Node): Node {
  return node.type === 'ParenthesizedExpression' ? bare(node.expression) : node
}

function propertyOf(node: Node | undefined, name: string): Node | undefined {
  if (node?.type !== 'ObjectExpression') return undefined
  for (const each of node.properties) {
    if (each.type === 'Property' && each.key.type === 'Literal' && each.key.value === name) return each.value
  }
  return undefined
}
