/** Exit codes, and the errors that lead to them. */

export const exitCode = {
  /** Everything asked for was done; what is left has a reason in its marker. */
  done: 0,
  /** With --strict: calls that can run on the loop stay sync. */
  findingsLeft: 1,
  /** Wrong flags, no such path, a dirty tree. */
  usage: 2,
  /** Something was migrated and taken back: types or the project's own tests did not agree. */
  rolledBack: 3,
  /** A fault of offloop itself. */
  internal: 70,
  /** Ctrl-C: every file is as it was. */
  interrupted: 130,
} as const

/** A wrong call: the message is shown as it is, without a stack. */
export class UsageError extends Error {}
