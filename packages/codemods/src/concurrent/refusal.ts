/** Why places are left alone. */

/** A reason and its message, as the end of "left alone: …". */
export interface Refusal {
  readonly reason: keyof typeof reasons
  readonly message: string
}

/** What a person can do about each reason. */
export const reasons = {
  'unknown-effect':
    'Where the call only reads, `--assume reads` takes it by its name; otherwise say what it does by calling something that is known, or join the awaits by hand.',
  write: 'Keep the order: what is written decides what is read.',
  order: 'Keep the order where the times or the pauses matter.',
  guard: 'Keep the check first: what comes after it must not start where it fails.',
  connection: 'Ask for a second connection, or keep the order: this one does one thing at a time.',
  transaction: 'Keep the order: all that a transaction does goes over its one connection.',
  retry: 'Keep the order, or try each read again on its own.',
  'same-call': 'Ask once and use the answer twice, where both are the same question.',
  'may-throw': 'Use `--with gather`, which turns a throw into a rejection, or give the value a name in a line before the first await.',
  declaration: 'Write both with the same keyword, and the types of both or of none.',
  shape: 'Give what stands inside a line of its own.',
  comment: 'Move the comment to a line of its own.',
  'own-promise': 'Use `--with gather`, or rename what hides the global `Promise`.',
  'list-in-use': 'Declare the empty list right before the loop, and fill it in the loop alone.',
} as const

/** Builds a refusal. */
export function refuse(reason: keyof typeof reasons, message: string): Refusal {
  return { reason, message }
}
