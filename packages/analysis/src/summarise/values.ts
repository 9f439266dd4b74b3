/** What an expression or a type annotation may evaluate to, as far as its own file can tell. */
import type { Node } from '../parse/file.ts'
import type { Scopes } from './scopes.ts'
import { givesArguments, heldIn } from './builtin-calls.ts'
import { computedName } from './computed-name.ts'
import { requiredModule, specifierOf } from './specifiers.ts'
import type { Value } from './summary.ts'

const unknown: Value = { k: 'unknown' }
/** Takes off parentheses, type assertions and `await`. */
export function bare(node: Node): Node {
  for (;;) {
    switch (node.type) {
      case 'ParenthesizedExpression':
      case 'ChainExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
      case 'TSInstantiationExpression':
        node = node.expression
        break
      case 'AwaitExpression':
        node = node.argument
        break
      default:
        return node
    }
  }
}

/** Text of a key or member name that is known without running; private names begin with `#`. */
export function nameOf(key: Node, computed: boolean): string | undefined {
  if (key.type === 'PrivateIdentifier') return `#${key.name}`
  if (key.type === 'Identifier' && !computed) return key.name
  if (key.type === 'Literal') return String(key.value)
  if (key.type === 'TemplateLiteral' && key.expressions.length === 0) return key.quasis[0]?.value.cooked ?? undefined
  return undefined
}

/** `module.exports` and, where not shadowed, `exports`. */
export function isExports(node: Node, scopes: Scopes): boolean {
  if (node.type === 'Identifier') return node.name === 'exports' && scopes.lookup('exports', node) === undefined
  return (
    node.type === 'MemberExpression' &&
    node.object.type === 'Identifier' &&
    node.object.name === 'module' &&
    scopes.lookup('module', node) === undefined &&
    nameOf(node.property, node.computed) === 'exports'
  )
}

/** Nested deeper than this, an expression was written by a program. */
const maxDepth = 100
let depth = 0

/** What an expression stands for, as far as its text tells. */
export function valueOf(expression: Node | null | undefined, scopes: Scopes): Value {
  if (!expression) return unknown
  const node = bare(expression)
  const kept = scopes.values.get(node)
  if (kept) return kept
  if (depth >= maxDepth) return unknown
  depth++
  const value = findValue(node, scopes)
  depth--
  scopes.values.set(node, value)
  return value
}

function findValue(node: Node, scopes: Scopes): Value {
  switch (node.type) {
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'FunctionDeclaration': {
      const fn = scopes.functionIndex(node)
      return fn === undefined ? unknown : { k: 'fn', fn }
    }
    case 'ClassDeclaration':
    case 'ClassExpression':
    case 'TSInterfaceDeclaration': {
      const cls = scopes.classIndex(node)
      return cls === undefined ? unknown : { k: 'class', cls }
    }
    case 'Identifier': {
      if (isExports(node, scopes)) return { k: 'exports' }
      const id = scopes.lookup(node.name, node)
      return id === undefined ? { k: 'global', name: node.name } : { k: 'binding', id }
    }
    case 'MemberExpression': {
      if (isExports(node, scopes)) return { k: 'exports' }
      const of = valueOf(node.object, scopes)
      const name = nameOf(node.property, node.computed)
      if (name !== undefined && !/^\d+$/.test(name)) return { k: 'member', of, name }
      return { k: 'item', of, ...computedName(node.property, scopes) }
    }
    case 'CallExpression': {
      const specifier = requiredModule(node, scopes)
      if (specifier !== undefined && scopes.lookup('require', node) === undefined) return { k: 'import', specifier, name: '=' }
      if (givesArguments(node.callee))
        return either(node.arguments.map((each) => (each.type === 'SpreadElement' ? unknown : valueOf(each, scopes))))
      return { k: 'call', of: valueOf(node.callee, scopes), args: node.arguments.slice(0, 2).map((each) => shallow(each, scopes)) }
    }
    case 'NewExpression':
      return contentsOf(node, scopes) ?? { k: 'new', of: valueOf(node.callee, scopes) }
    case 'ImportExpression': {
      const specifier = specifierOf(node.source, scopes)
      return specifier === undefined ? unknown : { k: 'import', specifier, name: '*' }
    }
    case 'ObjectExpression':
      return objectValue(node.properties, scopes)
    case 'ArrayExpression':
      return { k: 'array', items: node.elements.flatMap((each) => (each ? [elementOf(each, scopes)] : [])) }
    case 'ThisExpression':
      return thisValue(node, scopes)
    case 'Super':
      return superValue(node, scopes)
    case 'ConditionalExpression':
      return either([valueOf(node.consequent, scopes), valueOf(node.alternate, scopes)])
    case 'LogicalExpression':
      return either([valueOf(node.left, scopes), valueOf(node.right, scopes)])
    case 'AssignmentExpression':
      return valueOf(node.right, scopes)
    case 'SequenceExpression':
      return valueOf(node.expressions.at(-1), scopes)
    default:
      return unknown
  }
}

function elementOf(node: Node, scopes: Scopes): Value {
  return node.type === 'SpreadElement' ? { k: 'item', of: valueOf(node.argument, scopes) } : valueOf(node, scopes)
}

/** A set or a map holds its values as an array does. */
function contentsOf(node: Node & { type: 'NewExpression' }, scopes: Scopes): Value | undefined {
  const held = scopes.lookup('Map', node) === undefined && scopes.lookup('Set', node) === undefined ? heldIn(node) : undefined
  if (Array.isArray(held)) return { k: 'array', items: held.map((each) => elementOf(each, scopes)) }
  const value = valueOf(held, scopes)
  return value.k === 'unknown' ? undefined : value
}

/** Arguments of a call that is a value itself: deep ones would repeat whole trees. */
function shallow(node: Node, scopes: Scopes): Value {
  const inner = bare(node)
  const isDeep =
    inner.type === 'ObjectExpression' ||
    (inner.type === 'CallExpression' && inner.arguments.length > 0 && requiredModule(inner, scopes) === undefined)
  return isDeep ? unknown : valueOf(inner, scopes)
}

function objectValue(properties: readonly Node[], scopes: Scopes): Value {
  const props: Record<string, Value> = {}
  const spread: Value[] = []
  let open = false
  for (const property of properties) {
    if (property.type !== 'Property') {
      open = true
      const value = property.type === 'SpreadElement' ? valueOf(property.argument, scopes) : unknown
      // What else is spread (options, rows) has no functions of interest.
      if (value.k === 'import' || value.k === 'binding') spread.push(value)
      continue
    }
    const name = nameOf(property.key, property.computed)
    if (name === undefined) {
      open = true
      // `{ [Kind.page]: load }`: a name that no program writes.
      if (property.kind === 'init') props[`*${Object.keys(props).length}`] = valueOf(property.value, scopes)
    } else if (property.kind === 'init') props[name] = valueOf(property.value, scopes)
  }
  return either([{ k: 'object', props, open }, ...spread])
}

const literals = new WeakMap<Node, Value>()

/** In a method of an object literal `this` is mostly the object. One value for all mentions: they would repeat it. */
function literalValue(node: Node & { type: 'ObjectExpression' }, scopes: Scopes): Value {
  let value = literals.get(node)
  if (!value) literals.set(node, (value = objectValue(node.properties, scopes)))
  return value
}

function thisValue(node: Node, scopes: Scopes): Value {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === 'PropertyDefinition' || at.type === 'AccessorProperty' || at.type === 'MethodDefinition') {
      const cls = at.parent?.parent ? scopes.classIndex(at.parent.parent) : undefined
      return cls === undefined ? unknown : { k: 'this', cls, isStatic: at.static }
    }
    if (at.type === 'StaticBlock') {
      const cls = at.parent?.parent ? scopes.classIndex(at.parent.parent) : undefined
      return cls === undefined ? unknown : { k: 'this', cls, isStatic: true }
    }
    if (at.type === 'FunctionDeclaration') return ownerByName(at.id, scopes)
    const literal = at.type === 'FunctionExpression' && at.parent?.type === 'Property' ? at.parent.parent : undefined
    if (literal?.type === 'ObjectExpression') return literalValue(literal, scopes)
    if (at.type === 'FunctionExpression' && at.parent?.type !== 'MethodDefinition') return ownerOf(at, scopes)
  }
  return unknown
}

/** In `function Store() { this.x = … }` `this` is an instance of `Store`. */
function ownerByName(id: Node | null, scopes: Scopes): Value {
  if (id?.type !== 'Identifier' || !/^[A-Z]/.test(id.name)) return unknown
  const binding = scopes.lookup(id.name, id)
  return binding === undefined ? unknown : { k: 'owner', id: binding, onPrototype: true }
}

function ownerOf(fn: Node, scopes: Scopes): Value {
  let at = fn.parent
  while (at?.type === 'ParenthesizedExpression') at = at.parent
  if (at?.type !== 'AssignmentExpression' || at.left.type !== 'MemberExpression') return unknown
  const holder = at.left.object
  if (holder.type === 'Identifier') {
    const id = scopes.lookup(holder.name, holder)
    return id === undefined ? unknown : { k: 'owner', id, onPrototype: false }
  }
  if (
    holder.type === 'MemberExpression' &&
    holder.object.type === 'Identifier' &&
    nameOf(holder.property, holder.computed) === 'prototype'
  ) {
    const id = scopes.lookup(holder.object.name, holder)
    return id === undefined ? unknown : { k: 'owner', id, onPrototype: true }
  }
  return unknown
}

function superValue(node: Node, scopes: Scopes): Value {
  const self = thisValue(node, scopes)
  return self.k === 'this' ? { k: 'super', cls: self.cls, isStatic: self.isStatic } : unknown
}

/** A value that is one of several. */
export function either(values: readonly Value[]): Value {
  const known = values.filter((each) => each.k !== 'unknown')
  return known.length === 0 ? unknown : known.length === 1 ? known[0]! : { k: 'either', values: known }
}
