/** Loads the modules that addresses name, on either side of a call. */
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { isCompiled } from './compiler.ts'

/** What a module exports, by name. */
export type Exports = Record<string, unknown>

const require = createRequire(import.meta.url)
const waitedFor = new Map<string, Exports>()

/** The module's exports without waiting; throws ERR_REQUIRE_ASYNC_MODULE where it awaits at top level. */
export function loadNow(module: string): Exports {
  const loaded = require(module.startsWith('file:') ? fileURLToPath(module) : module) as unknown
  return (typeof loaded === 'function' ? Object.assign(Object.create(null), loaded, { default: loaded }) : loaded) as Exports
}

/** Whether loading failed for another reason than that it takes waiting. */
export const isBroken = (error: unknown): boolean =>
  !['ERR_REQUIRE_ASYNC_MODULE', 'ERR_REQUIRE_CYCLE_MODULE'].includes((error as { code?: string }).code ?? '')

/** Loads a module; a promise where it awaits at top level, which throws unless `mayWait`. */
export function load(module: string, mayWait: boolean): Promise<void> | undefined {
  if (waitedFor.has(module)) return undefined
  try {
    if (isCompiled(module)) throw Object.assign(new Error(`${module} has to be imported first`), { code: 'ERR_REQUIRE_ASYNC_MODULE' })
    loadNow(module)
    return undefined
  } catch (error) {
    if (!mayWait || isBroken(error)) throw error
    return import(module).then((exports: Exports) => void waitedFor.set(module, exports))
  }
}

/** The exports of a module that is loaded, or can be without waiting. */
export const exportsOf = (module: string): Exports => waitedFor.get(module) ?? loadNow(module)
