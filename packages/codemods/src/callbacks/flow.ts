/** Follows a function from call to call: which of them can be awaited, and what the function then gives. */
import type { Mention, Node } from '@offloop/analysis'
import { expressionOf } from './error-plan.ts'
import { needsFunction } from './inline.ts'
import { lineOf, outcomeOf } from './outcome.ts'
import { isExit, readPlace, throwObstacle } from './read-place.ts'
import type { Known, Spot } from './read-place.ts'
import { contains, isBareReturn, listOf, loopParts, statementsOf, walkOwn } from './tree.ts'
import type { Call } from './tree.ts'
import type { Analysis, Completion, Obstacle, Place, Target, Unit } from './unit.ts'

/** Follows one unit. */
export function analyse(unit: Unit, known: Known): Analysis {
  return new Flow(unit, known).run()
}

class Flow {
  readonly #unit: Unit
  readonly #known: Known
  readonly #places: Place[] = []
  readonly #completions: Completion[] = []
  readonly #left = new Map<Call, Obstacle>()
  readonly #open = new Set<Node>()
  readonly #accounted = new Set<Node>()
  /** Bindings that hold an error where we are. */
  readonly #errors = new Set<number>()
  #failure: Obstacle | undefined
  #isSync = false

  constructor(unit: Unit, known: Known) {
    this.#unit = unit
    this.#known = known
  }

  run(): Analysis {
    const { fn } = this.#unit
    const statements = fn ? statementsOf(fn) : this.#known.source.program.body
    const falls = this.#list(statements, { isTail: true, isLater: false, isInTry: false, isInCallback: false, isDetached: false })
    if (this.#answers()) {
      const stray = this.#ownMentions().find((each) => !this.#accounted.has(each))
      if (stray) this.#failStray(stray)
      else if (falls) this.#fail('may-not-call-back', 'some of its paths end without calling the callback')
    }
    return {
      ...{ unit: this.#unit, places: this.#places, completions: this.#completions, left: this.#left, open: this.#open },
      failure: this.#failure,
      isSync: this.#isSync,
    }
  }

  #ownMentions(): Mention[] {
    const { callback, reject } = this.#unit
    return [callback, reject].flatMap((own) =>
      own ? this.#known.source.references.of(own.id).filter((each) => each !== own.parameter) : [],
    )
  }

  /** The function tells others when it is done. */
  #answers(): boolean {
    return this.#unit.callback !== undefined
  }

  #fail(reason: string, message: string): void {
    this.#failure ??= { reason, message }
  }

  #failStray(stray: Node): void {
    for (const [call, obstacle] of this.#left) if (contains(call, stray)) return this.#fail(obstacle.reason, obstacle.message)
    this.#fail('callback-elsewhere', `the callback is used in line ${lineOf(this.#known.source, stray)} in a way that no promise has`)
  }

  /** True where what follows the list is reached. */
  #list(list: readonly Node[], spot: Spot): boolean {
    for (const [index, each] of list.entries()) {
      const next = list[index + 1]
      const isLast = spot.isTail && list.slice(index + 1).every((other) => other.type === 'FunctionDeclaration')
      const isTail = isLast || (isBareReturn(next) && this.#unit.fn !== undefined)
      if (!this.#statement(each, { ...spot, isTail }, isLast ? undefined : isTail ? next : undefined, isLast)) return false
    }
    return true
  }

  #statement(node: Node, spot: Spot, trailing: Node | undefined, isLast: boolean): boolean {
    switch (node.type) {
      case 'ExpressionStatement':
      case 'ReturnStatement': {
        const expression = expressionOf(node)
        const isReturn = node.type === 'ReturnStatement'
        if (expression?.type === 'CallExpression') {
          const own = this.#ownCallOf(expression)
          if (own) return this.#complete(expression, node, own, { ...spot, isTail: spot.isTail || isReturn }, trailing, isLast)
          const target = this.#known.targetOf(expression)
          if (target)
            return (
              this.#place(
                expression,
                node,
                target,
                { ...spot, isTail: spot.isTail || isReturn },
                isReturn && (!isLast || spot.hasOther === true),
              ) && !isReturn
            )
          if (isExit(expression, this.#known.source)) return false
        }
        this.#leaveIn(node)
        if (isReturn && this.#answers() && !spot.isDetached)
          this.#fail('may-not-call-back', 'some of its paths end without calling the callback')
        return !isReturn
      }
      case 'BlockStatement':
        return this.#list(node.body, spot)
      case 'IfStatement': {
        this.#leaveIn(node.test)
        const then = this.#knowing(node.test, () => this.#list(listOf(node.consequent), spot))
        const otherwise = node.alternate ? this.#list(listOf(node.alternate), spot) : true
        return then || otherwise
      }
      case 'TryStatement': {
        const block = this.#list(node.block.body, { ...spot, isInTry: true })
        let handler = false
        if (node.handler) {
          const { param, body } = node.handler
          const inner = { ...spot, isInTry: spot.isInTry || node.finalizer !== null }
          handler = this.#knowing(param, () => this.#list(body.body, inner))
        }
        if (node.finalizer) this.#list(node.finalizer.body, { ...spot, isTail: false, isInTry: true })
        return block || handler
      }
      case 'ThrowStatement':
        this.#leaveIn(node)
        this.#failure ??= throwObstacle(this.#unit, spot)
        return false
      case 'FunctionDeclaration':
        return true
      default: {
        const parts = loopParts(node)
        if (!parts) this.#leaveIn(node)
        for (const each of parts?.heads ?? []) this.#leaveIn(each)
        for (const each of parts?.lists ?? []) this.#list(each, { ...spot, isTail: false })
        return true
      }
    }
  }

  /** Where a name holds an error for certain. */
  #knowing(name: Node | null | undefined, run: () => boolean): boolean {
    const id = name?.type === 'Identifier' ? this.#known.source.references.bindingOf(name as Mention) : undefined
    if (id === undefined || this.#errors.has(id)) return run()
    this.#errors.add(id)
    const result = run()
    this.#errors.delete(id)
    return result
  }

  /** Calls in what is evaluated as part of something else. */
  #leaveIn(node: Node): void {
    walkOwn(node, (each) => {
      if (each.type === 'CallExpression' && this.#known.targetOf(each))
        this.#left.set(each, { reason: 'result-used', message: 'what the call gives is used' })
    })
  }

  #ownCallOf(call: Call): 'callback' | 'reject' | undefined {
    const { callback, reject } = this.#unit
    if (call.callee.type !== 'Identifier' || call.optional) return undefined
    const id = this.#known.source.references.bindingOf(call.callee as Mention)
    return id === undefined ? undefined : id === callback?.id ? 'callback' : id === reject?.id ? 'reject' : undefined
  }

  #complete(call: Call, statement: Node, own: 'callback' | 'reject', spot: Spot, trailing: Node | undefined, isLast: boolean): boolean {
    if (!spot.isTail) {
      this.#fail('goes-on', `something is done after the callback is called in line ${lineOf(this.#known.source, call)}`)
      return true
    }
    // what is left of a callback that nobody waits for can't answer
    if (spot.isDetached) return false
    const settles = this.#unit.kind === 'executor' ? own : undefined
    const outcome = outcomeOf(call, { errors: this.#errors, settles, isPass: this.#passes.has(call) }, this.#known.source)
    if ('reason' in outcome) {
      this.#fail(outcome.reason, outcome.message)
      return false
    }
    if (outcome.kind === 'error' && spot.isInTry) this.#fail('in-try', 'the error would be caught by the `try` around it')
    if (!spot.isLater) this.#isSync = true
    this.#accounted.add(call.callee)
    this.#completions.push({ ...{ call, statement, isLast: isLast && spot.hasOther !== true, trailing }, ...outcome })
    return false
  }

  readonly #passes = new Set<Call>()

  /** True where what follows is reached: the call is left, or it is awaited and its callback goes on to its end. */
  #place(call: Call, statement: Node, target: Target, spot: Spot, mayEndWithReturn: boolean): boolean {
    const [unit, known] = [this.#unit, this.#known]
    const read = readPlace({ call, statement, target, spot, unit, known, ownCallOf: (each) => this.#ownCallOf(each) })
    if ('reason' in read) {
      this.#left.set(call, read)
      return true
    }
    const { inline, isDetached, isSyncTarget } = read
    // what its callback does first is done at once, too
    if (isSyncTarget && !spot.isLater) this.#isSync = true
    if (!inline) {
      this.#accounted.add(call.arguments.at(-1)!)
      this.#places.push({ call, statement, target, inline: undefined, isDetached: false, endsWithReturn: false })
      return false
    }
    const isWrapped = !unit.fn && !spot.isInCallback && !isDetached && needsFunction(inline, (each) => known.targetOf(each) !== undefined)
    const index = this.#places.push({ call, statement, target, inline, isDetached: isDetached || isWrapped, endsWithReturn: false }) - 1
    const inner: Spot = {
      ...{ isTail: true, isInTry: false, isInCallback: true, isDetached: spot.isDetached || isDetached },
      isLater: spot.isLater || !isSyncTarget,
      hasOther: spot.hasOther === true || mayEndWithReturn,
    }
    const { plan } = inline
    const dropped = plan.kind === 'pass' ? (plan.cut ?? plan.from) : undefined
    if (dropped) for (const each of this.#ownMentions()) if (contains(dropped, each)) this.#accounted.add(each)
    let falls = plan.kind === 'skip' && !isDetached
    if (plan.kind === 'catch') {
      const { branch } = plan
      const at = {
        ...inner,
        isTail: branch.alternate !== null || inline.body.length === 0,
        hasOther: inner.hasOther === true || branch.alternate !== null,
      }
      const isOpen = this.#knowing(inline.error, () => this.#list(listOf(branch.consequent), at))
      if (isOpen && branch.alternate) {
        this.#open.add(branch)
        falls = true
      }
    }
    if (plan.kind === 'pass' && !plan.cut && !plan.from) {
      const only = expressionOf(inline.body[0]!)
      if (only?.type === 'CallExpression') this.#passes.add(only)
    }
    if (this.#list(inline.body, inner)) falls = true
    if (falls && mayEndWithReturn) this.#places[index] = { ...this.#places[index]!, endsWithReturn: true }
    return falls || isDetached
  }
}
