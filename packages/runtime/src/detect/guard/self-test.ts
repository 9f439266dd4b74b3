/** Is the guard where calls are made? It looks through each way by which code reaches a function of Node. */
import fs, { existsSync } from 'node:fs'
import { createRequire } from 'node:module'

/** Through CommonJS, by name, by default, and by a reference that was taken before the guard came: true where the guard sees the call. */
export interface SeenForms {
  readonly commonjs: boolean
  readonly named: boolean
  readonly default: boolean
  readonly captured: boolean
}

const load = createRequire(import.meta.url)
/** Taken when this module was loaded: before any guard. */
const captured = existsSync

/** Compares each way with the function as it was. */
export function seenForms(): SeenForms {
  const now = (load('node:fs') as typeof fs).existsSync
  const isSeen = (reached: typeof captured): boolean => reached === now && reached !== captured
  return { commonjs: isSeen(now), named: isSeen(existsSync), default: isSeen(fs.existsSync), captured: isSeen(captured) }
}
