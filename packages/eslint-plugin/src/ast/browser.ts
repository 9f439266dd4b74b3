/** Does a file run in a browser? */
import type { TSESLint } from '@typescript-eslint/utils'
import { isBuiltin } from 'node:module'

type SourceCode = Readonly<TSESLint.SourceCode>

const pageNames = new Set(['document', 'window'])
const nodeNames = new Set(['process', 'require', 'module', '__dirname', '__filename', 'Buffer'])

/** The page's own globals are used, and none of Node's; `typeof document` is a question that both may ask. */
export function isBrowserFile({ scopeManager }: SourceCode): boolean {
  const scope = scopeManager?.globalScope
  if (!scope) return false
  const undeclared = [...scope.set.values()].filter(({ defs }) => defs.length === 0).flatMap(({ references }) => references)
  const names = [...scope.through, ...undeclared].map(({ identifier }) => identifier)
  const isAsked = (name: (typeof names)[number]): boolean =>
    pageNames.has(name.name) && name.parent.type === 'UnaryExpression' && name.parent.operator === 'typeof'
  if (names.some((name) => isAsked(name) || nodeNames.has(name.name))) return false
  const isPart = ({ parent }: (typeof names)[number]): boolean => parent.type === 'MemberExpression'
  return names.some((name) => pageNames.has(name.name) && isPart(name)) && !importsNode(scope)
}

function importsNode(scope: TSESLint.Scope.Scope): boolean {
  const modules = scope.childScopes.filter(({ type }) => type === 'module')
  return modules.some(({ variables }) =>
    variables.some(({ defs }) => defs.some(({ parent }) => parent?.type === 'ImportDeclaration' && isBuiltin(parent.source.value))),
  )
}
