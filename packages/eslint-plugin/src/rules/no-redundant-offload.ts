/** Finds `syncToAsync` where no thread is needed: of an async function, of a call that has an async twin, and anew at each request. */
import { defaultCatalog, remedyText } from '@offloop/catalog'
import type { BlockingApi } from '@offloop/catalog'
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import { functionValue } from '../ast/function-value.ts'
import { functionAround, ownNodes } from '../ast/functions.ts'
import { bare, isGlobal, isRuntimeName, parentPast, shortText, variableOf } from '../ast/names.ts'
import { parameterOf } from '../ast/parameters.ts'
import { defineRule } from '../define-rule.ts'
import type { External } from '../file-index.ts'

/** Their async twins compute on the same thread. */
const computesOnLoop = /^bcryptjs$/u

export default defineRule({
  name: 'no-redundant-offload',
  summary: 'Use `syncToAsync` once per function, and only where there is no async form',
  preset: 'strict',
  options: {},
  messages: {
    async: '`{{name}}` is async already, and `syncToAsync` throws a `TypeError` for it. Call it directly.',
    twin: '`{{name}}` needs no thread, as it has an async twin. Use {{remedy}}.',
    again: '`syncToAsync({{name}})` makes the same wrapper at every call of `{{fn}}`. Make it once, as a constant of the module.',
  },
  create({ sourceCode, openFile, report }) {
    return {
      CallExpression(node) {
        if (!isOffload(node)) return
        const [given] = node.arguments
        if (!given || given.type === 'SpreadElement' || bare(given).type === 'ObjectExpression') return
        const name = shortText(bare(given), sourceCode)
        if (isAsync(given, node)) {
          report(given, 'async', { name })
          return
        }
        const api = twinOf(node)
        if (api) report(given, 'twin', { name, remedy: remedyText(api) })
        else if (isOfModule(given) && isUsedHere(node) && !node.arguments.slice(1).some(holdsLocals)) checkPlace(node, name)
      },
    }

    /** `syncToAsync(f)`, and `syncToAsync(options)(f)`. */
    function isOffload({ callee }: TSESTree.CallExpression): boolean {
      const at = bare(callee)
      if (at.type !== 'CallExpression') return isRuntimeName(at, 'syncToAsync', sourceCode)
      const [options] = at.arguments
      return options !== undefined && bare(options).type === 'ObjectExpression' && isRuntimeName(at.callee, 'syncToAsync', sourceCode)
    }

    function isAsync(given: TSESTree.Node, node: TSESTree.CallExpression): boolean {
      const at = bare(given)
      if (at.type === 'Identifier' && at.name === 'fetch' && isGlobal(at, sourceCode)) return true
      if (parameterOf(at, sourceCode)) return false
      const own = functionValue(given, sourceCode)
      if (own) return own.async && !own.generator
      const targets = openFile()?.index.argument(node, 0) ?? []
      const called = targets.filter((target) => target.t !== 'fn' || !target.node.summary.isBodiless)
      return (
        called.length > 0 &&
        called.every((target) => {
          if (target.t === 'external') return /^node:\w+\/promises$/u.test(target.module) && /^[a-z]\w*$/u.test(target.path)
          return target.t === 'fn' && target.node.summary.isAsync && !target.node.summary.isGenerator
        })
      )
    }

    /** The catalogue's entry of the function, where it names a twin that takes the work off the loop by itself. */
    function twinOf(node: TSESTree.CallExpression): BlockingApi | undefined {
      const externals = (openFile()?.index.argument(node, 0) ?? []).filter((target) => target.t === 'external')
      for (const external of externals) {
        const api = entryOf(external)
        if (api?.remedy === 'await' && api.twin && api.twin.form !== 'manual' && !computesOnLoop.test(api.module)) return api
      }
      return undefined
    }

    /** A function of the module's top level, or a member of an import. */
    function isOfModule(given: TSESTree.Node): boolean {
      const at = bare(given)
      const root = at.type === 'MemberExpression' && !at.computed ? bare(at.object) : at
      if (root.type !== 'Identifier') return false
      const variable = variableOf(root, sourceCode)
      const [definition] = variable?.defs ?? []
      const isTop = variable?.scope.type === 'module' || (variable?.scope.type === 'function' && variable.scope.block.type === 'Program')
      if (!isTop || !definition) return false
      if (at === root) return definition.type === 'FunctionName' || definition.type === 'ImportBinding' || isConstant(definition)
      return definition.type === 'ImportBinding' || isConstant(definition)
    }

    /** The wrapper is called where it is made, and nowhere kept for later. */
    function isUsedHere(node: TSESTree.CallExpression): boolean {
      const parent = parentPast(node)
      if (parent?.type === 'CallExpression') return bare(parent.callee) === node
      if (parent?.type !== 'VariableDeclarator' || parent.id.type !== 'Identifier') return false
      const reads = variableOf(parent.id, sourceCode)?.references.filter((each) => each.isRead()) ?? []
      const fn = functionAround(node)
      return reads.length > 0 && reads.every(({ identifier }) => isCallee(identifier) && functionAround(identifier) === fn)
    }

    /** Options that belong to the call: `{ signal }`. */
    function holdsLocals(options: TSESTree.Node): boolean {
      for (const each of ownNodes(options, sourceCode)) {
        if (each.type !== 'Identifier' || (each.parent.type === 'Property' && each.parent.key === each && !each.parent.shorthand)) continue
        const scope = variableOf(each, sourceCode)?.scope
        if (scope && scope.type !== 'module' && scope.type !== 'global' && scope.block.type !== 'Program') return true
      }
      return false
    }

    function checkPlace(node: TSESTree.CallExpression, name: string): void {
      const fn = functionAround(node)
      const index = fn && openFile()?.index
      if (!fn || !index || index.when(node) !== 'loop') return
      report(node, 'again', { name, fn: index.function(fn)?.summary.name ?? 'the function' })
    }
  },
})

function entryOf({ module, path }: External): BlockingApi | undefined {
  return (
    defaultCatalog.find(module, path) ??
    (path.startsWith('default.') ? defaultCatalog.find(module, path.slice('default.'.length)) : undefined)
  )
}

function isConstant(definition: TSESLint.Scope.Definition): boolean {
  return definition.type === 'Variable' && definition.node.parent.kind === 'const'
}

function isCallee(identifier: TSESTree.Node): boolean {
  const parent = parentPast(identifier)
  return parent?.type === 'CallExpression' && bare(parent.callee) === identifier
}
