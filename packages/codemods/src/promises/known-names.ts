/** Names of which somebody knows more than their file says: parameters that a framework gives. */
import type { Node } from '@offloop/analysis'

/** What is known of names that their file doesn't say. */
export interface KnownNames {
  /** It is a function, the same later on. */
  isFunction(name: Node): boolean
  /** A call of it gives no promise. */
  givesPlain(callee: Node): boolean
}
