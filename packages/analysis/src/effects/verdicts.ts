/** Compares effects, and makes those of what is unknown. */
import type { Node } from '../parse/file.ts'
import type { Piece } from './host.ts'
import { isChangeName, lastName } from './names.ts'
import type { Effect } from './outside.ts'

/** Nothing that comes after it can say otherwise. */
export function isSettled(effect: Effect): boolean {
  return isBad(effect) && effect.isVague !== true
}

/** The first of the worst, where one is bad at all. */
export function worstOf(effects: readonly Effect[]): Effect | undefined {
  return effects.find(isSettled) ?? effects.find(isBad)
}

/** True where running it beside something else may be seen. */
export function isBad({ kind }: Effect): boolean {
  return kind !== 'pure' && kind !== 'read'
}

/** Nothing is known of what a node names. */
export function unknown(node: Node, piece: Piece): Effect {
  return unknownOf(shortText(node, piece), !isChangeName(lastName(node) ?? ''))
}

/** Nothing is known of what is called so. */
export function unknownOf(text: string, isVague = true): Effect {
  return { kind: 'unknown', why: `nothing is known of \`${text}\``, isVague }
}

/** Source text on one line, shortened for a message. */
export function shortText({ start, end }: Node, { file }: Piece): string {
  const line = file.text.slice(start, end).replaceAll(/\s+/gu, ' ')
  return line.length > 50 ? `${line.slice(0, 47)}...` : line
}
