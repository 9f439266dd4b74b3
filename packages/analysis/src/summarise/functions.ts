/** The functions of a file: names, kinds, parameters, what they return. */
import type { Node } from '../parse/file.ts'
import type { LineIndex } from '../parse/source.ts'
import { defaultsOf } from './flags.ts'
import type { Rejections } from './rejections.ts'
import { isFieldInitialiser } from './scopes.ts'
import type { Scopes } from './scopes.ts'
import type { FunctionKind, FunctionSummary, Value } from './summary.ts'
import { valueOfType } from './type-value.ts'
import { nameOf, valueOf } from './values.ts'

/** Every function and class of a file, in source order. */
export function summariseFunctions(scopes: Scopes, lines: LineIndex, rejections: readonly Rejections[]): FunctionSummary[] {
  return scopes.functions.map((node, index) => {
    const signature = signatureOf(node)
    const defaults = defaultsOf(signature.params)
    const member =
      node.parent?.type === 'MethodDefinition' || node.parent?.type === 'TSAbstractMethodDefinition' ? node.parent : memberAround(node)
    const cls = member?.parent?.parent ? scopes.classIndex(member.parent.parent) : undefined
    const start = member && node.parent === member && member.type !== 'PropertyDefinition' ? member.start : node.start
    return {
      index,
      name: index === 0 ? 'module' : nameOfFunction(node, scopes),
      kind: index === 0 ? 'module' : kindOf(node),
      isAsync: 'async' in node && node.async === true,
      isGenerator: 'generator' in node && node.generator === true,
      isBodiless:
        index > 0 && (node.type === 'TSMethodSignature' || node.type === 'TSPropertySignature' || ('body' in node && node.body === null)),
      catchesAll: !rejections[index]!.isOwn,
      start,
      end: node.end,
      ...lines.at(start),
      parent: index === 0 ? 0 : scopes.enclosing(isFieldInitialiser(node) ? node.parent! : node),
      ...(cls === undefined ? {} : { cls }),
      isStatic: member !== undefined && 'static' in member && member.static === true,
      params: signature.params.map(nameOfParam),
      ...(defaults.length > 0 && { defaults }),
      returns:
        index === 0
          ? []
          : [...returnValues(node, index, scopes), ...(signature.returnType ? [valueOfType(signature.returnType, scopes)] : [])].filter(
              (each) => each.k !== 'unknown',
            ),
      decorators:
        member && 'decorators' in member
          ? (member.decorators as Node[]).map((each) => valueOf(each.type === 'Decorator' ? each.expression : each, scopes))
          : [],
    }
  })
}

function signatureOf(node: Node): { params: readonly Node[]; returnType?: Node | null } {
  if (node.type === 'TSPropertySignature') {
    const type = node.typeAnnotation?.typeAnnotation
    return type?.type === 'TSFunctionType' ? { params: type.params, returnType: type.returnType } : { params: [] }
  }
  if ('params' in node && Array.isArray(node.params)) {
    return {
      params: node.params as Node[],
      returnType: 'returnType' in node ? ((node.returnType as Node | null | undefined) ?? null) : null,
    }
  }
  return { params: [] }
}

/** The class member that a function literal or an initialiser is the value of. */
function memberAround(node: Node): Node | undefined {
  const parent = node.parent
  if (parent?.type === 'PropertyDefinition' || parent?.type === 'AccessorProperty') return parent
  if (node.type === 'StaticBlock' || node.type === 'TSMethodSignature' || node.type === 'TSPropertySignature') return node
  return undefined
}

function kindOf(node: Node): FunctionKind {
  const parent = node.parent
  if (node.type === 'StaticBlock') return 'static-block'
  if (isFieldInitialiser(node)) return 'field'
  if (node.type === 'TSMethodSignature' || node.type === 'TSPropertySignature') return 'method'
  if (parent?.type === 'MethodDefinition' || parent?.type === 'TSAbstractMethodDefinition') {
    return parent.kind === 'constructor' ? 'constructor' : parent.kind === 'get' ? 'getter' : parent.kind === 'set' ? 'setter' : 'method'
  }
  if (parent?.type === 'Property' && parent.value === node) {
    if (parent.kind === 'get') return 'getter'
    if (parent.kind === 'set') return 'setter'
    if (parent.method) return 'method'
  }
  return node.type === 'ArrowFunctionExpression' ? 'arrow' : 'function'
}

/** What a person would call the function. */
export function nameOfFunction(node: Node, scopes: Scopes): string {
  if ((node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'TSDeclareFunction') && node.id)
    return node.id.name
  let at: Node = node
  let parent = node.parent
  while (parent && /^(ParenthesizedExpression|TSAsExpression|TSSatisfiesExpression|AwaitExpression)$/.test(parent.type)) {
    at = parent
    parent = parent.parent
  }
  if (!parent) return 'function'
  const inClass = (name: string): string => {
    const holder = parent.parent?.parent
    const className =
      holder && 'id' in holder && holder.id && (holder.id as Node).type === 'Identifier' ? (holder.id as { name: string }).name : undefined
    return className ? `${className}.${name}` : name
  }
  switch (parent.type) {
    case 'MethodDefinition':
    case 'TSAbstractMethodDefinition':
    case 'PropertyDefinition':
    case 'AccessorProperty':
      return inClass(nameOf(parent.key, parent.computed) ?? 'computed member')
    case 'VariableDeclarator':
      return parent.id.type === 'Identifier' ? parent.id.name : 'function'
    case 'AssignmentExpression':
      return textOfTarget(parent.left)
    case 'Property':
      return nameOf(parent.key, parent.computed) ?? 'function'
    case 'ExportDefaultDeclaration':
      return 'default'
    case 'CallExpression':
    case 'NewExpression':
      return parent.callee === at ? 'immediate function' : `callback of ${textOfTarget(parent.callee)}`
    case 'ReturnStatement':
      return `function returned by ${nameOfEnclosing(node, scopes)}`
    case 'TSInterfaceBody':
      return node.type === 'TSMethodSignature' || node.type === 'TSPropertySignature'
        ? `${interfaceName(parent)}.${nameOf(node.key, node.computed) ?? 'member'}`
        : 'function'
    default:
      if (node.type === 'StaticBlock') return 'static block'
      return 'function'
  }
}

function interfaceName(body: Node): string {
  return body.parent?.type === 'TSInterfaceDeclaration' ? body.parent.id.name : 'interface'
}

function nameOfEnclosing(node: Node, scopes: Scopes): string {
  const outer = scopes.functions[scopes.enclosing(node)]
  return !outer || outer.type === 'Program' ? 'module' : nameOfFunction(outer, scopes)
}

/** `app.get`, `exports.load`: the tail of a member chain. */
export function textOfTarget(node: Node): string {
  if (node.type === 'Identifier') return node.name
  if (node.type === 'ThisExpression') return 'this'
  if (node.type === 'MemberExpression') {
    const name = nameOf(node.property, node.computed) ?? '[…]'
    const object =
      node.object.type === 'MemberExpression' || node.object.type === 'Identifier' || node.object.type === 'ThisExpression'
        ? textOfTarget(node.object)
        : '…'
    return `${object}.${name}`
  }
  return '…'
}

function nameOfParam(param: Node): string {
  switch (param.type) {
    case 'Identifier':
      return param.name
    case 'AssignmentPattern':
      return nameOfParam(param.left)
    case 'RestElement':
      return `...${nameOfParam(param.argument)}`
    case 'TSParameterProperty':
      return nameOfParam(param.parameter)
    default:
      return '{}'
  }
}

function returnValues(node: Node, index: number, scopes: Scopes): Value[] {
  if (node.type === 'ArrowFunctionExpression' && node.body.type !== 'BlockStatement') return [valueOf(node.body, scopes)]
  if (!('body' in node) || node.type === 'StaticBlock' || !node.body || Array.isArray(node.body)) return []
  return (scopes.returns.get(index) ?? []).slice(0, 4).map((each) => valueOf(each.argument, scopes))
}
