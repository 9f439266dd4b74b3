/** Arguments and results that are neither data nor functions and cross all the same: tokens of context variables. */
import { slotOf } from '../cell.ts'
import { variableAt } from '../context-var.ts'
import { ContextError } from '../errors.ts'
import { isToken, SetToken, tokenKey, type TokenData } from '../token.ts'
import { marker, packSlot, unpackValue, type Carried } from './carry.ts'

interface PassedToken extends TokenData {
  readonly [marker]: 'token'
  readonly old: Carried | undefined
}

/** What goes over the port for an argument or a result. */
export function pass(value: unknown): unknown {
  if (!isToken(value)) return value
  const data = value.pack(tokenKey)
  return { ...data, [marker]: 'token', old: packSlot(slotOf(data.name), data.old) }
}

/** Arguments as they go over the port. */
export const passAll = (args: readonly unknown[]): readonly unknown[] => (args.some(isToken) ? args.map(pass) : args)

const isPassedToken = (value: unknown): value is PassedToken =>
  typeof value === 'object' && value !== null && (value as Partial<PassedToken>)[marker] === 'token'

/** The argument or the result again. */
export function receive(value: unknown): unknown {
  if (!isPassedToken(value)) return value
  const variable = variableAt(slotOf(value.name))
  if (!variable) throw new ContextError(`The context variable "${value.name}" of a token is not defined on this thread.`)
  const { length = 0, 1: old } = value.old ?? []
  return new SetToken(tokenKey, variable, value.contextId, length > 1 ? unpackValue(old) : undefined, value.number, value.isUsed)
}

/** Arguments again. */
export const receiveAll = (args: readonly unknown[]): readonly unknown[] => (args.some(isPassedToken) ? args.map(receive) : args)
