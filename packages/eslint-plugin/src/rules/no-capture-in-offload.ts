/** Finds functions given to `syncToAsync` that no thread could find, that use what only this thread has, and arguments that can't cross. */
import type { TSESTree } from '@typescript-eslint/utils'
import { functionValue } from '../ast/function-value.ts'
import { functionAround, isFunction, isWithin, ownNodes } from '../ast/functions.ts'
import type { FunctionNode } from '../ast/functions.ts'
import { bare, memberName, methodCall, shortText, variableOf } from '../ast/names.ts'
import { offloadOf } from '../ast/offload.ts'
import { isOfModule } from '../ast/state.ts'
import { defineRule } from '../define-rule.ts'

const runtime = '@offloop/runtime'

export default defineRule({
  name: 'no-capture-in-offload',
  summary: 'Offload functions that stand for themselves: exported, without `this`, without variables of this thread',
  preset: 'recommended',
  options: {},
  messages: {
    local: '{{name}} is made anew in each call, so that a thread can not find it. Move it to the module and export it.',
    unexported: '{{name}} is not exported, so that a thread can not find it. Export it, or wrap it at the top level.',
    method: '{{name}} needs its object, which can not cross to a thread. Use a function that takes data, or a static method.',
    usesThis: '{{name}} uses `this`, which is undefined on a thread. Hand over what it needs as arguments.',
    variable: '{{name}} uses `{{variable}}`, which each thread has for itself: what is assigned here is not there. Hand it over.',
    argument: '`{{argument}}` can not be copied to a thread. Hand over the data that the function needs.',
  },
  create({ sourceCode, openFile, report }) {
    return {
      CallExpression(node) {
        const offload = offloadOf(node, sourceCode)
        if (offload) {
          checkFunction(bare(offload.fn), offload.wrapping)
          return
        }
        if (node.arguments.length === 0 || !isOffloaded(node)) return
        const handedOver = node.arguments.map((each) => bare(each)).filter((each) => isFunction(each) || isRequest(each))
        for (const each of handedOver) report(each, 'argument', { argument: shortText(each, sourceCode) })
      },
    }

    function checkFunction(given: TSESTree.Node, call: TSESTree.CallExpression): void {
      const name = nameOf(given)
      if (isMethod(given)) {
        report(given, 'method', { name })
        return
      }
      const fn = functionValue(given, sourceCode)
      if (!fn || fn.async) return
      if (functionAround(fn)) {
        report(given, 'local', { name })
        return
      }
      if (functionAround(call) && !isFunction(given) && !isExported(given, fn)) {
        report(given, 'unexported', { name })
        return
      }
      const own = [...ownNodes(fn, sourceCode)]
      if (fn.type !== 'ArrowFunctionExpression' && own.some((each) => each.type === 'ThisExpression')) report(given, 'usesThis', { name })
      const variable = own.find((each) => each.type === 'Identifier' && isReassigned(each, fn))
      if (variable?.type === 'Identifier') report(given, 'variable', { name, variable: variable.name })
    }

    /** `this.load`, `store.load.bind(store)`, a method of something that was made with `new`. */
    function isMethod(given: TSESTree.Node): boolean {
      const bound = methodCall(given)
      if (bound?.method === 'bind') return true
      if (given.type !== 'MemberExpression') return false
      const object = bare(given.object)
      if (object.type === 'ThisExpression' || object.type === 'NewExpression') return true
      const definition = object.type === 'Identifier' ? variableOf(object, sourceCode)?.defs[0]?.node : undefined
      return definition?.type === 'VariableDeclarator' && definition.init?.type === 'NewExpression'
    }

    /** A variable of the module that some function assigns: an initial value, every thread has; a later one, none. */
    function isReassigned(name: TSESTree.Identifier, fn: FunctionNode): boolean {
      if (name.parent.type === 'MemberExpression' && name.parent.property === name && !name.parent.computed) return false
      if (!isOfModule(name, sourceCode)) return false
      const references = variableOf(name, sourceCode)?.references ?? []
      return references.some(
        (each) => each.isWrite() && !each.init && functionAround(each.identifier) !== undefined && !isWithin(each.identifier, fn),
      )
    }

    function isExported(given: TSESTree.Node, fn: FunctionNode): boolean {
      const declaration = fn.parent.type === 'VariableDeclarator' ? fn.parent.parent : fn
      if (/^Export/u.test(declaration.parent?.type ?? '')) return true
      const variable = given.type === 'Identifier' ? variableOf(given, sourceCode) : undefined
      return (variable?.references ?? []).some(({ identifier: { parent } }) => isExportPlace(parent))
    }

    /** The first parameters of a handler: requests and responses hold sockets. */
    function isRequest(node: TSESTree.Node): boolean {
      if (node.type !== 'Identifier') return false
      const definition = variableOf(node, sourceCode)?.defs[0]
      if (definition?.type !== 'Parameter' || !isFunction(definition.node)) return false
      const isFirst = definition.node.params.slice(0, 2).includes(definition.name)
      return isFirst && openFile()?.index.root(definition.node)?.kind === 'handler'
    }

    function isOffloaded(call: TSESTree.CallExpression): boolean {
      const index = openFile()?.index
      if (!index?.imports([runtime])) return false
      return index.externals(call).some(({ module, path }) => module === runtime && /^syncToAsync\(\)(?:\(\))?$/u.test(path))
    }

    function nameOf(given: TSESTree.Node): string {
      return isFunction(given) ? 'This function' : `\`${shortText(given, sourceCode)}\``
    }
  },
})

/** `export { f }`, `export default f`, `module.exports = f`, `exports.f = f`, `module.exports = { f }`. */
function isExportPlace(parent: TSESTree.Node): boolean {
  if (parent.type === 'ExportSpecifier' || parent.type === 'ExportDefaultDeclaration') return true
  if (parent.type === 'Property') return parent.parent.parent.type === 'AssignmentExpression' && isExportsTarget(parent.parent.parent.left)
  return parent.type === 'AssignmentExpression' && isExportsTarget(parent.left)
}

function isExportsTarget(left: TSESTree.Node): boolean {
  if (left.type !== 'MemberExpression') return left.type === 'Identifier' && left.name === 'exports'
  return memberName(left) === 'exports' || isExportsTarget(left.object)
}
