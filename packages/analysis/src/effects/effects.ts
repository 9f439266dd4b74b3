/** What running a piece of code does to the world: follows its calls through the project, down to the catalogue. */
import type { Node } from '../parse/file.ts'
import { walk } from '../parse/walk.ts'
import { bare, nameOf } from '../summarise/values.ts'
import { isFresh, isOwn, rootOf } from './fresh.ts'
import type { Callee, EffectFile, EffectHost, EffectOptions, Piece } from './host.ts'
import { isPlainFetch, looksLikeRead } from './looks-like-read.ts'
import type { Call } from './looks-like-read.ts'
import { isChangeName, lastName } from './names.ts'
import { bodies, builtinMethods, externalEffect, globalEffect, mutators, pureMethods } from './outside.ts'
import type { Effect } from './outside.ts'
import { hasType, isExecutorsOwn, isExchanged, isParameter, moduleIn, targetsIn } from './piece-names.ts'
import { isBad, isSettled, shortText, unknown, unknownOf, worstOf } from './verdicts.ts'

const pure: Effect = { kind: 'pure' }
const read: Effect = { kind: 'read' }

/** Answers for one state of a project; what was asked once is known. */
export class Effects {
  readonly #host: EffectHost
  readonly #known = new Map<string, Effect>()
  /** Functions on the way down, with how deep they stand: around a recursion nothing happens that does not happen in it. */
  readonly #open = new Map<string, number>()
  /** The outermost function to which a recursion came back since. */
  #lowest = Infinity

  constructor(host: EffectHost) {
    this.#host = host
  }

  /** What evaluating an expression, and waiting for it, does. */
  of(file: EffectFile, expression: Node, options: EffectOptions = {}): Effect {
    return this.#inside(expression, { file, owner: expression, options })
  }

  /** What one call does, its arguments not counted. */
  ofCall(file: EffectFile, call: Call, options: EffectOptions = {}): Effect {
    return this.#call(call, { file, owner: call, options })
  }

  #inside(root: Node, piece: Piece): Effect {
    let worst: Effect = pure
    walk(root, (node) => {
      if (isSettled(worst) || (node.type.startsWith('TS') && !valueType.test(node.type))) return false
      const effect = this.#node(node, piece)
      if (isSettled(effect) || (isBad(effect) && !isBad(worst)) || worst.kind === 'pure') worst = effect
      return !isSettled(worst)
    })
    return worst
  }

  #node(node: Node, piece: Piece): Effect {
    switch (node.type) {
      case 'CallExpression':
      case 'NewExpression':
        return this.#call(node, piece)
      case 'TaggedTemplateExpression':
        return piece.file.text.slice(node.tag.start, node.tag.end) === 'String.raw' ? pure : unknown(node.tag, piece)
      case 'AssignmentExpression':
        return this.#assigns(node.left, piece)
      case 'UpdateExpression':
        return this.#assigns(node.argument, piece)
      case 'UnaryExpression':
        return node.operator === 'delete' ? this.#assigns(node.argument, piece) : pure
      case 'ImportExpression':
        return { kind: 'unknown', why: 'it loads a module' }
      case 'YieldExpression':
        return { kind: 'unknown', why: 'it yields' }
      case 'ForOfStatement':
        return node.await ? { kind: 'unknown', why: 'it goes over an async iterator' } : pure
      case 'MemberExpression':
        return isStateOf(node) ? read : pure
      default:
        return pure
    }
  }

  #assigns(target: Node, piece: Piece): Effect {
    const names = targetsIn(target)
    const outside = names.find((each) => (each.type === 'MemberExpression' ? !isFresh(each.object, piece) : !isOwn(each, piece)))
    return outside ? { kind: 'write', why: `\`${shortText(outside, piece)}\` is assigned` } : pure
  }

  #call(node: Node & { readonly type: 'CallExpression' | 'NewExpression' }, piece: Piece): Effect {
    const { file } = piece
    const callee = bare(node.callee)
    if (isInline(callee) || isThrown(node)) return pure
    // the constructor of the parent is looked at where an instance is made
    if (node.callee.type === 'Super') return pure
    const handed = worstOf(node.arguments.map((each, index) => this.#handed(node, each, index, piece)))
    if (callee.type === 'Identifier' && isParameter(callee, piece)) return isExecutorsOwn(callee, piece) ? pure : this.#guess(node, piece)
    if (isExchanged(callee, piece)) return this.#guess(node, piece)
    const found = this.#host.callees(file.file, node).filter((each) => each.t !== 'external' || isWhole(each.path))
    const root = rootOf(callee)
    const isTyped = !isExchanged(root, piece) && (!isParameter(root, piece) || hasType(root, piece))
    const known = isTyped && found.length > 0 ? this.#worstOf(found, node, piece) : undefined
    if (known && (known.kind !== 'unknown' || isSettled(known))) return isBad(known) ? known : (handed ?? known)
    const method = node.type === 'CallExpression' && callee.type === 'MemberExpression' ? this.#method(node, callee, piece) : undefined
    if (method) return isBad(method) ? method : (handed ?? method)
    const guess = this.#guess(node, piece, known)
    return isBad(guess) ? guess : (handed ?? guess)
  }

  #worstOf(found: readonly Callee[], node: Node & { readonly type: 'CallExpression' | 'NewExpression' }, piece: Piece): Effect {
    const all = found.map((each) => this.#callee(each, node, piece))
    const worst = worstOf(all) ?? all.find(({ kind }) => kind === 'read') ?? pure
    return { ...worst, isAsync: all.every(({ isAsync }) => isAsync === true) }
  }

  #callee(callee: Callee, node: Node & { readonly type: 'CallExpression' | 'NewExpression' }, { options, file }: Piece): Effect {
    switch (callee.t) {
      case 'fn':
        return { ...this.#function(callee, options, node.type === 'NewExpression'), isAsync: callee.isAsync }
      case 'external':
        if (callee.module.endsWith('crypto') && /^(?:default\.)?create(?:Hash|Hmac)\(\)/u.test(callee.path)) return pure
        return node.type === 'NewExpression'
          ? unknownOf(file.text.slice(node.callee.start, node.callee.end))
          : externalEffect(callee.module, callee.path, this.#host.catalog)
      case 'global':
        if (/^(?:globalThis\.)?fetch$/u.test(callee.path) && node.type === 'CallExpression')
          return isPlainFetch(node) ? { kind: 'read', isAsync: true } : { kind: 'write', why: '`fetch` may send something' }
        return globalEffect(callee.path, node.type === 'NewExpression', node.arguments.length > 0)
      default:
        return unknownOf(file.text.slice(node.callee.start, node.callee.end))
    }
  }

  /** The body of a function of the project, and what stands in its parameters. */
  #function(fn: Callee & { readonly t: 'fn' }, options: EffectOptions, isConstruction = false): Effect {
    const { node } = fn
    if (!node) return { kind: 'unknown', why: `\`${fn.name}\` has no body here` }
    const key = `${fn.file}\0${node.start}\0${node.end}\0${String(options.assumesReads ?? false)}\0${String(isConstruction)}`
    const known = this.#known.get(key)
    if (known) return known
    const depth = this.#open.get(key)
    if (depth !== undefined) {
      this.#lowest = Math.min(this.#lowest, depth)
      return pure
    }
    const own = this.#open.size
    const before = this.#lowest
    this.#lowest = Infinity
    this.#open.set(key, own)
    const isGenerator = 'generator' in node && node.generator === true
    const inner: Effect = isGenerator
      ? { kind: 'unknown', why: `\`${fn.name}\` is a generator` }
      : this.#inside(node, { file: this.#host.open(fn.file), owner: node, options, isConstruction })
    this.#open.delete(key)
    const effect = isBad(inner) && !inner.why?.includes(' in `') ? { ...inner, why: `${inner.why} in \`${fn.name}\`` } : inner
    // what was found while an outer function is still open rests on that one, unless it is bad anyway
    if (this.#lowest >= own || isBad(effect)) this.#known.set(key, effect)
    this.#lowest = Math.min(before, this.#lowest >= own ? Infinity : this.#lowest)
    return effect
  }

  /** A function that is handed over by name is called. */
  #handed(call: Node, argument: Node, index: number, piece: Piece): Effect {
    const at = bare(argument)
    if (at.type !== 'Identifier' && at.type !== 'MemberExpression') return pure
    const found = this.#host.argument(piece.file.file, call, index)
    const functions = found.filter((each) => each.t === 'fn')
    const bad = worstOf(functions.map((each) => this.#function(each, piece.options)))
    if (bad) return bad
    const callee = 'callee' in call ? bare(call.callee as Node) : undefined
    const isCalled = callee?.type === 'MemberExpression' && takesCallback.test(lastName(callee) ?? '')
    if (!isCalled || functions.length > 0) return pure
    const isKnown = found.length > 0 && found.every((each) => each.t === 'global' && globalEffect(each.path, false, true).kind === 'pure')
    return isKnown ? pure : unknown(argument, piece)
  }

  /** A method of a value of which only the name of the method is known. */
  #method(node: Call, callee: Node & { readonly type: 'MemberExpression' }, piece: Piece): Effect | undefined {
    const name = nameOf(callee.property, callee.computed)
    if (name === undefined) return undefined
    if (mutators.has(name))
      return isFresh(callee.object, piece)
        ? pure
        : { kind: 'write', why: `\`${shortText(callee, piece)}\` changes \`${shortText(callee.object, piece)}\`` }
    if (pureMethods.has(name)) return pure
    if (bodies.has(name) && node.arguments.length === 0) return { kind: 'read', isAsync: true }
    if (builtinMethods.has(name) && (isFresh(callee.object, piece) || this.#host.isBuiltin(piece.file.file, callee.object))) return read
    return undefined
  }

  #guess(node: Node & { readonly type: 'CallExpression' | 'NewExpression' }, piece: Piece, known?: Effect): Effect {
    const { options, file } = piece
    if (options.assumesReads && node.type === 'CallExpression') {
      const moduleOf = (each: Node): string | undefined => moduleIn(file, each)
      const isGlobal = (each: Node & { readonly type: 'Identifier' }): boolean => file.scopes.lookup(each.name, each) === undefined
      if (looksLikeRead(node, { moduleOf, isGlobal })) return { kind: 'read', isAsync: true }
    }
    return isChangeName(lastName(node.callee) ?? '') ? unknown(node.callee, piece) : (known ?? unknown(node.callee, piece))
  }
}

/** Nodes of TypeScript that hold a value. */
const valueType = /^TS(?:AsExpression|NonNullExpression|SatisfiesExpression|TypeAssertion|InstantiationExpression|ParameterProperty)$/u

const takesCallback =
  /^(?:then|catch|finally|map|filter|flatMap|some|every|find|findIndex|findLast|findLastIndex|reduce|reduceRight|forEach|sort|toSorted|replace|replaceAll|from)$/u

/** Methods of instances, and what calls give, are told by their names. */
function isWhole(path: string): boolean {
  return !/#|\(\)(?!$)/u.test(path) || /create(?:Hash|Hmac)\(\)/u.test(path)
}

/** `this.items`, a variable of the module: it may hold something else at another time. */
function isStateOf(node: Node & { readonly type: 'MemberExpression' }): boolean {
  return node.object.type === 'ThisExpression'
}

/** An error that is made to be thrown: it ends what was asked for. */
function isThrown(node: Node): boolean {
  return (
    node.type === 'NewExpression' &&
    node.parent?.type === 'ThrowStatement' &&
    /(?:Error|Exception|Failure)$/u.test(lastName(node.callee) ?? '')
  )
}

function isInline(callee: Node): boolean {
  return callee.type === 'ArrowFunctionExpression' || callee.type === 'FunctionExpression'
}
