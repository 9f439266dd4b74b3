/** Which chains of a file can be written with `await`, and why the others can not. */
import type { Node } from '@offloop/analysis'
import type { Facts, LeftAlone } from '../file-codemod.ts'
import type { Source } from '../rewrite/source.ts'
import { obstacleToAsync } from './becomes-async.ts'
import { canBranch } from './branches.ts'
import { chainMethod, isWhole, labelOf, readChain } from './chain.ts'
import type { Call, Callback, Chain, Obstacle, Step } from './chain.ts'
import { isFunction, returnsIn, statementsOf, walkOwn } from './completion.ts'
import type { FunctionNode } from './completion.ts'
import { hostOf, tryAround } from './place.ts'
import type { Host } from './place.ts'
import { Provenance } from './provenance.ts'
import type { KnownNames } from './known-names.ts'
import { isSettled } from './settled.ts'

/** A chain that becomes statements. */
export interface Decision extends Chain {
  readonly host: Host
  /** Nobody waits for it: its statements stand in an async function of their own. */
  readonly isWrapped: boolean
  /** What it returns is awaited at once, as a `try` around it catches that. */
  readonly isInTry: boolean
}

/** Choices of the codemod's flags. */
export interface Choices {
  readonly wrapsFloating: boolean
  readonly assumesPromises: boolean
  readonly mayReject: boolean
  /** In the place of the general rules: where a chain ends up; nothing for one that is left out of account. */
  readonly placing?: (call: Call, moved: ReadonlyMap<FunctionNode, Moved>) => Host | Obstacle | undefined
  /** What more is known of names: parameters that frameworks give. */
  readonly known?: KnownNames
}

/** A callback that becomes part of the function around its chain. */
export interface Moved {
  readonly decision: Decision
  /** What it returns is what the function around returns. */
  readonly isTail: boolean
}

/** What was decided. */
export interface Decisions {
  readonly chains: ReadonlyMap<Call, Decision>
  readonly left: readonly LeftAlone[]
  /** Callbacks whose bodies move into the function around their chain. */
  readonly moved: ReadonlyMap<FunctionNode, Moved>
  readonly provenance: Provenance
}

/** Decides from outside in: a chain in a callback that moves becomes part of the function around. */
export function decide(source: Source, facts: Facts, choices: Choices): Decisions {
  const provenance = new Provenance(source, facts, choices.assumesPromises, choices.known)
  const chains = new Map<Call, Decision>()
  const moved = new Map<FunctionNode, Moved>()
  const left: LeftAlone[] = []
  for (const node of source.nodes) {
    if (chainMethod(node) === undefined || !isWhole(node)) continue
    const call = node as Call
    const placed = choices.placing?.(call, moved)
    if (choices.placing && !placed) continue
    const decision = decideOne(call, placed)
    if ('reason' in decision) {
      if (isOther(decision, call)) continue
      left.push({ start: call.start, end: call.end, label: labelOf(call), ...decision })
    } else {
      chains.set(call, decision)
      for (const [index, step] of decision.steps.entries())
        for (const each of callbacksOf(step))
          if (each.kind === 'inline') moved.set(each.fn, { decision, isTail: isTailOf(decision, index) && step.kind !== 'finally' })
    }
  }
  return { chains, left, moved, provenance }

  /** What the chain gives is what the function gives that its statements end up in. */
  function givesToFunction({ sink, fn }: Host): boolean {
    return sink.kind === 'return' && (fn === undefined || (moved.get(fn)?.isTail ?? true))
  }

  function isTailOf({ steps, host }: Decision, index: number): boolean {
    return givesToFunction(host) && steps.slice(index + 1).every((each) => each.kind !== 'then')
  }

  function decideOne(call: Call, placed: Host | Obstacle | undefined): Decision | Obstacle {
    const whole = readChain(call, source, provenance)
    const isCut = placed && !('reason' in placed) && placed.dropsLast
    const chain = isCut && !('reason' in whole) ? { ...whole, steps: withoutFailure(whole.steps) } : whole
    const base = 'reason' in chain ? baseOf(call) : chain.base
    if (!provenance.isPromise(base) && !provenance.isAssumed(base))
      return { reason: 'unknown-receiver', message: 'it is not known to start from a promise of the language' }
    if ('reason' in chain && chain.reason === 'optional-chain') return chain
    const found = placed ?? hostOf(call)
    const isWrapped = 'reason' in found && found.reason === 'floating' && choices.wrapsFloating
    if ('reason' in found && !isWrapped) return found
    if ('reason' in chain) return chain
    const host = 'reason' in found ? wrapping(call, chain) : found
    const isCaught = !isWrapped && tryAround(host.node, host.fn) !== undefined
    const obstacle = isWrapped ? undefined : obstacleAround(host, isCaught)
    if (obstacle) return obstacle
    const isInTry = (isCaught || host.isGuarded === true) && host.sink.kind === 'return'
    return obstacleIn(chain, host) ?? { ...chain, host, isWrapped, isInTry }
  }

  function obstacleAround({ fn, isAwaited, sink }: Host, isCaught: boolean): Obstacle | undefined {
    if (isAwaited) return undefined
    if (isCaught) return { reason: 'inside-try', message: 'a `try` around it would catch what it rejects with, or end before it' }
    if (!fn || sink.kind !== 'return') return { reason: 'place', message: 'it is in no function' }
    return moved.has(fn) ? undefined : obstacleToAsync(fn, source, provenance, choices.mayReject)
  }

  function obstacleIn({ steps }: Chain, host: Host): Obstacle | undefined {
    const gives = givesToFunction(host)
    for (const [index, step] of steps.entries()) {
      const after = steps.slice(index + 1)
      if (step.done && step.failed && (after.length > 0 || !gives))
        return {
          reason: 'two-callbacks',
          message: 'a `.then` has a second callback, which does not catch what the first one throws, and more follows',
        }
      const isTail = gives && after.every((each) => each.kind !== 'then')
      const isCaught = isTail && after.length > 0
      for (const each of callbacksOf(step)) {
        const obstacle =
          each.kind === 'inline' ? obstacleInCallback(each.fn, step, isTail, isCaught, isInLoop(host.node, host.fn)) : undefined
        if (obstacle) return obstacle
      }
    }
    return undefined
  }

  function obstacleInCallback(fn: FunctionNode, step: Step, isTail: boolean, isCaught: boolean, inLoop: boolean): Obstacle | undefined {
    const body = fn.body as Node
    if (body.type !== 'BlockStatement') return undefined
    if (inLoop && declaresVar(body)) return { reason: 'callback', message: 'a callback in a loop declares a `var`' }
    const returns = returnsIn(body)
    if (step.kind === 'finally' && returns.length > 0)
      return { reason: 'early-return', message: 'the callback of `.finally` returns, and what it returns is not given on' }
    if (!isTail && step.kind !== 'finally' && !canBranch(body.body))
      return { reason: 'early-return', message: 'a callback returns from a loop, a `switch` or a `try`, and more follows' }
    // a callback of a chain in another one's tail is in its `try`, too
    if (
      isTail &&
      returns.some((each) => each.argument && tryAround(each, fn) && !isSettled(each.argument, source, facts)) &&
      (isCaught || isInTryOfOther(fn))
    )
      return { reason: 'inside-try', message: 'a callback returns a promise from a `try` of its own, and a later step catches' }
    return undefined
  }

  function isInTryOfOther(fn: FunctionNode): boolean {
    for (let at: Node | null | undefined = fn.parent; at; at = at.parent) if (isFunction(at) && moved.has(at)) return true
    return false
  }
}

/** The statement of a chain that nobody waits for; callbacks that return early return from the function that it becomes. */
function wrapping(call: Call, { steps }: Chain): Host {
  const isStraight = (each: Callback): boolean => {
    const statements = each.kind === 'inline' ? (statementsOf(each.fn) ?? []) : []
    return statements.flatMap(returnsIn).every((own) => own === statements.at(-1))
  }
  const kind = steps.flatMap(callbacksOf).every(isStraight) && steps.every((each) => !each.done || !each.failed) ? 'discard' : 'return'
  return { node: statementOf(call), sink: { kind }, isAwaited: false, fn: undefined, needsBraces: false }
}

/** `.then(a, b)` at the end is `.then(a)`, and `.catch(b)` is not there. */
function withoutFailure(steps: readonly Step[]): Step[] {
  const last = steps.at(-1)
  return [...steps.slice(0, -1), ...(last?.done ? [{ ...last, failed: undefined }] : [])]
}

function callbacksOf({ done, failed, settled }: Step): Callback[] {
  return [done, failed, settled].filter((each) => each !== undefined)
}

function baseOf(call: Call): Node {
  let at: Node = call
  while (chainMethod(at) !== undefined) {
    at = ((at as Call).callee as Node & { readonly object: Node }).object
    while (at.type === 'ParenthesizedExpression') at = at.expression
  }
  return at
}

/** Objects with a `catch` or a `finally` that have nothing to do with promises, as `z.string().catch('x')` of zod. */
function isOther({ reason }: Obstacle, call: Call): boolean {
  if (reason !== 'unknown-receiver') return false
  const isCallback = (each: Node | undefined): boolean => each !== undefined && each.type !== 'Literal' && each.type !== 'ObjectExpression'
  return !isCallback(call.arguments[0])
}

function statementOf(node: Node): Node {
  let at = node
  while (at.parent && at.type !== 'ExpressionStatement') at = at.parent
  return at
}

function isInLoop(node: Node, fn: Node | undefined): boolean {
  for (let at = node.parent; at && at !== fn; at = at.parent) if (/^(?:For|While|DoWhile)/u.test(at.type)) return true
  return false
}

function declaresVar(body: Node): boolean {
  let found = false
  walkOwn(body, (node) => (found ||= node.type === 'VariableDeclaration' && node.kind === 'var'))
  return found
}
