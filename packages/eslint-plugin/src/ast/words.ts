/** The words that a name is made of, and the names that an expression is made of. */
import type { TSESTree } from '@typescript-eslint/utils'
import { bare, memberName } from './names.ts'

/** `dbClient` -> `db`, `client`; `HTTP_CLIENT` -> `http`, `client`. */
export function wordsOf(name: string): string[] {
  return name
    .replaceAll(/(?<lower>[a-z\d])(?<upper>[A-Z])/gu, '$<lower> $<upper>')
    .split(/[^A-Za-z\d]+/u)
    .filter(Boolean)
    .map((word) => word.toLowerCase())
}

/** The names along a receiver, outermost last: `page`, `locator`, `click` of `page.locator('a').click()`. */
export function namesAlong(node: TSESTree.Node): string[] {
  const at = bare(node)
  if (at.type === 'Identifier') return [at.name]
  if (at.type === 'ThisExpression') return ['this']
  if (at.type === 'CallExpression') return namesAlong(at.callee)
  if (at.type === 'AwaitExpression') return namesAlong(at.argument)
  if (at.type !== 'MemberExpression') return []
  const name = memberName(at)
  return [...namesAlong(at.object), ...(name === undefined ? [] : [name])]
}

/** The last name of a callee: `query` of `pool.query`. */
export function lastName(callee: TSESTree.Node): string | undefined {
  const at = bare(callee)
  return at.type === 'Identifier' ? at.name : memberName(at)
}

/** The call that `.then(…)`, `.catch(…)` and `.finally(…)` are called on. */
export function beforeSteps(node: TSESTree.Node): TSESTree.Node {
  const at = bare(node)
  if (at.type !== 'CallExpression') return at
  const callee = bare(at.callee)
  const isStep = callee.type === 'MemberExpression' && /^(?:then|catch|finally)$/u.test(memberName(callee) ?? '')
  return isStep ? beforeSteps(callee.object) : at
}
